import { forecastSeries } from '../../functions/forecast/forecast-series.ts';
import { addDays, type PolicyDocument, type SeriesRecord } from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { DEFAULT_RULES, learnPolicy, recommend } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import type { Seller, View } from './operations-play.ts';
import type { SkuFacts } from './operations-world.ts';

/** The first day of every simulation, a Monday. */
const START = '2020-01-06';
const HISTORY_DAYS = 728;
const GERMANY = aMarket();
const AUTOMATIC = { mode: 'automatic', killed: false } as const;

/**
 * Trade by Tradewind's own engine: the night's forecast and policy of the last two years of the log, made anew every so many
 * weeks, and each week its answer in automatic mode.
 *
 * @param options.refitWeeks - weeks between two policies
 * @param options.prices - false: the price stays, only orders are taken
 */
export function ownSeller(
  sku: SkuFacts,
  { refitWeeks, prices }: { refitWeeks: number; prices: boolean },
): Seller {
  let policy: { document: PolicyDocument; until: number } | undefined;
  return (view) => {
    if (policy === undefined || view.day >= policy.until)
      policy = { document: policyOf(sku, view, prices), until: view.day + 7 * refitWeeks };
    const { onHand, onOrder, price } = view;
    const answer = recommend(policy.document, {
      market: 'de',
      query: { onHand, onOrder, price },
      now: `${addDays(START, view.day)}T08:00:00Z`,
      guardPrice,
      ...{ merchantControl: AUTOMATIC, marketControl: AUTOMATIC },
    });
    const charged = answer.effective.price?.micros;
    return {
      price: charged === undefined ? price : charged / 1e6,
      orderUnits: answer.effective.orderUnits ?? 0,
    };
  };
}

function policyOf(sku: SkuFacts, view: View, prices: boolean): PolicyDocument {
  const record = recordOf(sku, view);
  const asOf = addDays(START, view.day - 1);
  const run = { merchant: 'bench', market: 'de', asOf, runId: `de-${asOf}` };
  const shard = { ...run, shard: 's00001', key: 'k', series: 1 };
  return learnPolicy(record, forecastSeries({ shard, record }).document, GERMANY, {
    ...{ runId: run.runId, asOf, validUntil: '2099-01-01T00:00:00Z', guardPrice, outcomes: [], siblings: [] },
    seed: seedFrom(1, sku.name),
    rules: {
      ...DEFAULT_RULES,
      ...(prices ? {} : { largestStep: 0 }),
      orderCostMinor: Math.round(100 * sku.costs.order),
      priceChangeCostMinor: Math.round(100 * sku.costs.priceChange),
    },
  }).document;
}

/** The files of the last two years as the batch reads them. */
export function recordOf(sku: SkuFacts, { day, onHand, onOrder, price, log }: View): SeriesRecord {
  const from = Math.max(0, day - HISTORY_DAYS);
  const demand = log.sold.slice(from);
  const priceSteps: [number, number][] = [];
  for (let past = from; past < day; past++) {
    const micros = Math.round((log.price[past] ?? 0) * 1e6);
    if (priceSteps.at(-1)?.[1] !== micros) priceSteps.push([past - from, micros]);
  }
  const unitCostMicros = Math.round(sku.unitCost * 1e6);
  return {
    sku: sku.name,
    start: addDays(START, from),
    demand,
    censoredDays: log.soldOut.filter((past) => past >= from).map((past) => past - from),
    groups: [{ priceGroup: '', demand, priceSteps }],
    priceSource: 'list',
    priceList: [{ priceGroup: '', minQuantity: 1, unitPriceMicros: Math.round(price * 1e6) }],
    contracts: [],
    product: {
      ...{ name: sku.name, category: null, unitCostMicros, landedCostMicros: unitCostMicros },
      ...{ costCurrency: 'EUR', listPriceMicros: Math.round(price * 1e6) },
      ...{ floorPriceMicros: null, ceilingPriceMicros: null },
      ...{ packSize: sku.packSize, minimumOrderUnits: sku.minimumOrderUnits, supplier: null },
    },
    location: 'hamburg',
    stock: { onHand, onOrder, reserved: 0, asOf: addDays(START, day - 1) },
    leadTime: { ...sku.leadTime, source: 'receipts', receipts: 20 },
    siblings: [],
    yearRevenueMinor: 0,
    uploads: [],
  };
}
