/**
 * Adjust p-values for how many were tested: the least false discovery rate at which each would be a discovery
 * (Benjamini & Hochberg 1995; R's `p.adjust(p, 'BH')`).
 *
 * @param pValues - 0 to 1, in any order; not changed
 * @param tested - tests made, if more than are given: the others are taken as no smaller than the largest given
 * @returns one a p-value, in the order given, 0 to 1
 */
export function adjustForDiscoveries(pValues: readonly number[], tested = pValues.length): number[] {
  const order = pValues.map((_, place) => place).sort((a, b) => (pValues[b] ?? 0) - (pValues[a] ?? 0));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 1;
  order.forEach((place, fromLargest) => {
    least = Math.min(least, ((pValues[place] ?? 1) * tested) / (pValues.length - fromLargest));
    adjusted[place] = least;
  });
  return adjusted;
}
