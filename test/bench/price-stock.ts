import { type TabularModel, valueIteration } from '../../lib/learning/index.ts';
import { createRandom, type Random } from '../../lib/numeric/index.ts';
import {
  bendPrior,
  demandDistribution,
  fitRungDemand,
  listPricePrior,
  openRungs,
  type RungDemand,
  testChances,
} from '../../lib/operations/index.ts';
import { demandOf, type TrueDemand } from './price-stock-demand.ts';
import { buildProcess, layoutOf, type PriceStockSpec } from './price-stock-process.ts';
import { closeRungs } from './price-stock-rungs.ts';

/** A week that was traded: its phase, the price (index, and relative to the list price), what sold, whether it sold out. */
export type TradedWeek = {
  regime: number;
  price: number;
  rel: number;
  sold: number;
  censored: boolean;
  available: number;
};

/** The bench's environment, as far as it is used here. */
export type BenchEnvironment = {
  reset(options?: { seed?: number }): { observation: number };
  step(action: number): {
    observation: number;
    terminated: boolean;
    truncated: boolean;
    info: { regime: number; price: number; sold: number; censored: boolean; available: number };
  };
};

export type TrainOptions = {
  seed: number;
  steps: number;
  gamma: number;
  history: readonly TradedWeek[];
  spec: PriceStockSpec & { demandPhases: number };
};

const FIRST_REFIT = 26;
/** Evidence must grow by half before another fit is worth its time. */
const REFIT_GROWTH = 1.5;
const PRICE_TESTS = 0.75;
/** The last fit decides, those on the way only steer the tests: a thousandth of a week's profit is near enough. */
const TOLERANCE = 1e-3;

/**
 * Learn a price/stock policy from a logged history and so many live weeks: fit demand by phase and price, solve the fitted
 * process on the prices that were tried, trade by it with price tests, fit again as the evidence grows.
 *
 * @returns a policy that is defined for every state; at most `steps` weeks are traded
 */
export function trainPriceStock(
  environment: BenchEnvironment,
  { seed, steps, gamma, history, spec }: TrainOptions,
): { policy(state: number): number } {
  const weeks = [...history];
  const random = createRandom(seed);
  const refits = refitWeeks(history.length, steps);
  let plan = planFrom(weeks, { spec, gamma, seed });
  if (steps > 0) {
    let state = environment.reset().observation;
    for (let step = 1; step <= steps; step++) {
      const answer = environment.step(actionOf(plan, spec, state, random));
      const { info } = answer;
      weeks.push({ ...info, rel: spec.prices[info.price] ?? 1, available: Math.max(0, info.available) });
      state = answer.terminated || answer.truncated ? environment.reset().observation : answer.observation;
      if (refits.has(step)) plan = planFrom(weeks, { spec, gamma, seed }, plan.value);
    }
  }
  return { policy: (state) => plan.policy[state] ?? 0 };
}

/** Solve the bench's process with its true demand. */
export function solvePriceStock(spec: PriceStockSpec & { gamma: number; demand: TrueDemand }): {
  policy(state: number): number;
  value: Float64Array;
} {
  const model = buildProcess(spec, demandOf(spec));
  const { policy, value } = valueIteration(model, { discount: spec.gamma, tolerance: TOLERANCE });
  return { policy: (state) => policy[state] ?? 0, value };
}

/** A solved policy, the process with every price, and the chances of the prices to test. */
type Plan = { model: TabularModel; policy: Int32Array; value: Float64Array; tests: number[] };

function planFrom(
  weeks: readonly TradedWeek[],
  { spec, gamma, seed }: { spec: TrainOptions['spec']; gamma: number; seed: number },
  initial?: Float64Array,
): Plan {
  const demand = fitDemand(weeks, spec, seed);
  const rungs = spec.prices.length;
  const spread = Array.from({ length: spec.demandPhases }, (_, phase) =>
    spec.prices.map(
      (__, rung) => demandDistribution(demand.predictive[phase * rungs + rung]!, 1).probability,
    ),
  );
  const model = buildProcess(spec, spread);
  // the season's end has its price of its own: what is left is worth its salvage, scarcity makes it dear
  const open = spec.season === undefined ? openRungs(demand) : spec.prices.map(() => true);
  const { packChoices } = layoutOf(spec, spec.demandPhases);
  const solved = valueIteration(closeRungs(model, open, packChoices), {
    discount: gamma,
    tolerance: TOLERANCE,
    ...(initial === undefined ? {} : { initial }),
  });
  return { model, ...solved, tests: testChances(demand, sellingCosts(spec, gamma)) };
}

function fitDemand(weeks: readonly TradedWeek[], spec: TrainOptions['spec'], seed: number): RungDemand {
  const periods = weeks.map(({ regime, price, sold, censored }) => ({
    phase: regime,
    rung: price,
    units: sold,
    soldOut: censored,
  }));
  return fitRungDemand(periods, {
    rungs: spec.prices,
    phases: phasePrior(spec),
    elasticity: listPricePrior(spec.refPrice, spec.unitCost),
    bend: bendPrior(spec.refPrice, spec.unitCost),
    seed,
  });
}

/** A product that ends rises and fades: its last weeks, which a sold-out history never shows, are weak ones. */
function phasePrior({ demandPhases, season }: TrainOptions['spec']): { mean: number; sd: number }[] {
  return Array.from({ length: demandPhases }, (_, phase) => {
    const fromMiddle = (2 * phase) / Math.max(1, demandPhases - 1) - 1;
    return season === undefined ? { mean: 0, sd: 1 } : { mean: -1.5 * fromMiddle ** 2, sd: 0.4 };
  });
}

function sellingCosts(spec: TrainOptions['spec'], gamma: number) {
  return {
    prices: spec.prices.map((rel) => rel * spec.refPrice),
    unitCost: spec.season?.salvage ?? spec.unitCost,
    holding: spec.holding + (1 - gamma) * spec.unitCost,
    stockout: spec.stockout,
    order: spec.season === undefined ? spec.orderCost : 0,
    leadTime: spec.leadTime,
  };
}

function refitWeeks(known: number, steps: number): ReadonlySet<number> {
  const weeks = new Set([steps]);
  for (let next = FIRST_REFIT; next < steps; next = Math.round((known + next) * REFIT_GROWTH) - known)
    weeks.add(next);
  return weeks;
}

/** Follow the policy; in a test week move its price one step towards the price drawn, with the same order. */
function actionOf(
  { model, policy, tests }: Plan,
  spec: PriceStockSpec,
  state: number,
  random: Random,
): number {
  const action = policy[state] ?? 0;
  if (random() >= PRICE_TESTS) return action;
  const { packChoices } = layoutOf(spec, 1);
  let rest = random();
  const drawn = tests.findIndex((chance) => {
    rest -= chance;
    return rest < 0;
  });
  const other = action + Math.sign(drawn - Math.floor(action / packChoices)) * packChoices;
  const k = state * model.actions + other;
  return (model.offsets[k + 1] ?? 0) > (model.offsets[k] ?? 0) ? other : action;
}
