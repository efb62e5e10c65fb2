import { wordsOf } from './period-words.ts';

/** Share of steps not observed from which on it is said. */
const GAPS_SHARE = 0.2;
/** A pause is told when it is so many times the longest before it, and at least so many seasons. */
const PAUSE_TIMES = 2;
const PAUSE_SEASONS = 4;
/** The newest values are beyond everything before them by this factor. */
const EXPLOSION_FACTOR = 10;

/**
 * Warn of what a person should know before trusting a forecast of a series: nothing ever sold, a constant, gaps, demand that
 * has ceased, values that explode.
 *
 * @param values - [n] NaN = not observed, at least one is
 */
export function seriesWarnings(values: Float64Array, period: number): string[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const { step } = wordsOf(period);
  const first = values.findIndex((value) => !Number.isNaN(value));
  const gaps = values.length - first - known.length;
  const warnings: string[] = [];
  if (known.every((value) => value === 0)) warnings.push(`nothing was sold in ${known.length} ${step}s`);
  else if (known.length > 2 && known.every((value) => value === known[0]))
    warnings.push(`every ${step} had the same value: how much it may differ is not known`);
  else warnings.push(...pauseWarning(known, period), ...explosionWarning(known, step));
  if (gaps > GAPS_SHARE * (values.length - first))
    warnings.push(`${gaps} of ${values.length - first} ${step}s were not observed`);
  return warnings;
}

/** Demand that paused for longer than ever before. */
function pauseWarning(known: Float64Array, period: number): string[] {
  if (known.some((value) => value < 0)) return [];
  let longest = 0;
  let pause = 0;
  let demands = 0;
  for (const value of known) {
    if (value > 0) {
      longest = Math.max(longest, demands === 0 ? 0 : pause);
      pause = 0;
      demands++;
    } else pause++;
  }
  const least = Math.max(PAUSE_TIMES * longest, PAUSE_SEASONS * Math.max(2, Math.round(period)));
  if (demands < 2 || pause < least) return [];
  const { step } = wordsOf(period);
  return [
    `no sale for ${pause} ${step}s, where the longest pause before was ${longest}: demand is fading, and so is the forecast`,
  ];
}

function explosionWarning(known: Float64Array, step: string): string[] {
  const newest = Math.max(1, Math.floor(known.length / 10));
  if (known.length < 12) return [];
  const largest = (part: Float64Array) => part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const before = largest(known.subarray(0, known.length - newest));
  const now = largest(known.subarray(known.length - newest));
  if (!(now > EXPLOSION_FACTOR * before) || before === 0) return [];
  const factor = Math.round(now / before);
  return [
    `the newest ${newest === 1 ? step : `${newest} ${step}s`} reached ${factor} times anything before: check the data`,
  ];
}
