import { type TabularModel, valueIteration } from '../../lib/learning/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';
import { demandDistribution, fitLogLinear } from '../../lib/operations/index.ts';
import { buildProcess, layoutOf, type PriceStockSpec } from './price-stock-process.ts';

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

/** The demand that the bench hides from `trainPriceStock`. */
export type TrueDemand = {
  type: 'poisson' | 'negbin' | 'lumpy';
  mu: number[];
  elasticity?: number;
  curve?: number[];
  k?: number;
  customers?: number;
  sizes?: [units: number, share: number][];
};

const REFIT_WEEKS = 26;
const PRICE_TESTS = 0.15;
const PRIOR = { mean: -2.5, sd: 2 };
const PHASE_SD = 1;

/**
 * Learn a price/stock policy from a logged history and so many live weeks: fit demand (log-linear in price, sold-out weeks
 * filled by their expectation), solve the fitted process, trade by it with some price tests, fit again.
 *
 * @returns a policy that is defined for every state; at most `steps` weeks are traded
 */
export function trainPriceStock(
  environment: BenchEnvironment,
  { seed, steps, gamma, history, spec }: TrainOptions,
): { policy(state: number): number } {
  const weeks = [...history];
  const random = createRandom(seed);
  let solved = solve(spec, fittedDemand(weeks, spec), gamma);
  if (steps > 0) {
    let state = environment.reset().observation;
    for (let step = 1; step <= steps; step++) {
      const answer = environment.step(tested(solved, spec, state, random));
      const { regime, price, sold, censored, available } = answer.info;
      const rel = spec.prices[price] ?? 1;
      weeks.push({ regime, price, rel, sold, censored, available: Math.max(0, available) });
      state = answer.terminated || answer.truncated ? environment.reset().observation : answer.observation;
      if (step % REFIT_WEEKS === 0 || step === steps)
        solved = solve(spec, fittedDemand(weeks, spec), gamma, solved.value);
    }
  }
  return { policy: (state) => solved.policy[state] ?? 0 };
}

/** Solve the bench's process with its true demand. */
export function solvePriceStock(spec: PriceStockSpec & { gamma: number; demand: TrueDemand }): {
  policy(state: number): number;
  value: Float64Array;
} {
  const demand = spec.demand.mu.map((level) =>
    spec.prices.map((rel, price) => truth(spec.demand, level, rel, price)),
  );
  const { policy, value } = solve(spec, demand, spec.gamma);
  return { policy: (state) => policy[state] ?? 0, value };
}

type Solved = { model: TabularModel; policy: Int32Array; value: Float64Array };

function solve(
  spec: PriceStockSpec,
  demand: readonly (readonly Float64Array[])[],
  gamma: number,
  initial?: Float64Array,
): Solved {
  const model = buildProcess(spec, demand);
  const start = initial === undefined ? {} : { initial };
  return { model, ...valueIteration(model, { discount: gamma, tolerance: 1e-3, ...start }) };
}

/** Follow the policy, and now and then try a neighbouring price with the same order. */
function tested(
  { model, policy }: Solved,
  spec: PriceStockSpec,
  state: number,
  random: () => number,
): number {
  const action = policy[state] ?? 0;
  if (random() >= PRICE_TESTS) return action;
  const { packChoices } = layoutOf(spec, 1);
  const neighbours = [action - packChoices, action + packChoices].filter((other) => {
    const k = state * model.actions + other;
    return other >= 0 && other < model.actions && (model.offsets[k + 1] ?? 0) > (model.offsets[k] ?? 0);
  });
  return neighbours[Math.floor(random() * neighbours.length)] ?? action;
}

/**
 * Fit demand to the weeks: ln mean = level of the phase + elasticity · ln(relative price). A week that sold out counts
 * with the demand that is then expected, E[D | D ≥ stock] (expectation-maximisation; Dempster, Laird & Rubin 1977).
 */
function fittedDemand(weeks: readonly TradedWeek[], spec: TrainOptions['spec']): Float64Array[][] {
  const columns = 2 + spec.demandPhases;
  const design = new Float64Array(weeks.length * columns);
  weeks.forEach(({ regime, rel }, row) => {
    design.set([Math.log(rel), 1], row * columns);
    design[row * columns + 2 + regime] = 1;
  });
  const counts = Float64Array.from(weeks, ({ sold }) => sold);
  const level = Math.log(counts.reduce((sum, sold) => sum + sold, 0) / Math.max(1, weeks.length) + 0.1);
  const prior = [
    PRIOR,
    { mean: level, sd: 10 },
    ...Array.from({ length: spec.demandPhases }, () => ({ mean: 0, sd: PHASE_SD })),
  ];
  const exposure = new Float64Array(weeks.length).fill(1);
  let fit = fitLogLinear({ design, counts, exposure, prior });
  const meanOf = (phase: number, rel: number) =>
    Math.exp(
      (fit.coefficients[0] ?? 0) * Math.log(rel) +
        (fit.coefficients[1] ?? 0) +
        (fit.coefficients[2 + phase] ?? 0),
    );
  const spread = (mean: number) => ({ mean, variance: mean * Math.max(1, fit.dispersion) });
  for (let round = 0; round < 12; round++) {
    weeks.forEach(({ regime, rel, censored, available }, row) => {
      if (censored) counts[row] = expectedFrom(available, spread(meanOf(regime, rel)));
    });
    fit = fitLogLinear({ design, counts, exposure, prior });
  }
  return Array.from({ length: spec.demandPhases }, (_, phase) =>
    spec.prices.map((rel) => demandDistribution(spread(meanOf(phase, rel)), 1).probability),
  );
}

/** Expect a demand of which is known that it reached the stock. */
function expectedFrom(stock: number, moments: { mean: number; variance: number }): number {
  const { probability } = demandDistribution(moments, 1);
  let chance = 0;
  let units = 0;
  for (let demand = Math.ceil(stock); demand < probability.length; demand++) {
    chance += probability[demand] ?? 0;
    units += demand * (probability[demand] ?? 0);
  }
  return chance > 1e-9 ? units / chance : stock;
}

function truth(demand: TrueDemand, level: number, rel: number, price: number): Float64Array {
  const mean = level * (demand.curve?.[price] ?? rel ** -(demand.elasticity ?? 0));
  if (demand.type === 'poisson') return demandDistribution({ mean, variance: mean }, 1).probability;
  if (demand.type === 'negbin')
    return demandDistribution({ mean, variance: mean + mean ** 2 / (demand.k ?? 1) }, 1).probability;
  return lumps(demand, mean);
}

/** Each of some customers orders, or not, a lot of random size; the price acts on whether. */
function lumps({ customers = 1, sizes = [] }: TrueDemand, mean: number): Float64Array {
  const lot = sizes.reduce((sum, [units, share]) => sum + units * share, 0);
  const orders = Math.min(0.95, mean / (customers * lot));
  let chances = [1];
  for (let customer = 0; customer < customers; customer++) {
    const after: number[] = [];
    const add = (units: number, share: number) => {
      after[units] = (after[units] ?? 0) + share;
    };
    chances.forEach((share, units) => {
      add(units, share * (1 - orders));
      for (const [more, chance] of sizes) add(units + more, share * orders * chance);
    });
    chances = Array.from(after, (share) => share ?? 0);
  }
  return Float64Array.from(chances);
}
