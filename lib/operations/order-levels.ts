import { normalQuantile } from '../numeric/index.ts';
import { exactOrderRule, type OrderRule } from './exact-order-rule.ts';
import { coveredAt, type LocationDemand } from './location-demand.ts';
import type { PolicyRules } from './policy-rules.ts';
import { type ReviewCycle, reviewCycle } from './review-cycle.ts';
import {
  belowReorderPoint,
  orderUpToWhereWaiting,
  reorderAtFillRate,
  reorderWhereLost,
  untilLaterMoment,
} from './service-stock.ts';
import type { TextbookCosts } from './textbook-costs.ts';

/** What the levels are made from; demand is the location's. */
export type LevelFacts = {
  /** Over lead time + review. */
  demand: LocationDemand;
  dailyDemand: number;
  leadTime: { meanDays: number; sdDays: number };
  reviewDays: number;
  /** Units of a usual order: what is worth ordering at once, at least what the supplier takes. */
  cycleUnits: number;
};

/** The measure of service that the merchant's rules name. */
export type ServiceTarget = Pick<PolicyRules, 'serviceMeasure' | 'serviceLevel' | 'fillRate'> & {
  costs: TextbookCosts;
};

/** Variance over mean up to which a demand is taken for Poisson, and the largest that is solved exactly. */
const POISSON_DISPERSION = 1.25;
const LARGEST_EXACT = 200;

/**
 * Find where to reorder and up to where, by the measure of service: the chance of no stock-out in a cycle, the share of
 * units served from the shelf, or least cost. The demand is that over lead time and review, as it was sampled.
 *
 * By cost: where buyers rather wait than leave, exactly for Poisson demand (`exactOrderRule`), else by the chance of cover over a
 * cycle's looks; where they leave, by what a lost unit costs.
 */
export function orderLevels(facts: LevelFacts, target: ServiceTarget): OrderRule {
  switch (target.serviceMeasure) {
    case 'serviceLevel':
      return levelsForCycles(facts, target.serviceLevel);
    case 'fillRate':
      return levelsForUnits(facts, target.fillRate);
    case 'cost':
      return leastCost(facts, target.costs);
  }
}

/**
 * Find the levels of a cycle service level: the sampled sums give the safety stock rather than a normal approximation, and a
 * varying lead time adds z²·(mean a day · sd of days)² to its square (Silver, Pyke & Thomas 2017, §6.9).
 */
export function levelsForCycles(facts: LevelFacts, serviceLevel: number): OrderRule {
  const { demand, dailyDemand, leadTime, cycleUnits } = facts;
  const covered = Math.max(0, coveredAt(demand, serviceLevel) - demand.moments.mean);
  const varying = Math.max(0, normalQuantile(serviceLevel)) * dailyDemand * leadTime.sdDays;
  const reorderPoint = demand.moments.mean + Math.sqrt(covered ** 2 + varying ** 2);
  return { reorderPoint, orderUpTo: reorderPoint + cycleUnits };
}

/** A rule with so much between its levels. */
const raised = (reorderPoint: number, cycleUnits: number): OrderRule => ({
  reorderPoint,
  orderUpTo: reorderPoint + cycleUnits,
});

function levelsForUnits(facts: LevelFacts, fillRate: number): OrderRule {
  const cycle = cycleOf(facts);
  const below = belowReorderPoint(sampledOf(facts), timesOf(facts), cycle);
  return raised(reorderAtFillRate(below, fillRate, facts.cycleUnits + cycle.beyondMean), facts.cycleUnits);
}

function leastCost(facts: LevelFacts, costs: TextbookCosts): OrderRule {
  const { demand, dailyDemand, cycleUnits, leadTime, reviewDays } = facts;
  if (costs.backorderShare < 0.5) {
    const cycle = cycleOf(facts);
    const below = belowReorderPoint(sampledOf(facts), timesOf(facts), cycle);
    const orderUnits = cycleUnits + cycle.beyondMean;
    return raised(reorderWhereLost(below, costs, { orderUnits, dailyDemand }), cycleUnits);
  }
  if (!isPoisson(facts, costs)) {
    const later = untilLaterMoment(sampledOf(facts), timesOf(facts));
    const orderUpTo = Math.max(cycleUnits, orderUpToWhereWaiting(later, costs, cycleOf(facts)));
    return { reorderPoint: orderUpTo - cycleUnits, orderUpTo };
  }
  const perReview = {
    fixed: costs.order,
    holding: costs.holdingPerDay * reviewDays,
    stockout: costs.waitingPerDay * reviewDays,
  };
  const periods = demand.days / reviewDays;
  const lead = leadTime.meanDays > 0 ? periods - 1 : 0;
  const { reorderPoint, orderUpTo } = exactOrderRule(demand.moments.mean / periods, perReview, lead);
  return { reorderPoint, orderUpTo };
}

/** Whether the demand is so near to Poisson, and so small, that the best rule is found exactly. */
function isPoisson(facts: LevelFacts, { holdingPerDay, waitingPerDay }: TextbookCosts): boolean {
  const { mean, variance } = facts.demand.moments;
  return (
    mean > 0 &&
    mean <= LARGEST_EXACT &&
    variance + timesOf(facts).lateUnits ** 2 <= POISSON_DISPERSION * mean &&
    holdingPerDay > 0 &&
    waitingPerDay > 0
  );
}

const sampledOf = ({ demand }: LevelFacts) => ({ mean: demand.moments.mean, sums: demand.sums });

const timesOf = ({ demand, reviewDays, dailyDemand, leadTime }: LevelFacts) => ({
  leadDays: Math.max(0, demand.days - reviewDays),
  reviewDays,
  lateUnits: dailyDemand * leadTime.sdDays,
});

function cycleOf({ demand, reviewDays, cycleUnits }: LevelFacts): ReviewCycle {
  const { mean, variance } = demand.moments;
  const share = reviewDays / demand.days;
  return reviewCycle(cycleUnits, { mean: mean * share, variance: variance * share });
}
