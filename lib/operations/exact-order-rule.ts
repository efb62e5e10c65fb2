import { InputError } from '../domain/index.ts';
import { newsvendorPoisson, poissonLoss, poissonProbability } from './poisson-stock.ts';

/** Costs of a reviewed stock: K of an order; h of a unit left and p of a unit owed, a period. */
export type ReviewCosts = { fixed: number; holding: number; stockout: number };

/** At or below `reorderPoint` order up to `orderUpTo`. */
export type OrderRule = { reorderPoint: number; orderUpTo: number };

/**
 * Find the best (s, S) rule for Poisson demand, periodic review and back-orders, exactly (Zheng & Federgruen 1991; renewal
 * cost c(s, S) = [K + Σ m(j) G(S − j)] / M(S − s)). O((S − s)²) of an order or two.
 *
 * @param mean - units a period, > 0
 * @param lead - periods until an order arrives, 0 by default: the stock covers the demand of `lead` + 1
 * @returns the rule in whole units, and its cost a period
 * @throws InputError when a cost is negative, or mean, holding or stockout is not positive
 */
export function exactOrderRule(mean: number, costs: ReviewCosts, lead = 0): OrderRule & { cost: number } {
  const { fixed, holding, stockout } = costs;
  if (!(mean > 0 && fixed >= 0 && holding > 0 && stockout > 0))
    throw new InputError(`no order rule for mean ${mean} and costs ${fixed}, ${holding}, ${stockout}`);
  const periodCost = memo((level) => costAt(level, mean * (lead + 1), costs));
  const renewals = createRenewals(mean);
  const cycleCost = (low: number, high: number) => {
    let sum = fixed;
    for (let j = 0; j < high - low; j++) sum += renewals.density(j) * periodCost(high - j);
    return sum / renewals.cumulative(high - low);
  };
  let high = newsvendorPoisson(mean, costs, lead).units;
  let low = high - 1;
  while (cycleCost(low, high) > periodCost(low)) low--;
  let cost = cycleCost(low, high);
  for (let trial = high + 1; periodCost(trial) <= cost; trial++) {
    if (cycleCost(low, trial) >= cost) continue;
    high = trial;
    while (cycleCost(low, high) <= periodCost(low + 1)) low++;
    cost = cycleCost(low, high);
  }
  return { reorderPoint: low, orderUpTo: high, cost };
}

/**
 * Approximate the best (s, S) rule from mean and standard deviation alone: the power approximation (Ehrhardt & Mosier
 * 1984; Snyder & Shen 2019, §4.4.4), without its correction for orders below 1.5 periods of demand.
 *
 * @param demand - over lead time + one period
 */
export function approximateOrderRule(
  demand: { mean: number; sd: number },
  { fixed, holding, stockout }: ReviewCosts,
): OrderRule {
  const { mean, sd } = demand;
  const units = 1.3 * mean ** 0.494 * (fixed / holding) ** 0.506 * (1 + (sd / mean) ** 2) ** 0.116;
  const z = Math.sqrt((units * holding) / (stockout * sd));
  const reorderPoint = 0.973 * mean + sd * (0.183 / z + 1.063 - 2.192 * z);
  return { reorderPoint, orderUpTo: reorderPoint + units };
}

function costAt(level: number, mean: number, { holding, stockout }: ReviewCosts): number {
  if (level <= 0) return stockout * (mean - level);
  const { loss, complement } = poissonLoss(level, mean);
  return holding * complement + stockout * loss;
}

function memo(compute: (level: number) => number): (level: number) => number {
  const known = new Map<number, number>();
  return (level) => {
    const value = known.get(level) ?? compute(level);
    known.set(level, value);
    return value;
  };
}

/** The expected visits m(j) to a position j units below S in a cycle, and their sums M(j) = Σ_{i<j} m(i). */
function createRenewals(mean: number) {
  const density: number[] = [];
  const sums = [0];
  const stays = 1 - poissonProbability(0, mean);
  const extend = (to: number) => {
    for (let j = density.length; j <= to; j++) {
      let sum = j === 0 ? 1 : 0;
      for (let l = 1; l <= j; l++) sum += poissonProbability(l, mean) * density[j - l]!;
      density.push(sum / stays);
      sums.push(sums[j]! + density[j]!);
    }
  };
  return {
    density: (j: number) => {
      extend(j);
      return density[j]!;
    },
    cumulative: (j: number) => {
      extend(Math.max(0, j - 1));
      return sums[j]!;
    },
  };
}
