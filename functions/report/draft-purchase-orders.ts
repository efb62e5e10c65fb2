import {
  type Market,
  marketsAt,
  type OrderSource,
  purchaseOrderKeys,
  type ReportRequest,
} from '../../lib/domain/index.ts';
import {
  type DraftRules,
  draftOrders,
  joinCandidates,
  pendingUnits,
  supplierPerformance,
  withArrivals,
} from '../../lib/operations/index.ts';
import {
  inBatches,
  type LocationSupply,
  type ObjectStore,
  type OrderSourceTable,
  type PurchaseOrderTable,
  readOrderCandidates,
  type UnplacedOrderTable,
} from '../../lib/stores/index.ts';
import { keepOrders } from './keep-orders.ts';
import { shardsDone } from './shards-done.ts';

/** What drafting reads and writes. */
export type DraftDependencies = {
  /** The lake bucket: what each market's shards need. */
  objects: Pick<ObjectStore, 'get'>;
  orders: Pick<PurchaseOrderTable, 'queryAll' | 'get' | 'putNew' | 'replace'>;
  unplaced: Pick<UnplacedOrderTable, 'put'>;
  sources: Pick<OrderSourceTable, 'get' | 'putNew' | 'replace' | 'queryAll'>;
  /** Reads of the lake how a location was supplied, as of a date. */
  readSupply(request: SupplyRequest): Promise<LocationSupply>;
  /** The merchant's rules of ordering for a location that serves these markets. */
  rules(merchant: string, markets: readonly string[]): Promise<DraftRules>;
  /** Markets homed here, in the deployment's order. */
  markets: readonly Market[];
};

export type SupplyRequest = {
  merchant: string;
  market: string;
  location: string;
  markets: string[];
  asOf: string;
  /** Ids of orders to look for. */
  orders: string[];
};

/** Nights that meet at one location look again when the other wrote in between. */
const TRIES = 5;
/** Shards read at once. */
const AT_ONCE = 16;

/**
 * Bring a location's purchase orders up to date with a market's night: the drafts rewritten with every person's change kept,
 * what has arrived noted, and what no draft can hold told.
 *
 * The location's other markets are read as their own newest nights left them. Whatever the order in which nights end or are
 * run again, the newest night of each market decides: the same nights give the same drafts.
 *
 * @returns how many open drafts the location has
 */
export async function draftPurchaseOrders(
  dependencies: DraftDependencies,
  request: ReportRequest,
  { location }: Market,
): Promise<number> {
  if (!request.ready) return 0;
  await noteSource(dependencies, request, location);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const drafted = await draftOnce(dependencies, request, location);
    if (drafted !== 'overtaken') return drafted;
  }
  return 0;
}

/** Note which night speaks for a market; a night of an older date does not take the place of a newer one. */
async function noteSource(
  { sources }: DraftDependencies,
  { merchant, market, runId, asOf, learn }: ReportRequest,
  location: string,
): Promise<void> {
  const source: OrderSource = { market, runId, asOf, location, shards: shardsDone(learn) };
  const key = purchaseOrderKeys.source(merchant, location, market);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const stored = await sources.get(key, { consistent: true });
    if (stored !== undefined && stored.value.asOf > asOf) return;
    const noted =
      stored === undefined
        ? await sources.putNew(key, source)
        : await sources.replace(key, source, stored.version);
    if (noted) return;
  }
}

async function draftOnce(
  dependencies: DraftDependencies,
  { merchant, market }: ReportRequest,
  location: string,
): Promise<number | 'overtaken'> {
  const { orders, sources, unplaced, markets } = dependencies;
  const nights = await nightsOf(sources, merchant, location);
  const asOf = nights.reduce((newest, night) => (night.asOf > newest ? night.asOf : newest), '');
  const candidates = joinCandidates(
    await Promise.all(nights.map((night) => candidatesOf(dependencies.objects, merchant, night))),
    markets.map((known) => known.market),
  );
  const stored = (await orders.queryAll(merchant, { prefix: purchaseOrderKeys.order(merchant, '').sk }))
    .map(({ value }) => value)
    .filter((order) => order.location === location);
  const placed = stored.filter(({ status }) => status === 'approved' || status === 'exported');
  const served = marketsAt(location, markets);
  const supply = await dependencies.readSupply({
    ...{ merchant, market, location, asOf },
    markets: served,
    orders: placed.map(({ id }) => id),
  });
  const { drafts, unplaced: lacking } = draftOrders({
    ...{ location, asOf, candidates },
    nights: nights.map((night) => ({ market: night.market, runId: night.runId, asOf: night.asOf })),
    pending: pendingUnits(placed, { uploaded: supply.lines, candidates, asOf }),
    open: stored.filter(({ status }) => status === 'draft'),
    rules: await dependencies.rules(merchant, served),
    rates: supply.rates,
    performance: supplierPerformance(supply.records, placed, supply.lines, asOf),
  });
  const arrived = placed.map((order) => withArrivals(order, supply.lines, asOf));
  const kept = await keepOrders(orders, merchant, { stored, drafts, arrived });
  if (kept === 'overtaken') return kept;
  await unplaced.put(purchaseOrderKeys.unplaced(merchant, location), {
    ...{ location, asOf },
    nights: nights.map((night) => ({ market: night.market, runId: night.runId, asOf: night.asOf })),
    items: lacking,
  });
  return drafts.length;
}

/** The newest night of each market of a location, in the order of their names. */
async function nightsOf(
  sources: DraftDependencies['sources'],
  merchant: string,
  location: string,
): Promise<OrderSource[]> {
  const items = await sources.queryAll(merchant, { prefix: 'source#' });
  return items.map(({ value }) => value).filter((source) => source.location === location);
}

async function candidatesOf(objects: Pick<ObjectStore, 'get'>, merchant: string, night: OrderSource) {
  const read = [];
  const { runId, shards } = night;
  const readOne = (shard: string) => readOrderCandidates(objects, { merchant, runId, shard });
  for await (const parts of inBatches(shards, AT_ONCE, readOne)) read.push(...parts.flat());
  return read;
}
