import { fisherUpperTail, normalCdf } from '../../numeric/index.ts';

/**
 * Give by how much the exact tail of a two-valued series at a place exceeds the normal one that was used: rare values make
 * farther tails than a normal's. 1 for series of more than two values, whose scores have lighter tails than a normal's.
 *
 * @param size - standardised statistic at the place
 */
export function adjustTail(values: ArrayLike<number>, at: number, size: number): number {
  const n = values.length;
  const low = values[0]!;
  let high: number | null = null;
  let marked = 0;
  let after = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (value === low) continue;
    if (high !== null && value !== high) return 1;
    high = value;
    marked++;
    if (i >= at) after++;
  }
  const drawn = n - at;
  const expected = (marked * drawn) / n;
  const exact =
    after > expected
      ? fisherUpperTail(after, { total: n, marked, drawn })
      : fisherUpperTail(drawn - after, { total: n, marked: n - marked, drawn });
  return Math.max(1, exact / Math.max(normalCdf(-size), 1e-300));
}
