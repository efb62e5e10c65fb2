import { createRandom, mean, seedFrom } from '../../lib/numeric/index.ts';
import { DEFAULT_RULES, fillDemand, replayOrders, roundOrder } from '../../lib/operations/index.ts';
import type { Seller, TradeLog } from './operations-play.ts';
import type { SkuFacts } from './operations-world.ts';

const RECENT_DAYS = 91;
const STEP = 0.05;

/** Units a day over the last quarter, days without stock apart; the merchant's own guess for a beginner. */
function recentRate({ sold }: TradeLog, sku: SkuFacts): number {
  const seen = sold.slice(-RECENT_DAYS).filter((units) => units !== null);
  return seen.length < 28
    ? sku.firstGuess
    : Math.max(0.01, mean(Float64Array.from(seen, (units) => units ?? 0)));
}

const inCents = (price: number) => Math.round(price * 100) / 100;

/**
 * Trade as people do: order up to the lead time and two and a half weeks of the last quarter's sales when a week and a half
 * beyond the lead time is not covered; cut the price by 5 % when overstocked, raise it by 5 % when short.
 */
export function humanSeller(sku: SkuFacts): Seller {
  return ({ onHand, onOrder, log }) => {
    const weekly = 7 * recentRate(log, sku);
    const leadWeeks = sku.leadTime.meanDays / 7;
    const position = onHand + onOrder;
    const cover = position / weekly - leadWeeks;
    const turn = cover > 4 ? 1 - STEP : onHand / weekly < 0.5 ? 1 + STEP : 1;
    const wanted = cover < 1.5 ? (leadWeeks + 2.5) * weekly - position : 0;
    return { price: inCents(sku.listPrice * turn), orderUnits: wanted > 0 ? roundOrder(wanted, sku) : 0 };
  };
}

/** The same, with a price test of 5 % to one side in a fifth of the months: the history that the policies learn from. */
export function testingSeller(sku: SkuFacts): Seller {
  const human = humanSeller(sku);
  return (view) => {
    const random = createRandom(seedFrom(Math.floor(view.day / 28), sku.name, 'tests'));
    const { price, orderUnits } = human(view);
    if (random() >= 0.2) return { price, orderUnits };
    return { price: inCents(sku.listPrice * (random() < 0.5 ? 1 - STEP : 1 + STEP)), orderUnits };
  };
}

const SAFETY_DAYS = [0, 5, 10, 15, 21, 30, 45];
const LOT_WEEKS = [1, 2, 3, 4, 6, 9];

/**
 * Order by an (s, S) rule in days of the last quarter's demand, the best of 42 on the SKU's own log, chosen anew each year;
 * the list price is kept.
 */
export function tunedSeller(sku: SkuFacts): Seller {
  let rule = { days: 0, weeks: 0, until: -1 };
  return ({ day, onHand, onOrder, log }) => {
    if (day >= rule.until) rule = { ...bestRule(sku, log), until: day + 364 };
    const rate = recentRate(log, sku);
    return { price: sku.listPrice, orderUnits: orderBy(sku, rule, rate, onHand + onOrder) };
  };
}

type CoverRule = { days: number; weeks: number };

function orderBy(sku: SkuFacts, { days, weeks }: CoverRule, rate: number, position: number): number {
  const low = rate * (sku.leadTime.meanDays + days);
  return position <= low ? roundOrder(low + rate * 7 * weeks - position, sku) : 0;
}

function bestRule(sku: SkuFacts, log: TradeLog): CoverRule {
  const { units } = fillDemand(log.sold, log.soldOut);
  const { costs } = sku;
  const rates = trailingRates(units);
  const world = {
    demand: units,
    startUnits: Math.ceil(rates[0]! * (sku.leadTime.meanDays + 14)),
    ...{ reviewDays: DEFAULT_RULES.reviewDays, leadTime: sku.leadTime, backorderShare: 0, waitingPerDay: 0 },
    ...{ unitMargin: sku.listPrice - sku.unitCost, unitCost: sku.unitCost },
    ...{ holdingPerDay: costs.holdingPerDay, lostUnitCost: costs.lostUnit, orderCost: costs.order },
  };
  let best = { days: 0, weeks: 1, profit: Number.NEGATIVE_INFINITY };
  for (const days of SAFETY_DAYS)
    for (const weeks of LOT_WEEKS) {
      const { profit } = replayOrders(
        world,
        ({ onHand, onOrder, day }) => orderBy(sku, { days, weeks }, rates[day]!, onHand + onOrder),
        createRandom(1),
      );
      if (profit > best.profit) best = { days, weeks, profit };
    }
  return best;
}

/** [days] the mean of the quarter before each day, of the first quarter for its own days. */
function trailingRates(units: Float64Array): Float64Array {
  const rates = new Float64Array(units.length);
  let sum = units.subarray(0, RECENT_DAYS).reduce((total, one) => total + one, 0);
  for (let day = 0; day < units.length; day++) {
    if (day >= RECENT_DAYS + 1) sum += units[day - 1]! - units[day - 1 - RECENT_DAYS]!;
    rates[day] = Math.max(0.01, sum / Math.min(RECENT_DAYS, units.length));
  }
  return rates;
}
