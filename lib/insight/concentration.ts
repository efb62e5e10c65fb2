/**
 * Measure how concentrated amounts are: the Herfindahl–Hirschman index, the sum of squared shares.
 *
 * @param amounts - any unit; negative ones count as 0
 * @returns 1/n (all equal) to 1 (one has all); `null` when nothing is positive
 */
export function herfindahl(amounts: readonly number[]): number | null {
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
export function gini(amounts: readonly number[]): number | null {
  const ascending = positive(amounts).sort((a, b) => a - b);
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
export function topShare(amounts: readonly number[], count: number): number | null {
  const descending = positive(amounts).sort((a, b) => b - a);
  const total = sum(descending);
  return total === 0 ? null : sum(descending.slice(0, count)) / total;
}

const positive = (amounts: readonly number[]) => amounts.map((amount) => Math.max(amount, 0));

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
