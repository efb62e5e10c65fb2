import { normalQuantile, quantileOfSorted } from '../numeric/index.ts';
import type { ReviewCycle } from './review-cycle.ts';

/** Demand over lead time + review: mean, and [draws] sampled sums, ascending. */
type Sampled = { mean: number; sums: Float64Array };
/** Days; `lateUnits`: standard deviation of the demand that comes while an order is late or early. */
type Times = { leadDays: number; reviewDays: number; lateUnits: number };

/** Strides without a common divisor with the number of draws: places far apart are paired as if by chance. */
const LATE_STRIDE = 1237;
const LOOK_STRIDE = 769;
const placeOf = (draw: number, stride: number, draws: number) => (((draw * stride) % draws) + 0.5) / draws;

/**
 * Sample what is asked for below the reorder point until the order comes that it calls: what was sold beyond it when somebody
 * looked, and the demand of the lead time. Nothing is drawn anew: each is paired with draws of the other far apart.
 *
 * @returns [draws] units, ascending, ≥ 0
 */
export function belowReorderPoint(
  demand: Sampled,
  times: Times,
  { beyond, unit }: ReviewCycle,
): Float64Array {
  const draws = demand.sums.length;
  return sampleShorter(demand, times, () => 0)
    .map((units, draw) => {
      const place = placeOf(draw, LOOK_STRIDE, draws);
      return units + unit * beyond.findIndex((sum) => sum >= place);
    })
    .sort();
}

/**
 * Sample the demand that a stock position must cover at a moment between two arrivals: that of the lead time and a part of the
 * review period, anything from none of it to all.
 *
 * @returns [draws] units, ascending, ≥ 0
 */
export function untilLaterMoment(demand: Sampled, times: Times): Float64Array {
  const draws = demand.sums.length;
  return sampleShorter(demand, times, (draw) => placeOf(draw, LOOK_STRIDE, draws)).sort();
}

/** Bring each draw to the lead time and a share of the review, in proportion of mean and variance, and make it late or early. */
function sampleShorter(
  { sums, mean }: Sampled,
  { leadDays, reviewDays, lateUnits }: Times,
  reviewShare: (draw: number) => number,
): Float64Array {
  return sums.map((units, draw) => {
    const share = (leadDays + reviewDays * reviewShare(draw)) / (leadDays + reviewDays);
    const shorter = mean * share + (units - mean) * Math.sqrt(share);
    const late = lateUnits > 0 ? lateUnits * normalQuantile(placeOf(draw, LATE_STRIDE, sums.length)) : 0;
    return Math.max(0, shorter + late);
  });
}

/** Expect the units short of a stock: E[(X − s)⁺], the loss function of the sampled demand, [draws] ascending. */
export function expectedShort(sums: Float64Array, stock: number): number {
  let short = 0;
  for (let draw = sums.length - 1; draw >= 0 && sums[draw]! > stock; draw--) short += sums[draw]! - stock;
  return short / sums.length;
}

/**
 * Find the reorder point that keeps a fill rate: the least s with E[(X − s)⁺] ≤ (1 − P₂) · Q (Silver, Pyke & Thomas 2017,
 * §6.7.5), on the sampled demand instead of a normal.
 *
 * @param below - [draws] X, what is asked for until an order comes, ascending
 * @param fillRate - P₂, share of units served from the shelf, 0–1
 * @param orderUnits - Q, units of a usual order
 * @returns units, ≥ 0: 0 where so large orders keep it by themselves
 */
export function reorderAtFillRate(below: Float64Array, fillRate: number, orderUnits: number): number {
  const allowed = (1 - fillRate) * orderUnits * below.length;
  let short = 0;
  let above = 0;
  for (let draw = below.length - 1; draw >= 0; draw--) {
    // lowering the stock to the next draw makes every larger one short by the step
    const next = draw > 0 ? below[draw - 1]! : 0;
    const step = below[draw]! - next;
    above++;
    if (short + above * step > allowed) return Math.max(0, below[draw]! - (allowed - short) / above);
    short += above * step;
  }
  return 0;
}

/**
 * Find the reorder point that costs least where a unit short is lost: P(X > s) = hQ / (hQ + pD) (Hadley & Whitin 1963, §4-11;
 * Silver, Pyke & Thomas 2017, §6.7.7).
 *
 * @param below - [draws] X, what is asked for until an order comes, ascending
 * @param costs - h of a unit held for a day, p of a unit lost
 * @param cycle - Q units of a usual order, D units a day
 */
export function reorderWhereLost(
  below: Float64Array,
  costs: { holdingPerDay: number; lostUnit: number },
  cycle: { orderUnits: number; dailyDemand: number },
): number {
  const held = costs.holdingPerDay * cycle.orderUnits;
  const lost = costs.lostUnit * cycle.dailyDemand;
  return held + lost > 0 ? quantileOfSorted(below, lost / (held + lost)) : 0;
}

const HALVINGS = 40;

/**
 * Find the order-up-to level that costs least where buyers wait: over a cycle's looks the demand is covered with the chance
 * p / (h + p), Σ m(j) F(S − j) / Σ m(j) (Zheng & Federgruen 1991, whose cost it makes flat in S for levels that lie apart by Q).
 *
 * @param later - [draws] demand until a moment between two arrivals, ascending
 * @param costs - h of a unit held, p of a unit waited for, both for a day
 * @returns units, ≥ 0
 */
export function orderUpToWhereWaiting(
  later: Float64Array,
  costs: { holdingPerDay: number; waitingPerDay: number },
  { looks, unit }: ReviewCycle,
): number {
  const { holdingPerDay, waitingPerDay } = costs;
  const visits = looks.reduce((sum, one) => sum + one, 0);
  const wanted = (waitingPerDay / Math.max(Number.MIN_VALUE, holdingPerDay + waitingPerDay)) * visits;
  const covered = (orderUpTo: number) =>
    looks.reduce((sum, one, sold) => sum + one * shareUpTo(later, orderUpTo - sold * unit), 0);
  let low = 0;
  let high = (later.at(-1) ?? 0) + looks.length * unit;
  for (let halving = 0; halving < HALVINGS && high - low > 1e-6 * high; halving++) {
    const middle = (low + high) / 2;
    if (covered(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

/** Share of ascending values that are at most so large, by halving. */
function shareUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}
