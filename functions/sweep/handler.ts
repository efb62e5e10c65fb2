import {
  type DueRun,
  daysBetween,
  eventId,
  type Market,
  type Merchant,
  newestDueRun,
  runIdOf,
  runKey,
  type TradewindEvent,
  UpstreamError,
} from '../../lib/domain/index.ts';
import type { DueRunStarter } from '../../lib/runtime/run-starter.ts';
import type { IdempotencyStore } from '../../lib/stores/idempotency.ts';
import {
  type CatalogTable,
  type RunTable,
  readOrdersKnown,
  type UntoldTable,
} from '../../lib/stores/index.ts';
import { type DayLimits, judgeDay } from './judge-day.ts';
import { once } from './once.ts';
import { tellLeftBehind } from './tell-left-behind.ts';

export type SweepDependencies = {
  runs: Pick<RunTable, 'get'>;
  catalog: Pick<CatalogTable, 'queryAll'>;
  /** Keeps what was said, so that it is said once. */
  idempotency: IdempotencyStore;
  startRun: DueRunStarter;
  announce: (events: readonly TradewindEvent[]) => Promise<void>;
  merchants: readonly Merchant[];
  /** Markets homed here. */
  markets: readonly Market[];
  limits: DayLimits & {
    /** Days that the newest order may lie before the business date. */
    staleAfterDays: number;
  };
  /** The present moment, RFC 3339. */
  now: () => string;
  /** Events of decisions that whoever decided could not tell. */
  untold: Pick<UntoldTable, 'queryAll' | 'remove'>;
  logger: {
    info(message: string, fields: Record<string, unknown>): void;
    error(message: string, fields: Record<string, unknown>): void;
  };
};

/** What a sweep found and did, in markets. */
export type SweepResult = { markets: number; started: number; late: number; stale: number; failed: number };

type Day = { merchant: string; market: Market; due: DueRun; runId: string };

/**
 * Look after every market's newest day: start the run that no schedule has started, say of one that is late that it is, and
 * of data that have stopped coming. Each is done once, however often this runs; a market that fails stops no other.
 *
 * @throws UpstreamError when a market could not be looked after, so that an alarm tells
 */
export const createHandler = (dependencies: SweepDependencies) => async (): Promise<SweepResult> => {
  const { merchants, markets, logger } = dependencies;
  const days = merchants.flatMap(({ merchant, markets: own }) =>
    markets
      .filter(({ market }) => own.includes(market))
      .map((market): Day => {
        const due = newestDueRun(market, dependencies.now());
        return { merchant, market, due, runId: runIdOf(market.market, due.asOf) };
      }),
  );
  const result: SweepResult = { markets: days.length, started: 0, late: 0, stale: 0, failed: 0 };
  for (const day of days)
    try {
      if (await watchRun(dependencies, day, result)) await watchData(dependencies, day, result);
    } catch (error) {
      result.failed++;
      logger.error('a market could not be looked after', { error, merchant: day.merchant, runId: day.runId });
    }
  for (const { merchant } of merchants) await tellLeftBehind(dependencies, merchant);
  if (result.failed > 0)
    throw new UpstreamError(
      `${result.failed} of ${days.length} markets could not be looked after: see the log`,
    );
  return result;
};

/** Start a day's run or call it late, where that is due. @returns false while its schedule may still start it */
async function watchRun(dependencies: SweepDependencies, day: Day, result: SweepResult): Promise<boolean> {
  const { runs, limits, idempotency, announce, now } = dependencies;
  const { merchant, market, due, runId } = day;
  const stored = await runs.get(runKey(merchant, runId), { consistent: true });
  const { run, isLate } = judgeDay(due, stored?.value, { now: now(), limits });
  if (run === 'awaited') return false;
  if (run === 'missing' && !(await startMissing(dependencies, day, result))) return false;
  if (!isLate) return true;
  const data = { runId, asOf: due.asOf, dueAt: due.dueAt };
  const isNews = await once(idempotency, { merchant, route: 'late', key: runId }, () => {
    const id = eventId('run.late', merchant, market.market, due.asOf);
    return announce([{ id, type: 'run.late', merchant, market: market.market, at: now(), data }]);
  });
  if (isNews) result.late++;
  return true;
}

/** Start a run that nobody has started. @returns false for a market that had no orders when it was due: it missed nothing */
async function startMissing(
  { catalog, startRun, logger }: SweepDependencies,
  { merchant, market, due, runId }: Day,
  result: SweepResult,
): Promise<boolean> {
  const { firstCameAt } = await readOrdersKnown(catalog, merchant, market.market);
  if (firstCameAt === null || Date.parse(firstCameAt) > Date.parse(due.dueAt)) return false;
  if ((await startRun({ merchant, market: market.market, ...due })) === 'started') {
    logger.info('missed run started', { merchant, runId, dueAt: due.dueAt });
    result.started++;
  }
  return true;
}

/** Look once for each business date whether orders still come. */
async function watchData(dependencies: SweepDependencies, day: Day, result: SweepResult): Promise<void> {
  const { idempotency, catalog, limits, announce, now } = dependencies;
  const {
    merchant,
    market: { market },
    due: { asOf },
    runId,
  } = day;
  await once(idempotency, { merchant, route: 'stale', key: runId }, async () => {
    const { newestDate: lastDate } = await readOrdersKnown(catalog, merchant, market);
    if (lastDate === null || daysBetween(lastDate, asOf) <= limits.staleAfterDays) return;
    const id = eventId('data.stale', merchant, market, 'orders', asOf);
    const data = { kind: 'orders', lastDate, asOf };
    await announce([{ id, type: 'data.stale', merchant, market, at: now(), data }]);
    result.stale++;
  });
}
