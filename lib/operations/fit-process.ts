import { type AnswerWay, answerVariance, demandAnswer } from './demand-answer.ts';
import { type DemandMoments, demandDistribution, gridUnit } from './demand-distribution.ts';
import type { PolicyRules } from './policy-rules.ts';
import type { PriceLadder } from './price-ladder.ts';
import type { StockGrid } from './price-stock-grid.ts';
import type { PriceEffect, PriceStockProcess, StockCosts } from './price-stock-model.ts';

/** What the process is fitted from. Demand is per day, at today's price; money in the currency's unit. */
export type ProcessFacts = {
  /** Units a day in this market: they answer to the price. */
  own: DemandMoments;
  /** Units a day in the location's other markets: they don't. */
  others: DemandMoments;
  /** How the market's demand answers to price, on average. */
  ways: readonly AnswerWay[];
  /** Draws of that answer, of equal share: what is not known of it counts as scatter. None by default. */
  draws?: readonly AnswerWay[];
  /** Landed cost of a unit. */
  unitCost: number;
  leadTime: { meanDays: number; sdDays: number };
  ladder: PriceLadder;
  currentMicros: number;
  grid: StockGrid;
  rules: PolicyRules;
};

/**
 * Fit the price/stock process of one SKU: demand answers to the price in its own market (`demandAnswer`), and
 * stands still in the location's others, whose units are valued at today's margin of this one.
 */
export function fitProcess(facts: ProcessFacts): PriceStockProcess {
  const { ladder, rules, grid, currentMicros } = facts;
  const effects = ladder.priceMicros.map((micros) => effectOf(facts, micros));
  const span = rules.largestStep * (1 + 1e-9) + 1e-9;
  return {
    grid,
    effects,
    costs: costsOf(facts),
    mayMove: (from, to) =>
      // today's price may be left in any allowed direction; other rungs keep the largest step between them
      from === ladder.today ||
      Math.abs(ladder.priceMicros[to]! / Math.max(1, ladder.priceMicros[from]!) - 1) <= span ||
      Math.abs(ladder.priceMicros[to]! - ladder.priceMicros[from]!) <= span * currentMicros,
  };
}

function effectOf(facts: ProcessFacts, micros: number): PriceEffect {
  const { own, others, ways, draws = [], leadTime, currentMicros, rules, unitCost } = facts;
  const ratio = currentMicros > 0 ? micros / currentMicros : 1;
  const answer = demandAnswer(ways, ratio);
  const daily = {
    mean: own.mean * answer + others.mean,
    variance: own.variance * answer + others.variance,
    doubt: own.mean ** 2 * answerVariance(draws, ratio),
  };
  const arrival = withLeadTime(daily, leadTime.meanDays, leadTime.sdDays);
  const review = withLeadTime(daily, leadTime.meanDays + rules.reviewDays, leadTime.sdDays);
  const week = withLeadTime(daily, rules.reviewDays, 0);
  const ownShare = daily.mean > 0 ? (own.mean * answer) / daily.mean : 1;
  const margin = micros / 1e6 - unitCost;
  const todaysMargin = currentMicros / 1e6 - unitCost;
  return {
    demand: demandDistribution(week, gridUnit(week.mean)),
    demandMean: week.mean,
    untilArrival: demandDistribution(arrival, gridUnit(arrival.mean)),
    untilArrivalMean: arrival.mean,
    untilReview: demandDistribution(review, gridUnit(review.mean)),
    unitMargin: ownShare * margin + (1 - ownShare) * todaysMargin,
  };
}

/**
 * Moments over so many days, of which the number varies: Var = days · σ² + μ² · σ_days², and what is not known of μ, the
 * same on all of these days.
 */
function withLeadTime(
  { mean, variance, doubt }: DemandMoments & { doubt: number },
  days: number,
  sdDays: number,
): DemandMoments {
  return { mean: mean * days, variance: variance * days + (mean * sdDays) ** 2 + doubt * days * days };
}

/** Cost of holding a unit for a day, in the currency's unit. */
export function holdingPerDay(unitCost: number, rules: PolicyRules): number {
  return (unitCost * rules.holdingRatePerYear) / 365;
}

function costsOf({ own, others, unitCost, currentMicros, rules }: ProcessFacts): StockCosts {
  const margin = Math.max(0, currentMicros / 1e6 - unitCost);
  const weekly = (own.mean + others.mean) * 7;
  return {
    holding: holdingPerDay(unitCost, rules) * rules.reviewDays,
    lostUnit: margin * rules.lostUnitRate,
    order: orderCost(weekly, unitCost, rules),
    priceChange: rules.priceChangeRate * margin * own.mean * 7,
  };
}

/** The order cost K at which √(2KD/h) is `orderCycleWeeks` of demand: K = h · weeks² · D / 2. */
export function orderCost(unitsPerWeek: number, unitCost: number, rules: PolicyRules): number {
  return (holdingPerDay(unitCost, rules) * 7 * rules.orderCycleWeeks ** 2 * unitsPerWeek) / 2;
}
