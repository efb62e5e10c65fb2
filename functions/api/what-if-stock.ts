import {
  addDays,
  learntActionAt,
  type Market,
  orderNameBegins,
  type PolicyDocument,
  type PolicyRow,
  type PurchaseOrder,
  purchaseOrderKeys,
  type StoredForecast,
  skuKey,
  stockLevelKey,
  type WhatIfAnswer,
  type WhatIfNote,
  type WhatIfRequest,
  withStockLevel,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { otherMarketsOf, planStockFuture, recommend, type StockGround } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import type {
  ControlTable,
  ForecastTable,
  PolicyTable,
  PurchaseOrderTable,
  StockLevels,
} from '../../lib/stores/index.ts';
import { readControls } from '../../lib/stores/read-controls.ts';
import type { ChangedDemand } from './what-if-demand.ts';

export type StockDependencies = {
  forecasts: Pick<ForecastTable, 'get'>;
  policies: Pick<PolicyTable, 'get'>;
  controls: Pick<ControlTable, 'get'>;
  stockLevels: Pick<StockLevels, 'get'>;
  purchaseOrders: Pick<PurchaseOrderTable, 'query'>;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** What a SKU's stock is judged by, and what is proposed to order today; `null` without a policy. */
type StockKnown = { ground: StockGround; proposal: Proposal } | null;
type Proposal = NonNullable<WhatIfAnswer['replenishment']>['proposal'];

const RUN_SEED = 1;
/** Orders to one supplier that may still be under way: newer ones are read first. */
const NEWEST_ORDERS = 20;

/** Read the policy of a forecast's SKU, its stock as the recommendation sees it, and what is on its way. */
export async function readStockGround(
  dependencies: StockDependencies,
  merchant: string,
  market: Market,
  forecast: StoredForecast,
): Promise<{ policy: PolicyDocument | undefined; stock: StockKnown }> {
  const { sku } = forecast;
  const key = skuKey(merchant, market.market, sku);
  const [stored, level, controls] = await Promise.all([
    dependencies.policies.get(key),
    dependencies.stockLevels.get(stockLevelKey(merchant, market.market, sku)),
    readControls(dependencies.controls, merchant, market.market),
  ]);
  const policy = stored?.value;
  if (policy?.kind !== 'ready') return { policy, stock: null };
  const query = withStockLevel({}, level?.value, policy.lastKnown.stockAsOf);
  const now = dependencies.now();
  const draft = recommend(policy, { ...controls, market: market.market, query, now, guardPrice });
  const { onHand = policy.lastKnown.onHand, onOrder = policy.lastKnown.onOrder } = query;
  const said = query.onHand === undefined ? undefined : level?.value.day;
  const [others, expected] = await Promise.all([
    readOthers(dependencies.forecasts, merchant, market.market, policy),
    onOrder > 0 ? readExpected(dependencies.purchaseOrders, merchant, market, policy) : [],
  ]);
  const horizon = forecast.mean.length;
  const ground = {
    row: policy,
    asOf: forecast.asOf,
    planned: forecast,
    others: otherMarketsOf(policy, others, { market: market.market, horizon }),
    stock: { onHand, onOrder, day: newest(forecast.asOf, policy.asOf, said ?? policy.asOf) },
    expected,
    seed: seedFrom(RUN_SEED, merchant, market.market, sku),
  };
  const proposal = draft.kind === 'ready' ? proposalOf(policy, draft) : null;
  return { policy, stock: { ground, proposal } };
}

type ReadyDraft = Extract<ReturnType<typeof recommend>, { kind: 'ready' }>;

function proposalOf(policy: PolicyRow, { proposal, state }: ReadyDraft): Proposal {
  if (proposal === null) return null;
  const learnt = learntActionAt(policy, state.stockLevel);
  return { orderUnits: proposal.orderUnits, by: learnt === undefined ? 'textbook' : 'learnt' };
}

const newest = (...days: string[]) => days.reduce((last, day) => (day > last ? day : last));

async function readOthers(
  forecasts: StockDependencies['forecasts'],
  merchant: string,
  market: string,
  { sku, replenishment }: PolicyRow,
): Promise<Map<string, StoredForecast>> {
  const names = replenishment.markets.filter((name) => name !== market);
  const stored = await Promise.all(names.map((name) => forecasts.get(skuKey(merchant, name, sku))));
  return new Map(
    stored.flatMap((found, i) => (found?.value.kind === 'ready' ? [[names[i] ?? '', found.value]] : [])),
  );
}

/** Read when the SKU comes, from the newest approved orders to its supplier. */
async function readExpected(
  purchaseOrders: StockDependencies['purchaseOrders'],
  merchant: string,
  { location }: Market,
  { sku, replenishment: { supplier } }: PolicyRow,
): Promise<StockGround['expected']> {
  if (supplier === null) return [];
  const { sk: prefix } = purchaseOrderKeys.order(merchant, orderNameBegins(location, supplier));
  const page = await purchaseOrders.query(merchant, { prefix, descending: true, limit: NEWEST_ORDERS });
  return page.items
    .map(({ value }) => value)
    .filter((order) => order.supplier === supplier && order.location === location)
    .filter(({ status }) => status === 'approved' || status === 'exported')
    .map((order) => ({ date: order.expectedArrival, units: unitsComing(order, sku) }))
    .filter(({ units }) => units > 0)
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

function unitsComing({ lines, arrivals = [] }: PurchaseOrder, sku: string): number {
  const ordered = lines.filter((line) => line.sku === sku).reduce((sum, { units }) => sum + units, 0);
  const came = arrivals.filter((one) => one.sku === sku).reduce((sum, one) => sum + one.receivedUnits, 0);
  return ordered - came;
}

const OLD_STOCK_DAYS = 7;

/**
 * Plan and project the stock of a SKU as it is and under another future, with what is assumed.
 *
 * @param forecast - with adjustments, where some hold
 */
export function changedStock(
  known: StockKnown,
  forecast: StoredForecast,
  demand: ChangedDemand,
  { serviceLevel, leadTimeDays }: WhatIfRequest,
): Pick<WhatIfAnswer, 'replenishment' | 'projection'> & { notes: WhatIfNote[] } {
  const nothing = { replenishment: null, projection: null };
  if (known === null) return { ...nothing, notes: ['noPolicy'] };
  const { ground, proposal } = known;
  const own = { mean: demand.changed.mean, leadTimeDemand: demand.leadTimeDemand };
  const planned = planStockFuture(ground, { own: forecast });
  const changed = planStockFuture(ground, { own, serviceLevel, leadTimeDays });
  if (planned === null || changed === null) return { ...nothing, notes: ['noCosts'] };
  const { stock, row } = ground;
  const { stockAsOf } = row.lastKnown;
  const isOld = stock.day === row.asOf && stockAsOf !== null && addDays(stockAsOf, OLD_STOCK_DAYS) < row.asOf;
  return {
    replenishment: { planned: planned.plan, changed: changed.plan, proposal },
    projection: {
      from: addDays(stock.day, 1),
      onHand: stock.onHand,
      planned: planned.course,
      changed: changed.course,
    },
    notes: [
      ...(proposal?.by === 'learnt' ? (['textbook'] as const) : []),
      ...planned.notes,
      ...changed.notes,
      ...(isOld ? (['oldStock'] as const) : []),
    ],
  };
}
