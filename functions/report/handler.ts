import {
  type Analysis,
  experimentEvent,
  fairnessEvent,
  type InsufficientData,
  insightKeys,
  lakeKeys,
  type Market,
  NotFoundError,
  parseAs,
  type ReportRequest,
  type Run,
  type RunName,
  type RunSeal,
  reportEventSchema,
  runEvent,
  runKey,
  type TradewindEvent,
} from '../../lib/domain/index.ts';
import {
  analyseMarket,
  type ConversionCounts,
  type MarketAggregates,
  type MarketOffer,
} from '../../lib/insight/index.ts';
import type { EventBus } from '../../lib/runtime/index.ts';
import {
  type AnalysisTable,
  analysisFile,
  analysisTables,
  type ObjectStore,
  type RunTable,
} from '../../lib/stores/index.ts';
import { closeFailedRun } from './close-failed-run.ts';
import type { EndedExperiment } from './compare-experiments.ts';
import { failuresOf } from './failures.ts';
import { readForecastValue } from './forecast-value.ts';
import { type JudgeDependencies, judgeForecasts } from './judge-forecasts.ts';
import { readOutlook } from './outlook.ts';
import { poolPrices } from './pool-prices.ts';
import { type ProveDependencies, proveRules } from './prove-rules.ts';
import { readAnswers } from './read-answers.ts';
import { type FairnessDependencies, type FairnessFound, reportFairness } from './report-fairness.ts';
import { type MonthDependencies, stateMonth } from './state-month.ts';
import { stateYear, type YearDependencies } from './state-year.ts';
import { type DriftDependencies, tellDrift } from './tell-drift.ts';

const PARQUET = 'application/vnd.apache.parquet';

/** The part of the lake that the analysis reads. */
export type MarketLake = {
  /** Sum up the run's market up to its `asOf`; a market without orders has no offer. */
  marketAggregates(
    run: RunName,
    market: Market,
  ): Promise<
    MarketAggregates & {
      offer?: MarketOffer;
      conversion?: ConversionCounts;
      fairness?: FairnessFound;
    }
  >;
};

/** What the step reads and writes, and its clock. */
export type ReportDependencies = {
  lake: MarketLake;
  /** The lake bucket: what the run's shards left, and the analysis in tables. */
  objects: Pick<ObjectStore, 'get' | 'put' | 'list'>;
  analyses: Pick<AnalysisTable, 'put'>;
  /** Reports whether buyers and segments were served alike. */
  fairness: FairnessDependencies;
  /** Compares the forecasts of earlier runs with what came. */
  judge: JudgeDependencies;
  /** Proves what the order rule and the price rule would have earned. */
  prove: ProveDependencies;
  /** States what Tradewind earns. */
  earnings: { year: YearDependencies; month: MonthDependencies };
  /** Keeps what the plan found to drift. */
  drift: DriftDependencies;
  /** Brings the purchase orders of the market's location up to date; tells how many drafts are open. */
  draftOrders(request: ReportRequest, market: Market): Promise<number>;
  /** Seals what was decided up to the run's end; tells the newest seal. */
  sealDecisions(run: RunName): Promise<RunSeal>;
  /** Looks at the market's experiments; tells which ended. */
  compare(request: ReportRequest, market: Market): Promise<EndedExperiment[]>;
  runs: Pick<RunTable, 'get' | 'put' | 'putNew'>;
  events: EventBus;
  /** Markets homed here: their currency is that of every amount. */
  markets: readonly Market[];
  /** The present moment, RFC 3339. */
  now: () => string;
};

/**
 * End a run: store the market's analysis, judge earlier forecasts, prove the order and price rules, state what they earn, pool what
 * its SKUs tell of the answer to price, keep what drifts, seal the decision log, and close the run with its summary, or mark it
 * failed when the state machine's catch-all sent its error.
 *
 * @returns the closed run
 * @throws InputError for an event of neither form, NotFoundError for a market that is not homed here
 */
export const createHandler =
  (dependencies: ReportDependencies) =>
  async (event: unknown): Promise<Run> => {
    if (tellsOfFailure(event)) {
      const failed = await closeFailedRun(dependencies, event);
      // what its night did to decisions before it failed stands in the tables
      await dependencies.sealDecisions(failed);
      return told(dependencies, failed);
    }

    const given = parseAs(reportEventSchema, event, 'the report event');
    const request = await readAnswers(dependencies.objects, given);
    const { analysis, fairness } = await storeAnalysis(dependencies, request);
    if (request.ready) {
      const home = homeOf(dependencies, request.market);
      await judgeForecasts(dependencies.judge, request, home);
      const proof = await proveRules(dependencies.prove, request, home);
      await stateYear(dependencies.earnings.year, request, home, proof);
      await stateMonth(dependencies.earnings.month, request, home);
      await poolPrices(dependencies.objects, request);
    }
    const purchaseOrders = await dependencies.draftOrders(request, homeOf(dependencies, request.market));
    const ended = request.ready
      ? await dependencies.compare(request, homeOf(dependencies, request.market))
      : [];
    const forecastValueAdded = await readForecastValue(dependencies.objects, request);
    const key = runKey(request.merchant, request.runId);
    const stored = await dependencies.runs.get(key, { consistent: true });
    // stopped while this step was at work: what the night did is kept, and the run stays as it was said to be
    if (stored?.value.state === 'cancelled') return stored.value;
    const finishedAt = dependencies.now();
    const { startedAt = finishedAt, execution, retriedAt } = stored?.value ?? {};
    const drift = request.ready
      ? await tellDrift(dependencies.objects, dependencies.drift, request, { startedAt, at: finishedAt })
      : {};
    const closed = closeRun(request, analysis, startedAt, finishedAt);
    if (execution !== undefined) closed.execution = execution;
    if (retriedAt !== undefined) closed.retriedAt = retriedAt;
    const run =
      forecastValueAdded.length === 0 || closed.summary === undefined
        ? closed
        : { ...closed, summary: { ...closed.summary, forecastValueAdded } };
    if (run.summary !== undefined && purchaseOrders > 0) run.summary.purchaseOrders = purchaseOrders;
    if (run.summary !== undefined && drift.summary !== undefined) run.summary.drift = drift.summary;
    const { number, entries, digest } = await dependencies.sealDecisions(request);
    run.sealed = { number, entries, digest };
    const found =
      fairness === undefined ? undefined : await reportFairness(dependencies.fairness, request, fairness);
    const { market, merchant } = request;
    const raised =
      found === undefined ? undefined : fairnessEvent(found, { merchant, market, at: finishedAt });
    if (raised !== undefined && run.summary !== undefined)
      run.summary.unfair = { gaps: found?.alarms ?? 0, rates: found?.rates?.alarms ?? 0 };
    if (run.summary !== undefined && ended.length > 0)
      run.summary.experiments = ended.map(({ experiment: { id, name }, sentence }) => ({
        id,
        name,
        sentence,
      }));
    await dependencies.runs.put(key, run);
    if (ended.length > 0)
      await dependencies.events.announce(
        ended.map(({ experiment, sentence }) => experimentEvent(request, experiment, sentence)),
      );
    return told(dependencies, run, [drift.event, raised]);
  };

/** Say aloud how the run ended; a try that fails here is repeated, and says the same under the same id. */
async function told(
  { events }: Pick<ReportDependencies, 'events'>,
  run: Run,
  found: readonly (TradewindEvent | undefined)[] = [],
): Promise<Run> {
  const said = [...found, runEvent(run)].filter((event) => event !== undefined);
  if (said.length > 0) await events.announce(said);
  return run;
}

const tellsOfFailure = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'failed' in event;

function homeOf({ markets }: Pick<ReportDependencies, 'markets'>, market: string): Market {
  const home = markets.find((candidate) => candidate.market === market);
  if (home === undefined) throw new NotFoundError(`the market ${market} is not homed here`);
  return home;
}

async function storeAnalysis(
  { lake, objects, analyses, markets }: ReportDependencies,
  request: ReportRequest,
): Promise<{ analysis: Analysis | InsufficientData; fairness: FairnessFound | undefined }> {
  const { merchant, market, asOf, runId } = request;
  const home = homeOf({ markets }, market);
  const aggregates = await lake.marketAggregates({ merchant, market, asOf, runId }, home);
  const analysis = analyseMarket(aggregates, { runId, asOf, currency: home.currency });
  const outlook =
    analysis.kind === 'ready' && request.ready ? await readOutlook(objects, request) : undefined;
  const told = outlook === undefined ? analysis : { ...analysis, outlook };
  await analyses.put(insightKeys.analysis(merchant, market), told);
  if (told.kind === 'ready') await leaveTables(objects, request, told);
  return { analysis: told, fairness: aggregates.fairness };
}

/** Leave the analysis in the lake; a second run of the date overwrites it. */
async function leaveTables(
  objects: Pick<ObjectStore, 'put'>,
  { merchant, market, asOf }: ReportRequest,
  analysis: Analysis,
): Promise<void> {
  await Promise.all(
    analysisTables.map((table) =>
      objects.put(lakeKeys.analysis(merchant, market, table, asOf), analysisFile(table, analysis), PARQUET),
    ),
  );
}

/** Sum the steps' answers up. A run that was not ready lacks data; one with a failed shard has finished with failures. */
function closeRun(
  request: ReportRequest,
  analysis: Analysis | InsufficientData,
  startedAt: string,
  finishedAt: string,
): Run {
  const { merchant, market, asOf, runId, series, shards, forecast, segment, learn } = request;
  const { failures, ...failed } = failuresOf(request);
  const summary = {
    forecasts: total(forecast.map(({ done }) => done)),
    policies: total(learn.map(({ done }) => done)),
    buyers: segment.buyers,
    segments: segment.segments,
    // a SKU without a forecast has no policy either: counted once
    insufficientData: total(learn.map(({ lacking }) => lacking)),
    ...failed,
  };
  const name = { merchant, market, asOf, runId };
  const ended = { ...name, startedAt, finishedAt, series, shards, summary };
  if (!request.ready)
    return {
      ...ended,
      state: 'insufficientData',
      reason:
        analysis.kind === 'insufficientData' ? analysis.detail : 'no series of the market can be forecast',
    };
  if (failures === 0) return { ...ended, state: 'finished' };
  const retry = `npm run retry -- --run ${runId}`;
  return {
    ...ended,
    summary: { ...summary, ...(failures > failed.failedShards.length ? { failures } : {}), retry },
    state: 'finishedWithFailures',
    reason: `${failures === 1 ? '1 shard' : `${failures} shards`} failed; to retry: ${retry}`,
  };
}

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
