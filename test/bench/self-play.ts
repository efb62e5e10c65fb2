import { createRandom, type Random, samplePoisson } from '../../lib/numeric/index.ts';
import {
  bendPrior,
  demandAnswer,
  fitDemand,
  listPricePrior,
  priceLadder,
} from '../../lib/operations/index.ts';
import { triedLadder } from '../../lib/operations/tried-ladder.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { collusionGain, DUOPOLY, monopolyPrice, nashPrice, profitAt, sharesAt } from './duopoly.ts';

/** All that a seller remembers: its own prices, in millionths, and its own units, by week. Nobody tells it of a rival. */
export type OwnHistory = { priceMicros: number[]; units: number[] };

const MARKET_UNITS = 300;
const REFIT_WEEKS = 4;
const TEST_SHARE = 0.2;
/** Two years, as the night's history. */
const MEMORY_WEEKS = 104;
const FIRST_WEEKS = 52;
const MICROS = 1e6;

const LIMITS = {
  floorMicros: 1.05 * DUOPOLY.unitCost * MICROS,
  ceilingMicros: null,
  largestStep: 0.1,
  roundingStepMicros: 1000,
  charmEndingMicros: null,
};

/**
 * Find the price that the nightly rule would charge: own demand fitted to own prices, every rung of the ladder that was tried
 * valued by it, the best one taken. Stock is ample, so that price alone counts.
 */
export function ownPrice(
  { priceMicros, units }: OwnHistory,
  currentMicros: number,
  memoryWeeks = MEMORY_WEEKS,
): number {
  const kept = Math.max(0, units.length - memoryWeeks);
  const demand = units.slice(kept).flatMap((week) => new Array<number>(7).fill(week / 7));
  const priceSteps = priceMicros.slice(kept).map((micros, week): [number, number] => [7 * week, micros]);
  // the answer is told relative to the newest price: it is the one in force
  priceSteps.push([demand.length - 1, currentMicros]);
  const record = {
    ...{ start: '2020-01-06', demand, censoredDays: [], priceSource: 'list' as const },
    groups: [{ priceGroup: '', demand, priceSteps }],
  };
  const half = LIMITS.largestStep / 2;
  const costMicros = DUOPOLY.unitCost * MICROS;
  const fit = fitDemand(record, listPricePrior(currentMicros, costMicros), {
    ratios: [1 - half, 1, 1 + half],
    prior: bendPrior(currentMicros, costMicros),
  });
  const ladder = priceLadder(currentMicros, { limits: LIMITS, currency: 'EUR', guardPrice });
  const open = triedLadder(ladder, fit).priceMicros;
  const worth = (micros: number) => (micros - costMicros) * demandAnswer(fit.ways, micros / currentMicros);
  return open.reduce((best, micros) => (worth(micros) > worth(best) ? micros : best));
}

type Seller = { history: OwnHistory; baseMicros: number };

/**
 * Let two sellers run the price rule against each other: each learns from its own weeks alone, anew every four weeks, and
 * tests a price half a step to one side in a fifth of its weeks. They begin at prices drawn between 1.2 times
 * the cost and beyond the monopoly's.
 *
 * @param options.weeks - traded after a first year at prices that wander
 * @returns the collusion gain Δ over the last quarter of the weeks, at the prices charged, tests included
 */
export function selfPlay({
  seed,
  weeks,
  memoryWeeks = MEMORY_WEEKS,
}: {
  seed: number;
  weeks: number;
  memoryWeeks?: number;
}): number {
  const random = createRandom(seed);
  const sellers: [Seller, Seller] = [openSeller(random), openSeller(random)];
  let profit = 0;
  const counted = Math.ceil(weeks / 4);
  for (let week = 0; week < FIRST_WEEKS + weeks; week++) {
    const prices = sellers.map((seller) => chargedIn(seller, { week, memoryWeeks, random }) / MICROS);
    const [one = 0, other = 0] = prices;
    const shares = sharesAt([one, other]);
    sellers.forEach(({ history }, i) => {
      history.priceMicros.push(Math.round((prices[i] ?? 0) * MICROS));
      history.units.push(samplePoisson(random, MARKET_UNITS * (shares[i] ?? 0)));
    });
    if (week >= FIRST_WEEKS + weeks - counted)
      profit += (profitAt(one, other) + profitAt(other, one)) / 2 / counted;
  }
  return collusionGain(profit);
}

function openSeller(random: Random): Seller {
  const [least, most] = [1.2, 1.1 * monopolyPrice()];
  const baseMicros = Math.round((least + (most - least) * random()) * 1000) * 1000;
  return { history: { priceMicros: [], units: [] }, baseMicros };
}

/** The price of a week: learnt every four weeks after the first year, and now and then a test of half a step. */
function chargedIn(
  seller: Seller,
  { week, memoryWeeks, random }: { week: number; memoryWeeks: number; random: Random },
): number {
  if (week >= FIRST_WEEKS && week % REFIT_WEEKS === 0)
    seller.baseMicros = ownPrice(seller.history, seller.baseMicros, memoryWeeks);
  if (random() >= TEST_SHARE) return seller.baseMicros;
  const tested = seller.baseMicros * (1 + (random() < 0.5 ? -0.5 : 0.5) * LIMITS.largestStep);
  return Math.max(LIMITS.floorMicros, Math.round(tested / 1000) * 1000);
}

const PRICES = 15;
const BEYOND = 0.1;
/** As published: α = .15, exploration e^(−4·10⁻⁶ t), γ = .95, each remembers both last prices. */
const LEARNING = { rate: 0.15, decay: 4e-6, discount: 0.95 } as const;

/**
 * Let two plain Q-learners face each other, each with both last prices as its state (Calvano et al. 2020, §III.B): what the
 * price rule must not become.
 *
 * @returns Δ at the greedy policies' prices over the last 1,000 periods
 */
export function playQLearners({ seed, periods }: { seed: number; periods: number }): number {
  const random = createRandom(seed);
  const [nash, monopoly] = [nashPrice(), monopolyPrice()];
  const margin = BEYOND * (monopoly - nash);
  const prices = Array.from(
    { length: PRICES },
    (_, i) => nash - margin + (i * (monopoly - nash + 2 * margin)) / (PRICES - 1),
  );
  const payoffs = Float64Array.from({ length: PRICES * PRICES }, (_, pair) =>
    profitAt(prices[Math.floor(pair / PRICES)]!, prices[pair % PRICES]!),
  );
  const tables = [0, 1].map(() => firstTable(payoffs));
  let state = 0;
  let profit = 0;
  for (let period = 0; period < periods; period++) {
    const last = period >= periods - 1000;
    const explore = last ? 0 : Math.exp(-LEARNING.decay * period);
    const [one, other] = [0, 1].map((i) =>
      random() < explore ? Math.floor(random() * PRICES) : bestOf(tables[i]!, state),
    ) as [number, number];
    // each sees its own price first
    const next = one * PRICES + other;
    const rewards = [payoffs[one * PRICES + other]!, payoffs[other * PRICES + one]!];
    [one, other].forEach((action, i) => {
      const table = tables[i]!;
      const k = state * PRICES + action;
      const target = rewards[i]! + LEARNING.discount * table[next * PRICES + bestOf(table, next)]!;
      table[k]! += LEARNING.rate * (target - table[k]!);
    });
    state = next;
    if (last) profit += (rewards[0]! + rewards[1]!) / 2000;
  }
  return collusionGain(profit);
}

/** Begin with what a price earns against a rival who prices at random, for ever (eq. 8). */
function firstTable(payoffs: Float64Array): Float64Array {
  const mean = Float64Array.from({ length: PRICES }, (_, own) => {
    const row = payoffs.subarray(own * PRICES, (own + 1) * PRICES);
    return row.reduce((sum, one) => sum + one, 0) / PRICES / (1 - LEARNING.discount);
  });
  return Float64Array.from({ length: PRICES ** 3 }, (_, k) => mean[k % PRICES]!);
}

function bestOf(table: Float64Array, state: number): number {
  const first = state * PRICES;
  let best = 0;
  for (let action = 1; action < PRICES; action++)
    if (table[first + action]! > table[first + best]!) best = action;
  return best;
}
