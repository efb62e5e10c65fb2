import { candidateLabels, type ModelName } from './candidates.ts';
import { type Entry, errorOver } from './compare-models.ts';
import type { ObservedSeries } from './observed-series.ts';
import { wordsOf } from './period-words.ts';
import { LEAST_VALUES } from './predict-combination.ts';
import type { Prediction } from './prediction.ts';

/** Differences below this share are no difference to an operations manager. */
const SAME_SHARE = 0.02;

/**
 * Say for an operations manager why a model answers, and how much it errs beside repeating the last season.
 *
 * @param backtest.entries - `null` where nothing was tried on the past: then nothing is said of it
 */
export function reasonOf(
  answering: ModelName,
  prediction: Prediction,
  series: ObservedSeries,
  { entries, ...backtest }: { entries: readonly Entry[] | null; foldHorizon: number; period: number },
): string {
  const ground = groundOf(answering, prediction, series, backtest.period);
  return entries === null ? ground : `${ground}; ${comparisonOf(answering, { ...backtest, entries })}`;
}

/**
 * Tell how much a model errs against the seasonal naive in the same folds.
 *
 * @returns ratio of their scaled errors: 0.8 errs 20 % less; `null` where either has no fold
 */
export function errorAgainstNaive(answering: ModelName, entries: readonly Entry[]): number | null {
  const errorOf = (model: ModelName) =>
    errorOver(entries.find((entry) => entry.model === model)?.folds ?? []);
  const [own, naive] = [errorOf(answering), errorOf('seasonalNaive')];
  return own === null || naive === null || naive === 0 ? null : own / naive;
}

function groundOf(
  answering: ModelName,
  { parts }: Prediction,
  { values, observed }: ObservedSeries,
  period: number,
): string {
  const { season, step } = wordsOf(period);
  if (parts) {
    const names = [
      ...(parts.season === 'none' ? [] : [season]),
      ...(parts.long === null ? [] : [parts.long === 'year' ? 'yearly' : 'weekly']),
    ];
    const pattern =
      names.length === 0
        ? 'no seasonal pattern stands out'
        : `with the ${names.join(' and the ')} pattern that the history shows`;
    return `the mean of ${parts.members.length} models, which on average errs less than any one of them; ${pattern}`;
  }
  if (answering === 'intermittent' && values.every((value) => Number.isNaN(value) || value === 0))
    return 'nothing was sold, so nothing is expected';
  if (answering === 'intermittent')
    return `many ${step}s have no demand, so how often and how much are told apart`;
  if (answering === 'seasonalNaive' || observed < LEAST_VALUES) {
    const known = observed === 1 ? '1 observation is' : `${observed} observations are`;
    return `${known} too few for more than repeating the last`;
  }
  return `${candidateLabels[answering]}, asked for by name`;
}

function comparisonOf(
  answering: ModelName,
  { entries, foldHorizon, period }: { entries: readonly Entry[]; foldHorizon: number; period: number },
): string {
  const folds = entries.find(({ model }) => model === answering)?.folds.length ?? 0;
  if (folds === 0) return 'the history is too short to try it on the past';
  const { step, before } = wordsOf(period);
  const tried = `tried on the last ${folds * foldHorizon} ${step}s`;
  const ratio = errorAgainstNaive(answering, entries);
  if (ratio === null || answering === 'seasonalNaive') return tried;
  const percent = Math.round(100 * Math.abs(1 - ratio));
  if (Math.abs(1 - ratio) < SAME_SHARE) return `errs as much as repeating ${before}, ${tried}`;
  return `errs ${percent} % ${ratio < 1 ? 'less' : 'more'} than repeating ${before}, ${tried}`;
}
