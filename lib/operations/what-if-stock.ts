import {
  addDays,
  daysBetween,
  type PolicyRow,
  type Replenishment,
  type StockCourse,
  type WhatIfNote,
} from '../domain/index.ts';
import { createRandom } from '../numeric/index.ts';
import { type LocationDemand, sumOverMarkets } from './location-demand.ts';
import { tidy } from './number-text.ts';
import { DEFAULT_RULES } from './policy-rules.ts';
import { projectStock, type StockQuantiles } from './project-stock.ts';
import { planReplenishment } from './replenishment.ts';
import { type MarketFuture, type ScenarioDemand, scenarioDemand } from './scenario-demand.ts';
import { storedCosts, storedOrderAtOnce } from './stored-costs.ts';
import { textbookOrder } from './textbook-order.ts';

/** All that a SKU's stock under another future is worked out from: nothing of it is fitted. */
export type StockGround = {
  row: PolicyRow;
  /** The day before the forecast's first. */
  asOf: string;
  planned: MarketFuture;
  /** Of the location's other markets, as far as they have a forecast here. */
  others: readonly MarketFuture[];
  /** Units at the end of a day. */
  stock: { onHand: number; onOrder: number; day: string };
  /** What approved purchase orders say will come, soonest first; of it no more than is on order counts. */
  expected: readonly { date: string; units: number }[];
  /** The policy's own, so that the same demand is sampled. */
  seed: number;
};

/** One future of it. What is left out stays as it is. */
export type StockFuture = {
  own: MarketFuture;
  serviceLevel?: number | undefined;
  leadTimeDays?: number | undefined;
};

/** The textbook rule, what it orders now, and where stock goes. */
export type StockPlanned = {
  plan: Replenishment & { orderUnits: number };
  course: StockCourse;
  notes: WhatIfNote[];
};

/**
 * Plan a SKU's stock under one future, by the rule that the nights plan with (`planReplenishment`), and project it.
 *
 * A service level asked for sets the reorder point in the place of the merchant's own measure. Units on order that no approved
 * purchase order dates come after one lead time, as if they had been ordered now: the latest that is likely.
 *
 * @returns `null` where costs must be weighed that the row does not keep
 */
export function planStockFuture(ground: StockGround, future: StockFuture): StockPlanned | null {
  const { row, stock } = ground;
  const { replenishment } = row;
  const skipDays = Math.max(0, daysBetween(ground.asOf, stock.day));
  const meanDays = future.leadTimeDays ?? replenishment.leadTime.meanDays;
  const span = { days: Math.ceil(meanDays) + replenishment.reviewDays, skipDays };
  const others = { known: ground.others, isWhole: ground.others.length >= replenishment.markets.length - 1 };
  const rates = { ownPerDay: row.demand.meanPerDay, locationPerDay: replenishment.dailyDemand };
  const asked = scenarioDemand(ground.planned, future.own, others, rates, span);
  const demand = sumOverMarkets(asked.markets, span.days, createRandom(ground.seed));
  const rule = ruleUnder(ground, future, { asked, demand, meanDays });
  if (rule === null) return null;
  const orderUnits = textbookOrder(stock.onHand + stock.onOrder, rule);
  const leadDays = Math.ceil(meanDays);
  const course = courseUnder(ground, { asked, demand, leadDays, orderUnits });
  const replaced = future.serviceLevel !== undefined && replenishment.measure !== undefined;
  return {
    plan: { ...rule, orderUnits },
    course,
    notes: [
      ...(replaced ? (['measureReplaced'] as const) : []),
      ...(course.arrivals.some(({ known }) => !known) ? (['arrivalsAssumed'] as const) : []),
      ...(asked.estimated ? (['marketsEstimated'] as const) : []),
    ],
  };
}

type Asked = { asked: ScenarioDemand; demand: LocationDemand };

function ruleUnder(
  { row, stock, seed }: StockGround,
  { serviceLevel }: StockFuture,
  { asked, demand, meanDays }: Asked & { meanDays: number },
): Replenishment | null {
  const { replenishment } = row;
  const { endsOn, measure: usual = 'serviceLevel', fillRate = DEFAULT_RULES.fillRate } = replenishment;
  const kept = storedCosts(row);
  const measure = serviceLevel === undefined ? usual : 'serviceLevel';
  if (kept === null && (measure === 'cost' || endsOn !== undefined)) return null;
  // the other measures weigh none
  const costs = kept ?? NO_COSTS;
  const level = serviceLevel ?? replenishment.serviceLevel;
  const { largestStockUnits, largestOrderUnits, reviewDays, supplier, markets } = replenishment;
  const rule = planReplenishment({
    demand,
    dailyDemand: asked.dailyDemand,
    leadTime: { ...replenishment.leadTime, meanDays },
    reviewDays,
    serviceLevel: level,
    service: { serviceMeasure: measure, serviceLevel: level, fillRate, costs },
    end:
      endsOn === undefined ? null : { season: seasonOf(asked, demand.days, { stock, endsOn, seed }), costs },
    lot: replenishment,
    economicOrderUnits: storedOrderAtOnce(row, kept, asked.dailyDemand),
    onHand: stock.onHand,
    onOrder: stock.onOrder,
    asOf: stock.day,
    supplier,
    markets,
  });
  return {
    ...rule,
    ...(largestStockUnits === undefined ? {} : { largestStockUnits }),
    ...(largestOrderUnits === undefined ? {} : { largestOrderUnits }),
  };
}

const NO_COSTS = {
  order: 0,
  holdingPerDay: 0,
  lostUnit: 0,
  waitingPerDay: 0,
  leftUnit: 0,
  backorderShare: 0,
};

/** What will still be asked for before the SKU ends, as at night. */
function seasonOf(
  { markets }: ScenarioDemand,
  coverDays: number,
  { stock, endsOn, seed }: { stock: StockGround['stock']; endsOn: string; seed: number },
) {
  const days = Math.max(0, daysBetween(stock.day, endsOn));
  return { days, sums: sumOverMarkets(markets, Math.max(coverDays, days), createRandom(seed)).sums };
}

function courseUnder(
  { stock, expected }: StockGround,
  { asked, demand, leadDays, orderUnits }: Asked & { leadDays: number; orderUnits: number },
): StockCourse {
  const firstDay = addDays(stock.day, 1);
  const arrivals = arrivalsOf(stock, expected, addDays(stock.day, Math.max(1, leadDays)));
  const coming = arrivals.map(({ date, units }) => ({ day: daysBetween(firstDay, date), units }));
  const date = addDays(stock.day, Math.max(1, leadDays));
  const project = (more: typeof coming): StockQuantiles =>
    short(projectStock({ onHand: stock.onHand, arrivals: [...coming, ...more] }, asked.daily, demand));
  return {
    ...project([]),
    arrivals,
    ordered:
      orderUnits > 0
        ? { ...project([{ day: daysBetween(firstDay, date), units: orderUnits }]), date, units: orderUnits }
        : null,
  };
}

/** Date what is on order by approved purchase orders, soonest first, and the rest by one lead time. */
function arrivalsOf(
  { onOrder, day }: StockGround['stock'],
  expected: StockGround['expected'],
  latest: string,
): StockCourse['arrivals'] {
  let open = onOrder;
  const arrivals: StockCourse['arrivals'] = [];
  for (const { date, units } of expected) {
    const coming = Math.min(open, units);
    // what is late is taken to come tomorrow
    if (coming > 0) arrivals.push({ date: date > day ? date : addDays(day, 1), units: coming, known: true });
    open -= coming;
  }
  return open > 0 ? [...arrivals, { date: latest, units: tidy(open), known: false }] : arrivals;
}

function short({ p10, p50, p90 }: StockQuantiles): StockQuantiles {
  return { p10: p10.map(tidy), p50: p50.map(tidy), p90: p90.map(tidy) };
}
