import type { Analysis } from '../domain/index.ts';
import { separateCuts } from './suppression.ts';

const TOP = 10;
const LORENZ_STEPS = 20;

/**
 * Measure how concentrated amounts are: the Herfindahl–Hirschman index, the sum of squared shares.
 *
 * @param amounts - any unit; negative ones count as 0
 * @returns 1/n (all equal) to 1 (one has all); `null` when nothing is positive
 */
export function herfindahl(amounts: ArrayLike<number>): number | null {
  const held = positive(amounts);
  const total = sum(held);
  if (total === 0) return null;
  return held.reduce((index, amount) => index + (amount / total) ** 2, 0);
}

/**
 * Measure how unequal amounts are: the Gini coefficient, G = 2 Σ i·x₍ᵢ₎ / (n Σ x) − (n + 1) / n with x ascending
 * (Dorfman 1979; no small-sample correction).
 *
 * @param amounts - any unit; negative ones count as 0, and zeros count
 * @returns 0 (all equal) to (n − 1)/n; `null` when nothing is positive
 */
export function gini(amounts: ArrayLike<number>): number | null {
  const ascending = positive(amounts).sort();
  const total = sum(ascending);
  if (total === 0) return null;
  const n = ascending.length;
  const weighted = ascending.reduce((total, amount, i) => total + (i + 1) * amount, 0);
  return Math.max((2 * weighted) / (n * total) - (n + 1) / n, 0);
}

/**
 * Tell what share the greatest amounts hold.
 *
 * @param amounts - any unit; negative ones count as 0
 * @param count - how many of the greatest
 * @returns 0 to 1; `null` when nothing is positive
 */
export function topShare(amounts: ArrayLike<number>, count: number): number | null {
  const ascending = positive(amounts).sort();
  const total = sum(ascending);
  return total === 0 ? null : sum(ascending.subarray(Math.max(ascending.length - count, 0))) / total;
}

/**
 * Walk the Lorenz curve: what share the smallest so many amounts hold together.
 *
 * @param amounts - any unit; negative ones count as 0
 * @param counts - how many of the smallest, ascending
 * @returns shares 0 to 1, one a count; empty when nothing is positive
 */
export function lorenzShares(amounts: ArrayLike<number>, counts: readonly number[]): number[] {
  const ascending = positive(amounts).sort();
  const total = sum(ascending);
  if (total === 0) return [];
  let held = 0;
  let seen = 0;
  return counts.map((count) => {
    held += sum(ascending.subarray(seen, count));
    seen = count;
    return held / total;
  });
}

/**
 * Tell how much of a market hangs on few buyers and SKUs. Figures of buyers are `null` below five of them, and cuts that
 * would set fewer than five apart are not made.
 *
 * @param bought - revenue by buyer, minor units
 * @param sold - revenue by SKU, minor units
 */
export function concentrationOf(
  bought: ArrayLike<number>,
  sold: ArrayLike<number>,
): Analysis['concentration'] {
  const buyers = bought.length;
  const tenth = Math.ceil(buyers / 10);
  const steps = Array.from({ length: LORENZ_STEPS + 1 }, (_, step) =>
    Math.round((buyers * step) / LORENZ_STEPS),
  );
  const cuts = separateCuts(buyers, [TOP, tenth, ...steps]);
  const shareOfTop = (count: number) => (cuts.has(count) ? topShare(bought, count) : null);
  // what is cut from the top leaves so many of the smallest
  const smallest = [...cuts]
    .map((cut) => buyers - Math.min(cut, buyers))
    .sort((a, b) => a - b)
    .filter((count, i, all) => count !== all[i - 1]);
  const shares = lorenzShares(bought, smallest);
  return {
    buyerHerfindahl: cuts.size === 0 ? null : herfindahl(bought),
    buyerGini: cuts.size === 0 ? null : gini(bought),
    topTenBuyersShare: shareOfTop(TOP),
    topTenSkusShare: topShare(sold, TOP) ?? 0,
    topTenthBuyersShare: shareOfTop(tenth),
    skuGini: gini(sold),
    lorenz: shares.map((revenueShare, i) => ({ buyersShare: smallest[i]! / buyers, revenueShare })),
  };
}

const positive = (amounts: ArrayLike<number>) => Float64Array.from(amounts, (amount) => Math.max(amount, 0));

const sum = (amounts: Float64Array) => amounts.reduce((total, amount) => total + amount, 0);
