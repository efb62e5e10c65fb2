import { adjustForDiscoveries } from '../../numeric/index.ts';
import { clearestSignal, type DriftSeries, type SeriesSignal, type Signal } from './series-signals.ts';
import { type ValueMove, valueMoves } from './value-moves.ts';

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

/** What a night's check of a market says. */
export type DriftReport = {
  alarms: DriftAlarm[];
  moves: (ValueMove & { series: string })[];
  /** Series with enough days to be tested. */
  tested: number;
};

const DISCOVERY_RATE = 0.05;
/**
 * Days after a change from which a forecast learns from them alone: a year, every season once. Measured, fewer make a worse forecast
 * than all days moved to the new level, at any number of them that was tried (8 to 60).
 */
const ENOUGH_ALONE = 364;

/**
 * Check all series of a market on a night: which have changed, how, since when.
 *
 * Prices and costs that moved by a tenth against the rest of the window are listed beside, since they explain.
 */
export function detectDrift(series: readonly DriftSeries[]): DriftReport {
  const signals = series.flatMap((one): NamedSignal[] => {
    const signal = clearestSignal(one);
    return signal === null ? [] : [{ series: one.series, ...signal }];
  });
  const moves = series.flatMap((one) => valueMoves(one).map((move) => ({ series: one.series, ...move })));
  return { alarms: raiseAlarms(signals), moves, tested: signals.length };
}

/** The clearest signal of a series, by its name. */
export type NamedSignal = SeriesSignal & { series: string };

/**
 * Choose the alarms among the clearest signals of a market's night.
 *
 * An alarm needs all of: significance with the false discovery rate over all tested series of the night at most 5 % (Benjamini &
 * Hochberg 1995; each series counts the signals it was tested for), a size that matters, 28 days before and 7 after, and a
 * direction. A series with an alarm should only be suggested for.
 *
 * @param signals - of every tested series, those that show nothing too: the rate is over all of them
 */
export function raiseAlarms(signals: readonly NamedSignal[]): DriftAlarm[] {
  const qValues = adjustForDiscoveries(signals.map(({ pValue }) => pValue));
  return signals.flatMap(({ at, pValue: _, large, ...signal }, i): DriftAlarm[] => {
    const qValue = qValues[i]!;
    if (qValue > DISCOVERY_RATE || !large) return [];
    const { daysSince } = signal;
    return [
      {
        ...signal,
        changedAt: at,
        qValue,
        retrain: adviseRetrain(at, daysSince),
        words: driftInWords(signal),
      },
    ];
  });
}

/** Say which days to learn from: those since the change where they are enough, else all, at the level of the new days. */
export function adviseRetrain(changedAt: number, daysSince: number): RetrainAdvice {
  if (daysSince >= ENOUGH_ALONE) return { use: 'since', from: changedAt };
  return {
    use: 'all',
    levelFrom: changedAt,
    why: `${daysSince} days since the change, fewer than ${ENOUGH_ALONE}: season and weekday from all, the level from the new days`,
  };
}

/** Say what has changed, by how much, since how many days. */
export function driftInWords({
  signal,
  size,
  daysSince,
}: Pick<SeriesSignal, 'signal' | 'size' | 'daysSince'>): string {
  const since = `for ${daysSince} days`;
  const percent = `${Math.round(100 * Math.abs(size))} %`;
  const more = size > 0 ? 'more' : 'less';
  switch (signal) {
    case 'level':
      return `sells ${percent} ${more} than before ${since}`;
    case 'bias':
      return `sells ${percent} ${more} than forecast ${since}, against before`;
    case 'volatility':
      return `errors are ${size.toFixed(1)} times as large as before ${since}`;
    case 'zeroShare':
      return `${percent} of days ${size > 0 ? 'more' : 'fewer'} than before are without a sale ${since}`;
  }
}
