import {
  type AdjustmentsDocument,
  catalogKey,
  lakeKeys,
  type Market,
  type Merchant,
  NotFoundError,
  type PlanResult,
  parseAs,
  type RunName,
  type RunRequest,
  runIdOf,
  runKey,
  runRequestSchema,
  skuKey,
  type UploadKind,
} from '../../lib/domain/index.ts';
import {
  type AdjustmentTable,
  type CatalogTable,
  type Lake,
  type ObjectStore,
  type ProgressStore,
  type RunTable,
  withLake,
} from '../../lib/stores/index.ts';
import { buildRivals } from './build-rivals.ts';
import { buildSeries } from './build-series.ts';
import { businessDate } from './business-date.ts';
import { readProfiles } from './category-profiles.ts';
import { readEvents } from './read-events.ts';
import { listSkus, readFacts } from './read-facts.ts';
import { createRivalRows } from './rival-tables.ts';
import { createSeriesTables, type Scope, scopeOf } from './series-tables.ts';
import { createShardWriter } from './write-shards.ts';

export type PlanDependencies = {
  /** The lake's bucket. */
  objects: ObjectStore;
  catalog: Pick<CatalogTable, 'queryAll'>;
  adjustments: Pick<AdjustmentTable, 'queryAll'>;
  runs: Pick<RunTable, 'get' | 'put'>;
  progress: Pick<ProgressStore, 'reset'>;
  merchants: readonly Merchant[];
  /** Markets homed here. */
  markets: readonly Market[];
  /** The present moment, RFC 3339. */
  now: () => string;
  temporaryDirectory: string;
};

/** Kinds of files that a series is made from. */
const KINDS: readonly UploadKind[] = [
  'orders',
  'products',
  'stock',
  'prices',
  'customers',
  'suppliers',
  'purchase_orders',
  'events',
  'forecasts',
];
/** SKUs whose facts are read at once: bounds memory, whatever the market's size. */
const SKUS_AT_ONCE = 240;

/**
 * Plan a run: settle its business date, make the market's series from the lake, and write them as shards with their
 * manifest. The same lake and request give the same bytes.
 *
 * @returns `ready: false` where the market has no usable orders; the run then goes straight to its report
 * @throws InputError for another event, NotFoundError for a market that is not the merchant's or not homed here
 */
export const createHandler =
  (dependencies: PlanDependencies) =>
  async (event: unknown): Promise<PlanResult> => {
    const request = parseAs(runRequestSchema, event, 'the run request');
    const market = marketOf(dependencies, request);
    const run = await nameRun(dependencies, request, market);
    await keepRun(dependencies, run, { series: 0, shards: 0 });
    await dependencies.progress.reset(run.merchant, run.runId);

    const scope = scopeOf(market, run.asOf, dependencies.markets);
    const place = {
      ...dependencies,
      merchant: run.merchant,
      market: run.market,
      neighbours: scope.locationMarkets.filter((name) => name !== run.market),
      kinds: KINDS,
      demandAsOf: run.asOf,
    };
    return withLake(place, (lake) => writePlan(dependencies, run, { lake, scope }));
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

/** Store the run as running; one that is started again while it runs keeps the time of its start. */
async function keepRun(
  { runs, now }: PlanDependencies,
  run: RunName,
  counts: { series: number; shards: number },
): Promise<void> {
  const key = runKey(run.merchant, run.runId);
  const stored = await runs.get(key, { consistent: true });
  const startedAt = stored?.value.state === 'running' ? stored.value.startedAt : now();
  await runs.put(key, { ...run, state: 'running', startedAt, ...counts });
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
  run: RunName,
  { lake, scope }: { lake: Lake; scope: Scope },
): Promise<PlanResult> {
  const { objects } = dependencies;
  await createSeriesTables(lake, scope);
  await createRivalRows(lake, scope);
  const adjusted = await readAdjustments(dependencies, run);
  const skus = await listSkus(lake);
  const known = { eventsOf: await readEvents(lake, scope), profileOf: await readProfiles(lake, scope) };
  const writer = createShardWriter(objects, run);
  for (let first = 0; first < skus.length; first += SKUS_AT_ONCE)
    for (const facts of await readFacts(lake, scope, skus.slice(first, first + SKUS_AT_ONCE)))
      await writer.add({
        ...buildSeries(facts, scope, known),
        ...buildRivals(facts.rivals, adjusted.get(facts.sku), scope),
      });
  const shards = await writer.finish();
  const key = lakeKeys.manifest(run.merchant, run.runId);
  await objects.put(key, JSON.stringify(shards), 'application/json');
  const counts = { series: skus.length, shards: shards.length };
  await keepRun(dependencies, run, counts);
  return { ...run, ready: skus.length > 0, ...counts, manifest: { bucket: objects.bucket, key } };
}
