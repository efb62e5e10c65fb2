import { InputError } from '../../domain/errors.ts';
import { quantileOfSorted } from '../../numeric/index.ts';
import { blendLevels } from './blend.ts';
import { chooseServer, type Rival } from './choose-server.ts';
import type { Contestant } from './contestant.ts';
import { type DefaultSaid, hasSpoken, orderLevels, sumOf } from './order-levels.ts';
import { pairedSaving } from './paired-saving.ts';
import { criticalRatio, type StockRules, simulateStockCost } from './simulate-stock-cost.ts';

/** What is known of the past: demand, and what the default had foretold at each review. */
export type ContestHistory = {
  /** [n] units a step, NaN = not observed. */
  demand: Float64Array;
  /** Reviews, oldest first and `reviewSteps` apart; the L + R steps from each on must lie in the history. */
  reviews: readonly { origin: number; said: DefaultSaid }[];
  /** [h] what the default foretells after the history. */
  ahead: Float64Array;
};

/** How one contestant fared. Costs are in the unit of the rates, over all reviews. */
export type Standing = {
  name: string;
  kind: 'default' | 'uploaded' | 'adjusted' | 'blend';
  cost: number;
  /** What it saved against the default, over the reviews from its first word on; below 0 it cost more. */
  valueAdded: number;
  standardError: number;
  /** Reviews for which it had spoken in time, of all. */
  spoken: number;
  reviews: number;
};

/** Who serves, and why. */
export type ContestResult = {
  /** Name of the standing that serves. */
  served: string;
  /** What each of default and contestants has of the served forecast; sums to 1. */
  weights: { name: string; weight: number }[];
  /** The default first, the blend last. */
  standings: Standing[];
  /** How wide each contestant errs beside the default, by name; 1 is as wide. */
  spreads: Record<string, number>;
  reason: string;
};

/** Names that a contestant may not have. */
export const DEFAULT_NAME = 'default';
export const BLEND_NAME = 'blend';

/**
 * Let forecasters compete for one series: each runs a stock through the demand of the past by what it had foretold in time,
 * and what that stock would have cost is its score.
 *
 * The default keeps its place until a rival, or a blend of all, saves more than chance explains (`neededMargin`, at least six
 * reviews with its word). Of those that do, the cheapest serves. Where a contestant was silent or late the default spoke for it.
 *
 * @throws InputError when two have one name, or a review's steps are not in the history
 */
export function holdContest(
  contestants: readonly Contestant[],
  history: ContestHistory,
  rules: StockRules,
): ContestResult {
  checkContest(contestants, history, rules);
  const past = history.reviews.map(({ origin, said }) => {
    const covered = history.demand.subarray(origin, origin + said.mean.length);
    return {
      origin,
      said,
      actual: covered.reduce((sum, units) => sum + (Number.isNaN(units) ? 0 : units), 0),
    };
  });
  const ratio = criticalRatio(rules);
  const byDefault = Float64Array.from(past, ({ said }) => quantileOfSorted(said.totals, ratio));
  const costsOf = reviewCosts(history, rules, byDefault[0] ?? 0);
  const defaultCosts = costsOf(byDefault);
  const rivals = contestants.map((contestant) => {
    const own = orderLevels(contestant, past, ratio);
    const ahead = contestant.saidAt(history.demand.length, history.ahead).mean;
    return { ...contestant, ...own, costs: costsOf(own.levels), speaksAhead: hasSpoken(ahead) };
  });
  const blend = blendLevels([{ levels: byDefault, costs: defaultCosts }, ...rivals], rules);
  const spoke = past.map((_, review) => rivals.some((rival) => rival.spoke[review]));
  const overlap = overlapOf(rules);
  const entries: Rival[] = [
    ...rivals,
    {
      ...{ name: BLEND_NAME, kind: 'blend' as const, spoke, costs: costsOf(blend.levels) },
      speaksAhead: rivals.some((rival) => rival.speaksAhead),
    },
  ].map(({ name, kind, spoke: said, costs, speaksAhead }) => {
    const first = said.indexOf(true);
    const savings =
      first < 0 ? [] : defaultCosts.map((cost, review) => cost - costs[review]!).subarray(first);
    const spoken = said.filter(Boolean).length;
    return { name, kind, costs, spoken, speaksAhead, saving: pairedSaving(savings, overlap) };
  });
  const standings = [
    standingOf({
      ...{ name: DEFAULT_NAME, kind: 'default', costs: defaultCosts, spoken: past.length },
      saving: { mean: 0, standardError: 0, count: past.length, degreesOfFreedom: 0 },
    }),
    ...entries.map(standingOf),
  ];
  return {
    ...chooseServer(entries, sumOf(defaultCosts), {
      names: [DEFAULT_NAME, ...contestants.map(({ name }) => name)],
      blend: blend.weights,
    }),
    standings,
    spreads: Object.fromEntries(rivals.map(({ name, spread }) => [name, spread])),
  };
}

const overlapOf = ({ leadTimeSteps, reviewSteps }: StockRules) =>
  Math.ceil((leadTimeSteps + reviewSteps) / reviewSteps);

/** Cost of the R steps that each review's order is there for, every stock beginning with what the default would have had. */
function reviewCosts({ demand, reviews }: ContestHistory, rules: StockRules, onHand: number) {
  const { leadTimeSteps, reviewSteps } = rules;
  const start = reviews[0]?.origin ?? 0;
  const steps = demand.subarray(start, start + reviews.length * reviewSteps + leadTimeSteps);
  return (levels: Float64Array): Float64Array => {
    // reviews after the last one order what comes after the end
    const all = Float64Array.from(
      { length: Math.ceil(steps.length / reviewSteps) },
      (_, review) => levels[Math.min(review, levels.length - 1)] ?? 0,
    );
    const { costByStep } = simulateStockCost(steps, all, { onHand, ...rules });
    return Float64Array.from(levels, (_, review) => {
      const from = leadTimeSteps + review * reviewSteps;
      return sumOf(costByStep.subarray(from, from + reviewSteps));
    });
  };
}

function standingOf({ name, kind, costs, spoken, saving }: Omit<Rival, 'speaksAhead'>): Standing {
  const { mean, standardError, count } = saving;
  return {
    name,
    kind,
    cost: sumOf(costs),
    valueAdded: mean * count,
    standardError: Number.isFinite(standardError) ? standardError * count : 0,
    spoken,
    reviews: costs.length,
  };
}

function checkContest(contestants: readonly Contestant[], history: ContestHistory, rules: StockRules): void {
  const names = [DEFAULT_NAME, BLEND_NAME, ...contestants.map(({ name }) => name)];
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new InputError(`two contestants are called ${twice}`);
  const steps = rules.leadTimeSteps + rules.reviewSteps;
  history.reviews.forEach(({ origin, said }, review) => {
    const first = history.reviews[0]?.origin ?? 0;
    if (origin !== first + review * rules.reviewSteps || said.mean.length !== steps)
      throw new InputError(
        `review ${review} must lie ${rules.reviewSteps} steps after the one before and cover ${steps}`,
      );
    if (origin < 0 || origin + steps > history.demand.length)
      throw new InputError(
        `the ${steps} steps from ${origin} on are not in a history of ${history.demand.length}`,
      );
  });
}
