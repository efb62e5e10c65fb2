/** A decision that held in a month, and what its own policy expected of it, minor units over its days. */
export type ExpectedGain = { expectedMinor: number };

/**
 * Trace a measured amount to the decisions behind it. Each earns what was expected of it as long as so much was measured; where less
 * was, all of them that share of it, rounded so that they add up. One of which nothing was expected earns nothing, and of a
 * loss none earns anything: what is traced to no decision is the rest.
 *
 * @param totalMinor - what was measured, whole
 * @returns what each earned, in their order, and the rest; together exactly the total
 */
export function traceDecisions(
  totalMinor: number,
  decisions: readonly ExpectedGain[],
): { earnedMinor: number[]; restMinor: number } {
  const expected = decisions.map(({ expectedMinor }) => Math.max(0, expectedMinor));
  const sum = expected.reduce((total, one) => total + one, 0);
  const earnedMinor =
    sum <= totalMinor
      ? expected
      : totalMinor <= 0
        ? expected.map(() => 0)
        : shareOut(totalMinor, expected, sum);
  return { earnedMinor, restMinor: totalMinor - earnedMinor.reduce((total, one) => total + one, 0) };
}

/** By largest remainders (Hamilton): of equal ones the earlier gets the odd unit. */
function shareOut(total: number, weights: readonly number[], sum: number): number[] {
  const exact = weights.map((weight) => (total / sum) * weight);
  const shared = exact.map(Math.floor);
  const odd = total - shared.reduce((all, one) => all + one, 0);
  const places = exact.map((value, place) => ({ place, left: value - Math.floor(value) }));
  places.sort((one, other) => other.left - one.left || one.place - other.place);
  for (const { place } of places.slice(0, odd)) shared[place]!++;
  return shared;
}
