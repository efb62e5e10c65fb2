import {
  type AdjustmentsDocument,
  addDays,
  catalogKey,
  dueRunOf,
  lakeKeys,
  type Market,
  type Merchant,
  NotFoundError,
  type PlanResult,
  parseAs,
  planRequestSchema,
  type Run,
  type RunName,
  type RunRequest,
  runIdOf,
  runKey,
  type SeriesRecord,
  skuKey,
  type Trial,
  type UploadKind,
} from '../../lib/domain/index.ts';
import {
  type AdjustmentTable,
  type CatalogTable,
  type DriftEndTable,
  type Lake,
  type ObjectStore,
  type ProgressStore,
  type PseudonymKeyTable,
  type RunTable,
  withLake,
} from '../../lib/stores/index.ts';
import { type AssignDependencies, assignArms } from './assign-arms.ts';
import { buildRivals } from './build-rivals.ts';
import { buildSeries } from './build-series.ts';
import { businessDate } from './business-date.ts';
import { readProfiles } from './category-profiles.ts';
import { claimRun } from './claim-run.ts';
import { readNightly } from './drift-memory.ts';
import { keepDrift, openDrift } from './drift-night.ts';
import { planRetry } from './plan-retry.ts';
import { readEvents } from './read-events.ts';
import { listSkus, readFacts } from './read-facts.ts';
import { refuseWhileRenaming } from './refuse-while-renaming.ts';
import { createRivalRows } from './rival-tables.ts';
import { createSeriesTables, HISTORY_DAYS, newestSale, type Scope, scopeOf } from './series-tables.ts';
import { type LakeKeeping, settleLake } from './settle-lake.ts';
import { createShardWriter, seriesAShard } from './write-shards.ts';
import { drawYearSample, type YearDraw } from './year-sample.ts';

export type PlanDependencies = AssignDependencies & {
  /** The lake's bucket. */
  objects: ObjectStore;
  catalog: Pick<CatalogTable, 'queryAll' | 'compactions'>;
  adjustments: Pick<AdjustmentTable, 'queryAll'>;
  driftEnds: Pick<DriftEndTable, 'queryAll'>;
  runs: Pick<RunTable, 'get' | 'put' | 'putNew' | 'replace'>;
  progress: Pick<ProgressStore, 'reset'>;
  /** Which key of pseudonyms the stores are written under. */
  keys: Pick<PseudonymKeyTable, 'get'>;
  merchants: readonly Merchant[];
  /** Markets homed here. */
  markets: readonly Market[];
  /** The present moment, RFC 3339. */
  now: () => string;
  temporaryDirectory: string;
  logger: LakeKeeping['logger'];
};

/** Kinds of files that a series is made from. */
const KINDS: readonly UploadKind[] = [
  'orders',
  'products',
  'stock',
  'prices',
  'quotes',
  'customers',
  'suppliers',
  'purchase_orders',
  'events',
  'forecasts',
];
/** Days before a series' first of which sales are read too: those that a cancellation within it may undo. */
const UNDONE_DAYS = 366;
/** SKUs whose facts are read at once: bounds memory, whatever the market's size. */
const SKUS_AT_ONCE = 240;

/**
 * Plan a run: settle its business date, claim it, make the market's series from the lake, and write them as shards with
 * their manifest. The same lake and request give the same bytes. A retry plans nothing anew: it names the
 * shards that failed.
 *
 * @returns `ready: false` where the market has no usable orders; the run then goes straight to its report. `madeBy` where
 *   another execution makes or made it
 * @throws InputError for another event, NotFoundError for a market that is not the merchant's or not homed here;
 *   for a retry what `planRetry` throws
 */
export const createHandler =
  (dependencies: PlanDependencies) =>
  async (event: unknown): Promise<PlanResult> => {
    const { request, execution } = parseAs(planRequestSchema, event, 'the run request');
    const market = marketOf(dependencies, request);
    if (request.retry === true) return planRetry(dependencies, request, execution);
    const run = await nameRun(dependencies, request, market);
    const claim = await claimRun({ ...dependencies, now: dependencies.now() }, run, {
      execution,
      due: request.scheduledAt === undefined ? undefined : dueRunOf(market, request.scheduledAt),
    });
    if (claim.kind === 'taken')
      return {
        ...run,
        madeBy: claim.by,
        ready: false,
        series: 0,
        shards: 0,
        manifest: placeOf(dependencies, run),
      };
    await refuseWhileRenaming(dependencies.keys, run.merchant);
    await dependencies.progress.reset(run.merchant, run.runId);
    await settleLake(dependencies, run);

    const scope = scopeOf(market, run.asOf, dependencies.markets);
    const place = {
      ...dependencies,
      merchant: run.merchant,
      market: run.market,
      neighbours: scope.locationMarkets.filter((name) => name !== run.market),
      kinds: KINDS,
      demandAsOf: run.asOf,
      window: { orders: addDays(run.asOf, -HISTORY_DAYS - UNDONE_DAYS) },
    };
    return withLake(place, (lake) => writePlan(dependencies, claim.row, { lake, scope }));
  };

function marketOf({ merchants, markets }: PlanDependencies, request: RunRequest): Market {
  const merchant = merchants.find((candidate) => candidate.merchant === request.merchant);
  const market = markets.find((candidate) => candidate.market === request.market);
  if (market === undefined || !merchant?.markets.includes(request.market))
    throw new NotFoundError(`${request.merchant} has no market ${request.market} in this region`);
  return market;
}

async function nameRun(
  { catalog, now }: PlanDependencies,
  request: RunRequest,
  market: Market,
): Promise<RunName> {
  const { merchant } = request;
  const { pk, sk } = catalogKey(merchant, market.market, 'orders', '');
  const orders = (await catalog.queryAll(pk, { prefix: sk })).map(({ value }) => value);
  const asOf = businessDate(request, market, { orders, now: now() });
  return { merchant, market: market.market, asOf, runId: runIdOf(market.market, asOf) };
}

/** What persons changed of the market's forecasts, by SKU. */
async function readAdjustments(
  { adjustments }: PlanDependencies,
  { merchant, market }: RunName,
): Promise<Map<string, AdjustmentsDocument>> {
  const items = await adjustments.queryAll(skuKey(merchant, market, '').pk);
  return new Map(items.map(({ sk, value }) => [sk, value]));
}

async function writePlan(
  dependencies: PlanDependencies,
  row: Run,
  { lake, scope }: { lake: Lake; scope: Scope },
): Promise<PlanResult> {
  const { objects, runs } = dependencies;
  const { merchant, market, asOf, runId } = row;
  const run: RunName = { merchant, market, asOf, runId };
  await createSeriesTables(lake, scope);
  await createRivalRows(lake, scope);
  const adjusted = await readAdjustments(dependencies, run);
  const skus = await listSkus(lake);
  const trials = await assignArms(dependencies, run, { lake, scope, skus });
  const known = { eventsOf: await readEvents(lake, scope), profileOf: await readProfiles(lake, scope) };
  const year = await drawYearSample({ objects, lake }, run, scope);
  const watch = await openDrift(dependencies, lake, run, scope);
  const writer = createShardWriter(
    objects,
    { ...run, ...(await newestSale(lake, scope)) },
    seriesAShard(skus.length),
  );
  for (let first = 0; first < skus.length; first += SKUS_AT_ONCE) {
    const some = skus.slice(first, first + SKUS_AT_ONCE);
    const nightly = await readNightly(lake, some);
    for (const facts of await readFacts(lake, scope, some)) {
      const series = buildSeries(facts, scope, known);
      watch.add(series, nightly.get(facts.sku) ?? []);
      await writer.add(
        await withYear(year, {
          ...series,
          ...buildRivals(facts.rivals, adjusted.get(facts.sku), scope),
          ...trialIn(trials, facts.sku),
        }),
      );
    }
  }
  const written = await writer.finish();
  const shards = await keepDrift(dependencies, lake, run, { watched: watch.finish(), shards: written });
  const manifest = placeOf(dependencies, run);
  await objects.put(manifest.key, JSON.stringify(shards), 'application/json');
  const counts = { series: skus.length, shards: shards.length };
  await keepCounts(runs, { ...row, ...counts });
  return { ...run, ready: skus.length > 0, ...counts, manifest, retried: null, keptSegment: null };
}

/** Keep what was counted, unless the run was cancelled in the meantime. */
async function keepCounts(runs: PlanDependencies['runs'], row: Run): Promise<void> {
  const key = runKey(row.merchant, row.runId);
  const stored = await runs.get(key, { consistent: true });
  if (stored === undefined || stored.value.state === 'cancelled') return;
  await runs.replace(key, row, stored.version);
}

async function withYear(year: YearDraw, series: SeriesRecord): Promise<SeriesRecord> {
  const yearHistory = await year.historyOf(series);
  return yearHistory === undefined ? series : { ...series, yearHistory };
}

const trialIn = (trials: ReadonlyMap<string, Trial>, sku: string) => {
  const trial = trials.get(sku);
  return trial === undefined ? {} : { trial };
};

const placeOf = ({ objects }: PlanDependencies, { merchant, runId }: RunName) => ({
  bucket: objects.bucket,
  key: lakeKeys.manifest(merchant, runId),
});
