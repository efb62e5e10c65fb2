import { randomUUID } from 'node:crypto';
import {
  ConflictError,
  InputError,
  isUnderWay,
  NotFoundError,
  type Run,
  runIdOf,
  runKey,
} from '../../lib/domain/index.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import { todayIn } from '../../lib/runtime/market-today.ts';
import type { RunStarter } from '../../lib/runtime/run-starter.ts';
import type { IdempotencyStore } from '../../lib/stores/idempotency.ts';
import type { CatalogTable, ProgressStore, RunTable } from '../../lib/stores/index.ts';
import { readOrdersKnown } from '../../lib/stores/orders-known.ts';
import { newestRun } from './newest-run.ts';
import { answerPage } from './pages.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  runs: RunTable;
  progress: ProgressStore;
  catalog: CatalogTable;
  startRun: RunStarter;
  idempotency: IdempotencyStore;
  cursors: Cursors;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** A run has been planned, and shows as running, this long after its start. */
const START_SECONDS = 15;

/** Show runs, and start one. */
export function createRunRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'GET /v1/runs' | 'POST /v1/markets/{market}/runs' | 'GET /v1/runs/{run}'> {
  const { runs, progress, cursors } = dependencies;
  return {
    'GET /v1/runs': async ({ caller: { merchant }, query }) =>
      answerPage<Run, Run>(
        { cursors, of: [merchant, 'runs'], query },
        (page) => runs.query(merchant, { ...page, descending: true }),
        (items) => items.map(({ value }) => value),
      ),
    'POST /v1/markets/{market}/runs': async ({
      caller: { merchant },
      market: { market, timeZone },
      body,
    }) => {
      holdToPast(body.asOf, todayIn(timeZone, dependencies.now()));
      const asOf = body.asOf ?? (await dateOf(dependencies.catalog, merchant, market));
      await holdToNewest(runs, { merchant, market, asOf });
      const retry = body.retry === true ? { retry: true } : {};
      await startOnce(dependencies, { merchant, market, asOf, ...retry });
      const runId = runIdOf(market, asOf);
      return { body: { runId, market, asOf }, headers: { location: `../../runs/${runId}` } };
    },
    'GET /v1/runs/{run}': async ({ caller: { merchant }, path }) => {
      const stored = await runs.get(runKey(merchant, path.run), { consistent: true });
      if (stored === undefined) throw new NotFoundError(`there is no run ${path.run}`);
      const run = stored.value;
      const done = await progress.read(merchant, run.runId);
      const ofShards = (shards: string[]) => ({ of: run.shards, done: shards });
      const steps = {
        forecast: ofShards(done.forecast),
        segment: { of: run.series > 0 ? 1 : 0, done: done.segment },
        learn: ofShards(done.learn),
      };
      return { body: { ...run, progress: steps } };
    },
  };
}

/** A run stands for the end of a day: one of a later day would hide every true one behind it. @throws InputError */
function holdToPast(asOf: string | undefined, today: string): void {
  if (asOf === undefined || asOf <= today) return;
  const detail = `${asOf} has not come yet: it is ${today} there`;
  throw new InputError(detail, { issues: [{ pointer: '/asOf', detail: `must not be after ${today}` }] });
}

/** A run's results replace what is served: those of an older day may not. @throws ConflictError */
async function holdToNewest(
  runs: RunTable,
  { merchant, market, asOf }: { merchant: string; market: string; asOf: string },
): Promise<void> {
  const served = await newestRun(runs, merchant, market, ({ state }) => state.startsWith('finished'));
  if (served === undefined || served.asOf <= asOf) return;
  throw new ConflictError(
    `the market ${market} is served from ${served.asOf}: a run as of ${asOf} would replace that by older results`,
  );
}

/** Take the newest date of the market's orders. @throws InputError when there are none */
async function dateOf(catalog: CatalogTable, merchant: string, market: string): Promise<string> {
  const { newestDate } = await readOrdersKnown(catalog, merchant, market);
  if (newestDate !== null) return newestDate;
  const detail = `the market ${market} has no orders to take the date from: upload some, or say asOf`;
  throw new InputError(detail, { issues: [{ pointer: '/asOf', detail: 'insufficient data: no orders' }] });
}

/**
 * Start a run that isn't under way. The run's row is written only by its first step, a moment later: until then the
 * claim of a key of its own holds a second start back.
 *
 * @throws ConflictError when it is under way, or is to be retried and nothing of it has failed
 */
async function startOnce(
  { runs, startRun, idempotency, now }: Dependencies,
  request: { merchant: string; market: string; asOf: string; retry?: boolean },
): Promise<void> {
  const { merchant, market, asOf } = request;
  const runId = runIdOf(market, asOf);
  const underWay = new ConflictError(`the run ${runId} is under way`);
  const stored = await runs.get(runKey(merchant, runId), { consistent: true });
  if (stored !== undefined && isUnderWay(stored.value, now())) throw underWay;
  if (request.retry === true && (stored?.value.summary?.failedShards ?? []).length === 0)
    throw new ConflictError(`no shard of the run ${runId} has failed: there is nothing to retry`);
  // a run that has ended since the last start has a new row, and with it a claim of its own
  const claim = await idempotency.claim(
    { merchant, route: 'start', key: `${runId}@${stored?.value.retriedAt ?? stored?.value.startedAt ?? ''}` },
    '',
    randomUUID(),
    START_SECONDS,
  );
  if (claim.kind !== 'claimed') throw underWay;
  await startRun(request).catch(async (error: unknown) => {
    await claim.release();
    throw error;
  });
}
