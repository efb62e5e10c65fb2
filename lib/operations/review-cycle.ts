import { type DemandMoments, demandDistribution, gridUnit } from './demand-distribution.ts';

/** How a stock that is looked at now and then falls from its order-up-to level to an order. */
export type ReviewCycle = {
  /** Units of a step of the grid. */
  unit: number;
  /** [steps] looks that find so many steps sold since the last order, expected in a cycle: m(j). */
  looks: Float64Array;
  /** [steps] chance that at most so many steps were sold beyond the reorder point when the order is placed. */
  beyond: Float64Array;
  /** Units sold beyond it on average: so much larger is a usual order. */
  beyondMean: number;
};

const MOST_STEPS = 250;

/**
 * Follow the units sold from order to order, look by look: a renewal process that ends where they reach Q. Its visits are
 * m(j) = 1{j = 0} + Σ f(i) m(j − i), and what is sold beyond Q has the chances Σ_{j<Q} m(j) f(Q + u − j) (Karlin 1958; Silver, Pyke
 * & Thomas 2017, §6.9 on undershoot). O(250 · cells of a review's demand).
 *
 * @param cycleUnits - Q, units between the two levels, ≥ 0
 * @param review - units asked for in a review period
 */
export function reviewCycle(cycleUnits: number, review: DemandMoments): ReviewCycle {
  const unit = Math.max(gridUnit(review.mean), Math.ceil(cycleUnits / MOST_STEPS));
  const { probability } = demandDistribution(review, unit);
  const steps = Math.max(1, Math.round(cycleUnits / unit));
  const goesOn = 1 - (probability[0] ?? 0);
  if (!(goesOn > 0)) return { unit, looks: Float64Array.of(1), beyond: Float64Array.of(1), beyondMean: 0 };
  const looks = new Float64Array(steps);
  for (let sold = 0; sold < steps; sold++) {
    let visits = sold === 0 ? 1 : 0;
    const least = Math.max(0, sold - probability.length + 1);
    for (let before = least; before < sold; before++) visits += looks[before]! * probability[sold - before]!;
    looks[sold] = visits / goesOn;
  }
  const beyond = new Float64Array(probability.length);
  let total = 0;
  let mean = 0;
  for (let more = 0; more < beyond.length; more++) {
    let chance = 0;
    for (let sold = Math.max(0, steps + more - probability.length + 1); sold < steps; sold++)
      chance += looks[sold]! * probability[steps + more - sold]!;
    total += chance;
    mean += chance * more * unit;
    beyond[more] = total;
  }
  // the tail that the grid cuts off is spread over the rest
  return { unit, looks, beyond: beyond.map((sum) => sum / total), beyondMean: mean / total };
}
