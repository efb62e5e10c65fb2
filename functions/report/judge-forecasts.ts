import {
  addDays,
  insightKeys,
  type Market,
  type ReportRequest,
  runIdOf,
  runKey,
} from '../../lib/domain/index.ts';
import type {
  AccuracyRequest,
  AccuracyTable,
  measureAccuracy,
  PastRun,
  RunTable,
} from '../../lib/stores/index.ts';

/** What judging reads and writes. */
export type JudgeDependencies = {
  /** Compares files of the lake. */
  measure: (request: AccuracyRequest) => ReturnType<typeof measureAccuracy>;
  accuracies: Pick<AccuracyTable, 'put'>;
  runs: Pick<RunTable, 'get'>;
  /** The present moment, epoch seconds. */
  epochSeconds: () => number;
};

/** Days that are judged, each by the run of as many days ago. */
const HORIZONS_DAYS = [1, 7, 28];
/**
 * A run that was not made on that very day is stood in for by one up to six days older, whose forecasts reach on; tomorrow's
 * forecast is only yesterday's to make.
 */
const olderDaysFor = (days: number) => Math.min(6, days - 1);
/** Thirteen months of entries, one a night. */
const KEPT_SECONDS = 400 * 86_400;

/**
 * Judge the forecasts of the runs 1, 7 and 28 days ago by what this run knows of the days since, and keep the market's
 * figures as the night's entry. Where no earlier run is old enough there is no entry. A second run writes the same.
 */
export async function judgeForecasts(
  { measure, accuracies, runs, epochSeconds }: JudgeDependencies,
  request: ReportRequest,
  { currency }: Market,
): Promise<void> {
  const { merchant, market, asOf, runId, shards } = request;
  const past = await findPastRuns(runs, request);
  if (past.length === 0) return;
  const found = await measure({ run: { merchant, market, asOf, runId, shards }, past, currency });
  if (found.horizons.length === 0) return;
  await accuracies.put(
    insightKeys.accuracy(merchant, market, asOf),
    { asOf, runId, ...found },
    { expiresAtEpochSeconds: epochSeconds() + KEPT_SECONDS },
  );
}

async function findPastRuns(
  runs: JudgeDependencies['runs'],
  { merchant, market, asOf }: ReportRequest,
): Promise<PastRun[]> {
  const found = await Promise.all(
    HORIZONS_DAYS.map(async (days) => {
      for (let older = 0; older <= olderDaysFor(days); older++) {
        const madeOn = addDays(asOf, -days - older);
        const stored = await runs.get(runKey(merchant, runIdOf(market, madeOn)));
        if (stored !== undefined && stored.value.shards > 0 && stored.value.state !== 'running')
          return [{ days, asOf: madeOn, shards: stored.value.shards }];
      }
      return [];
    }),
  );
  return found.flat();
}
