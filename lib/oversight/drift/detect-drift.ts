import { adjustForDiscoveries, medianOf } from '../../numeric/index.ts';
import { clearestSignal, type DriftSeries, type SeriesSignal, type Signal } from './series-signals.ts';

/** A series that no longer behaves as its forecast learnt it. */
export type DriftAlarm = {
  series: string;
  signal: Signal;
  direction: 1 | -1;
  /** As of `SeriesSignal`. */
  size: number;
  /** Place of the first day after the change. */
  changedAt: number;
  daysSince: number;
  /** Least false discovery rate over the market's series at which this is one. */
  qValue: number;
  retrain: RetrainAdvice;
  words: string;
};

/** Which days a forecast should learn from now. */
export type RetrainAdvice = { use: 'since'; from: number } | { use: 'all'; levelFrom: number; why: string };

/** A price or a cost that moved: a fact, not a test. */
export type ValueMove = { series: string; of: 'price' | 'cost'; share: number };

/** What a night's check of a market says. */
export type DriftReport = {
  alarms: DriftAlarm[];
  moves: ValueMove[];
  /** Series with enough days to be tested. */
  tested: number;
};

const DISCOVERY_RATE = 0.05;
/** Days after a change from which they alone say enough of the weekday and the level. */
const ENOUGH_ALONE = 56;
const RECENT_DAYS = 14;
const LARGE_MOVE = 0.1;

/**
 * Check all series of a market on a night: which have changed, how, since when.
 *
 * An alarm needs all of: significance with the false discovery rate over all tested series of the night at most 5 % (Benjamini &
 * Hochberg 1995), a size that matters, 28 days before and 7 after, and a direction. A series with an alarm should only be
 * suggested for. Prices and costs that moved by a tenth against the rest of the window are listed beside, since they explain.
 */
export function detectDrift(series: readonly DriftSeries[]): DriftReport {
  const signals = series.flatMap((one): (SeriesSignal & { series: string })[] => {
    const signal = clearestSignal(one);
    return signal === null ? [] : [{ series: one.series, ...signal }];
  });
  const qValues = adjustForDiscoveries(signals.map(({ pValue }) => pValue));
  const alarms = signals.flatMap(({ at, pValue: _, large, ...signal }, i): DriftAlarm[] => {
    const qValue = qValues[i]!;
    if (qValue > DISCOVERY_RATE || !large) return [];
    const { daysSince } = signal;
    return [
      { ...signal, changedAt: at, qValue, retrain: adviseRetrain(at, daysSince), words: inWords(signal) },
    ];
  });
  return { alarms, moves: series.flatMap(movesOf), tested: signals.length };
}

/** Say which days to learn from: those since the change where they are enough, else all, at the level of the new days. */
function adviseRetrain(changedAt: number, daysSince: number): RetrainAdvice {
  if (daysSince >= ENOUGH_ALONE) return { use: 'since', from: changedAt };
  return {
    use: 'all',
    levelFrom: changedAt,
    why: `${daysSince} days since the change, fewer than ${ENOUGH_ALONE}: season and weekday from all, the level from the new days`,
  };
}

function inWords({ signal, size, daysSince }: Pick<SeriesSignal, 'signal' | 'size' | 'daysSince'>): string {
  const since = `for ${daysSince} days`;
  const percent = `${Math.round(100 * Math.abs(size))} %`;
  if (signal === 'bias')
    return `sells ${percent} ${size > 0 ? 'more' : 'less'} than forecast ${since}, against before`;
  if (signal === 'volatility') return `errors are ${size.toFixed(1)} times as large as before ${since}`;
  return `${percent} of days ${size > 0 ? 'more' : 'fewer'} than before are without a sale ${since}`;
}

function movesOf({ series, prices, costs }: DriftSeries): ValueMove[] {
  const of = (name: 'price' | 'cost', values: ArrayLike<number> | undefined): ValueMove[] => {
    const share = values === undefined ? 0 : moveOf(values);
    return Math.abs(share) >= LARGE_MOVE ? [{ series, of: name, share }] : [];
  };
  return [...of('price', prices), ...of('cost', costs)];
}

function moveOf(values: ArrayLike<number>): number {
  const known = Float64Array.from(values).filter((value) => Number.isFinite(value));
  if (known.length <= RECENT_DAYS) return 0;
  const before = medianOf(known.subarray(0, known.length - RECENT_DAYS));
  return before > 0 ? medianOf(known.subarray(known.length - RECENT_DAYS)) / before - 1 : 0;
}
