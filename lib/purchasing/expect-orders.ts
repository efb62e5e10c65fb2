import { gaussLegendre, hypergeometric } from '../numeric/index.ts';
import { type BetaGeometric, chancesPassed } from './beta-geometric.ts';
import type { BuyerCounts } from './buyer-counts.ts';
import type { Nbd } from './nbd.ts';
import type { ParetoNbd } from './pareto-nbd.ts';
import { goneAgainstAlive } from './pareto-tail.ts';

/** A fitted model of when buyers order; plain JSON. Times are in the unit it was fitted in. */
export type OrderModel = BetaGeometric | ParetoNbd | Nbd;

const RULE = gaussLegendre(16);

/**
 * Tell how likely a buyer still orders at all, given its history (Fader, Hardie & Lee 2005; Schmittlein et al. 1987, eq. 11).
 *
 * @returns 0 to 1; 1 under NBD, and under BG/NBD for a buyer without a repeat order, which had no chance to drop out
 */
export function probabilityAlive(model: OrderModel, buyer: BuyerCounts): number {
  if (model.kind === 'nbd') return 1;
  if (model.kind === 'pareto-nbd')
    return Math.exp(
      -goneAgainstAlive(model, buyer.frequency, lastOrder(buyer), buyer.age, new Float64Array(4)),
    );
  const { r, alpha, a, b } = model;
  const chances = chancesPassed(model.kind, buyer.frequency);
  if (chances === 0) return 1;
  const growth = (r + buyer.frequency) * Math.log((alpha + buyer.age) / (alpha + lastOrder(buyer)));
  return 1 / (1 + (a / (b + chances - 1)) * Math.exp(growth));
}

/**
 * Tell how likely a buyer orders at least once in the next `duration`.
 *
 * BG/NBD, MBG/NBD and NBD in closed form, P(alive) · (1 − (α' / (α' + t))^r') with r' = r + x, α' = α + T: nobody drops out
 * between orders. Pareto/NBD by quadrature over the time of the first order.
 *
 * @returns 0 to 1
 */
export function probabilityOfOrder(model: OrderModel, buyer: BuyerCounts, duration: number): number {
  const { r, alpha } = rateGiven(model, buyer);
  const alive = probabilityAlive(model, buyer);
  if (model.kind !== 'pareto-nbd') return -alive * Math.expm1(r * Math.log(alpha / (alpha + duration)));
  const beta = model.beta + buyer.age;
  // substituting the logarithm of α' + u leaves a smooth integrand
  const width = Math.log1p(duration / alpha);
  let total = 0;
  RULE.nodes.forEach((node, k) => {
    const u = alpha * Math.expm1(width * node);
    total += RULE.weights[k]! * Math.exp(-r * width * node - model.s * Math.log1p(u / beta));
  });
  return alive * Math.min(1, r * width * total);
}

/**
 * Expect how many orders a buyer places in the next `duration`.
 *
 * Pareto/NBD: Schmittlein et al. 1987, eq. 22. BG/NBD: Fader, Hardie & Lee 2005, eq. 10, in the form
 * P(alive) · r' ∫₀^τ E[(1 + pu)^−(r'+1)] du, τ = t / (α + T), p ~ Beta(a, b + x), which unlike theirs has no 0/0 at a = 1.
 *
 * @returns ≥ 0
 */
export function expectedOrders(model: OrderModel, buyer: BuyerCounts, duration: number): number {
  const { r, alpha } = rateGiven(model, buyer);
  if (model.kind === 'nbd') return (r * duration) / alpha;
  const alive = probabilityAlive(model, buyer);
  if (model.kind === 'pareto-nbd') {
    const beta = model.beta + buyer.age;
    return ((alive * r) / alpha) * livedTime(model.s, beta, duration);
  }
  return alive * whileAlive(model, chancesPassed(model.kind, buyer.frequency), r, duration / alpha);
}

/**
 * Expect how many repeat orders a new buyer places in its first `duration` (Fader, Hardie & Lee 2005, eq. 9;
 * Schmittlein et al. 1987, eq. 17).
 *
 * @returns ≥ 0
 */
export function expectedOrdersOfNewBuyer(model: OrderModel, duration: number): number {
  return expectedOrders(model, { frequency: 0, recency: 0, age: 0 }, duration);
}

/**
 * Tell by when a buyer orders next with a given chance.
 *
 * @param probability - 0 to 1, over all futures, never ordering again included
 * @returns time from now; `null` where the buyer has more likely dropped out
 */
export function nextOrderWithin(model: OrderModel, buyer: BuyerCounts, probability: number): number | null {
  if (model.kind === 'pareto-nbd') return searchNextOrder(model, buyer, probability);
  const { r, alpha } = rateGiven(model, buyer);
  const share = probability / probabilityAlive(model, buyer);
  if (!(share < 1)) return null;
  const within = alpha * Math.expm1(-Math.log1p(-share) / r);
  return Number.isFinite(within) ? within : null;
}

function searchNextOrder(model: ParetoNbd, buyer: BuyerCounts, probability: number): number | null {
  let high = Math.max(buyer.age, 1);
  while (probabilityOfOrder(model, buyer, high) < probability) {
    high *= 2;
    if (high > 1e9 * Math.max(buyer.age, 1)) return null;
  }
  let low = 0;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (probabilityOfOrder(model, buyer, middle) < probability) low = middle;
    else high = middle;
  }
  return high;
}

/** The buyer's own rate of orders while alive: gamma with shape r + x and rate alpha + T. */
function rateGiven(model: OrderModel, { frequency, age }: BuyerCounts): { r: number; alpha: number } {
  return { r: model.r + frequency, alpha: model.alpha + age };
}

function lastOrder({ frequency, recency }: BuyerCounts): number {
  return frequency === 0 ? 0 : recency;
}

/** E[∫₀ᵗ e^(−μu) du] with μ ~ gamma(s, β): β/(s−1) · (1 − (β/(β+t))^(s−1)), whose limit at s = 1 is β ln(1 + t/β). */
function livedTime(s: number, beta: number, duration: number): number {
  const stretch = Math.log1p(duration / beta);
  const power = (1 - s) * stretch;
  return Math.abs(power) < 1e-12 ? beta * stretch : (beta * Math.expm1(power)) / (1 - s);
}

function whileAlive({ a, b }: BetaGeometric, chances: number, r: number, reach: number): number {
  let total = 0;
  RULE.nodes.forEach((node, k) => {
    total += RULE.weights[k]! * hypergeometric(r + 1, a, a + b + chances, -reach * node);
  });
  return r * reach * total;
}
