import { type DemandAhead, demandBetween, demandFrom } from './demand-ahead.ts';
import { type AnswerWay, answerVariance, demandAnswer } from './demand-answer.ts';
import {
  type DemandDistribution,
  type DemandMoments,
  demandDistribution,
  gridUnit,
} from './demand-distribution.ts';
import { type DemandWindow, demandWindows } from './demand-windows.ts';
import type { PolicyRules } from './policy-rules.ts';
import type { PriceLadder } from './price-ladder.ts';
import type { StockGrid } from './price-stock-grid.ts';
import type { DemandPhase, PriceEffect, PriceStockProcess } from './price-stock-model.ts';
import { processCosts } from './process-costs.ts';

export { holdingPerDay, orderCost } from './process-costs.ts';

/** What the process is fitted from. Demand is per day, at today's price; money in the currency's unit. */
export type ProcessFacts = {
  /** Units a day in this market in the coming weeks: they answer to the price. */
  own: DemandMoments;
  /** Units a day in the location's other markets: they don't. */
  others: DemandMoments;
  /** The same as it is expected to come. */
  ahead: { own: DemandAhead; others: DemandAhead };
  /** Days from now on which the SKU is still sold; `null`: it has no end. */
  endDays: number | null;
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
  currency: string;
};

/**
 * Fit the price/stock process of one SKU: demand answers to the price in its own market (`demandAnswer`), and
 * stands still in the location's others, whose units are valued at today's margin of this one. Each review period that
 * the forecast reaches is a phase with its own days' demand; after it comes the rate that stays, or the SKU's end.
 */
export function fitProcess(facts: ProcessFacts): PriceStockProcess {
  const { ladder, rules, grid, currentMicros, endDays } = facts;
  const { leftUnit, ...costs } = processCosts(facts);
  const span = rules.largestStep * (1 + 1e-9) + 1e-9;
  const rungs = ladder.priceMicros.map((micros) => rungOf(facts, micros));
  const known = new Map<string, DemandPhase>();
  return {
    grid,
    phases: demandWindows(facts).map((window) => {
      // phases with the same demand are the same phase, so that what follows builds it once
      const demand = demandIn(window, facts);
      const largestOrder = window.mayOrder ? largestOrderIn(window, facts, leftUnit) : 0;
      const key = keyOf(demand, window, largestOrder);
      const phase = known.get(key) ?? {
        largestOrder,
        effects: rungs.map((rung) => effectOf(demand, rung, { window, facts })),
      };
      known.set(key, phase);
      return phase;
    }),
    costs,
    leftUnit: endDays === null ? null : leftUnit,
    mayMove: (from, to) =>
      // today's price may be left in any allowed direction; other rungs keep the largest step between them
      from === ladder.today ||
      Math.abs(ladder.priceMicros[to]! / Math.max(1, ladder.priceMicros[from]!) - 1) <= span ||
      Math.abs(ladder.priceMicros[to]! - ladder.priceMicros[from]!) <= span * currentMicros,
  };
}

/** A demand of this market and of the location's others. */
type Shared = { own: DemandMoments; others: DemandMoments };

/** Demand at today's price in the period, until arrival, and until the period after. */
type WindowDemand = { period: Shared; arrival: Shared; review: Shared };

/** Name what a phase is made of, twelve digits deep: sums of the same days differ in their last bits. */
function keyOf(
  demand: WindowDemand,
  { awaitsOrder, bookedShare }: DemandWindow,
  largestOrder: number,
): string {
  const digits = (_: string, value: unknown) => (typeof value === 'number' ? value.toPrecision(12) : value);
  return JSON.stringify([demand, largestOrder, awaitsOrder, bookedShare], digits);
}

function demandIn(window: DemandWindow, { ahead, endDays }: ProcessFacts): WindowDemand {
  const end = endDays ?? Number.POSITIVE_INFINITY;
  const { from, to, bookedFrom, bookedTo, stays } = window;
  const [one, rest] = stays
    ? [demandFrom(ahead.own, from), demandFrom(ahead.others, from)]
    : [ahead.own, ahead.others];
  const between = (from: number, to: number): Shared => ({
    own: demandBetween(one, Math.min(from, end), Math.min(to, end)),
    others: demandBetween(rest, Math.min(from, end), Math.min(to, end)),
  });
  return { period: between(from, to), arrival: between(from, bookedFrom), review: between(from, bookedTo) };
}

/** A price of the ladder: demand there over that at today's, what is not known of that, and the margin in this market. */
type Rung = { answer: number; answerVariance: number; margin: number };

function rungOf({ ways, draws = [], currentMicros, unitCost }: ProcessFacts, micros: number): Rung {
  const ratio = currentMicros > 0 ? micros / currentMicros : 1;
  return {
    answer: demandAnswer(ways, ratio),
    answerVariance: answerVariance(draws, ratio),
    margin: micros / 1e6 - unitCost,
  };
}

function effectOf(
  demand: WindowDemand,
  rung: Rung,
  { window, facts }: { window: DemandWindow; facts: ProcessFacts },
): PriceEffect {
  const { leadTime, currentMicros, unitCost } = facts;
  const { answer } = rung;
  // what is not known of the answer is the same on all days: it grows with their square
  const at = ({ own, others }: Shared): DemandMoments => ({
    mean: own.mean * answer + others.mean,
    variance: own.variance * answer + others.variance + own.mean ** 2 * rung.answerVariance,
  });
  const period = at(demand.period);
  const review = at(demand.review);
  const days = window.bookedTo - window.from;
  const late = window.awaitsOrder && days > 0 ? (review.mean / days) * leadTime.sdDays : 0;
  const ownShare = period.mean > 0 ? (demand.period.own.mean * answer) / period.mean : 1;
  return {
    demand: distributionOf(period),
    demandMean: period.mean,
    untilArrival: distributionOf(withLateness(at(demand.arrival), late)),
    untilReview: distributionOf(withLateness(review, late)),
    bookedShare: window.bookedShare,
    unitMargin: ownShare * rung.margin + (1 - ownShare) * (currentMicros / 1e6 - unitCost),
  };
}

/**
 * Find the largest order that can pay where the SKU ends: the newsvendor's for what is asked for at today's price between its
 * arrival and the end (Silver, Pyke & Thomas 2017, §9.2), as the first offered one that covers it. The position alone would
 * count what is asked for before the arrival as well, which no order can serve.
 */
function largestOrderIn({ from }: DemandWindow, facts: ProcessFacts, leftUnit: number): number {
  const { ahead, endDays, leadTime, grid, currentMicros, unitCost } = facts;
  if (endDays === null) return Number.POSITIVE_INFINITY;
  const arrival = Math.min(from + leadTime.meanDays, endDays);
  const own = demandBetween(ahead.own, arrival, endDays);
  const others = demandBetween(ahead.others, arrival, endDays);
  const { unit, cumulative } = distributionOf({
    mean: own.mean + others.mean,
    variance: own.variance + others.variance,
  });
  const short = Math.max(0, currentMicros / 1e6 - unitCost) + processCosts(facts).lostUnit;
  const ratio = short / Math.max(1e-12, short - leftUnit);
  const cell = cumulative.findIndex((chance) => chance >= ratio);
  const wanted = (cell < 0 ? cumulative.length - 1 : cell) * unit;
  return wanted <= 0 ? 0 : (grid.orderUnits.find((units) => units >= wanted) ?? grid.orderUnits.at(-1)!);
}

/** Cells that a demand is spread over at most, up to six standard deviations: a wild one needs no finer grid than another. */
const MOST_CELLS = 400;

function distributionOf(moments: DemandMoments): DemandDistribution {
  const reach = moments.mean + 6 * Math.sqrt(moments.variance);
  return demandDistribution(moments, Math.max(gridUnit(moments.mean), Math.ceil(reach / MOST_CELLS)));
}

/** A lead time that varies adds its own scatter: Var = E[L] σ² + μ² σ_L² (Silver, Pyke & Thomas 2017, §6.10.2). */
function withLateness({ mean, variance }: DemandMoments, lateUnits: number): DemandMoments {
  return { mean, variance: variance + lateUnits ** 2 };
}
