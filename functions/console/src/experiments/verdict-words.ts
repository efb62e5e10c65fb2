import { daysBetween, type ExperimentView } from '../../../../lib/domain/index.ts';
import type { Language } from '../language/language.tsx';
import { metricWriting } from './metric-words.ts';

type Look = ExperimentView['looks'][number];
type Settled = Pick<ExperimentView, 'metric' | 'currency' | 'state' | 'start' | 'end'>;

/** Say in a sentence what one may believe after a look, by its figures. */
export function verdictInWords(look: Look, settled: Settled, language: Language): string {
  const { words, say, format } = language;
  const told = words.experiments.verdicts;
  const { change } = metricWriting(settled.metric, settled.currency ?? '', language);
  const { effect, interval, verdict, assigned, weeks, guards } = look;
  const harmed = guards.find(({ breached }) => breached);
  if (verdict === 'void')
    return say(told.void, { ai: format.units(assigned.ai), human: format.units(assigned.human) });
  if (verdict === 'worse' && harmed !== undefined)
    return say(told.harm, { metric: words.experiments.metrics[harmed.metric] });
  const { lower, upper } = interval;
  if (verdict === 'not enough data' || effect === null || lower === null || upper === null)
    return say(told.tooLittle, {
      weeks: format.units(weeks),
      ai: format.units(assigned.ai),
      human: format.units(assigned.human),
    });
  return say(verdict === 'better' ? told.better : verdict === 'worse' ? told.worse : told.alike, {
    ...{ metric: words.experiments.metrics[settled.metric], effect: change(effect) },
    ...{ lower: change(lower), upper: change(upper) },
  });
}

/** Say in words whether the units fell into the arms as the draw would have it. */
export function sampleRatioInWords(
  { sampleRatio, assigned }: Look,
  { words, say, format }: Language,
): string {
  return say(sampleRatio.mismatch ? words.experiments.ratioBroken : words.experiments.ratioHolds, {
    ai: format.units(assigned.ai),
    human: format.units(assigned.human),
    chance: format.share(sampleRatio.pValue),
  });
}

/** The day that a test's time is counted from: its data's own, since those may lag behind the calendar. */
export const knownDay = (looks: readonly Look[], newestNight: string | undefined, start: string): string =>
  looks.at(-1)?.asOf ?? newestNight ?? start;

/** Say how long a test still runs, or that it begins. */
export function timeLeftInWords({ start, end, state }: Settled, day: string, language: Language): string {
  const { words, say, count, format } = language;
  const told = words.experiments;
  if (state !== 'running') return told.states[state];
  if (day < start) return say(told.beginsOn, { day: format.day(start) });
  return count(told.daysLeft, Math.max(0, daysBetween(day, end)));
}
