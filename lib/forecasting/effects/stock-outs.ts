/**
 * List the sold-out steps that say nothing of demand: those that sold less than the mean of the steps on which stock lasted.
 * What sold out above it is kept: at least that much was asked for.
 *
 * @param values - [n] NaN = not observed
 * @param stockOut - [n] above 0 where stock ran out
 * @returns their indices
 */
export function lowestStockOuts(values: Float64Array, stockOut: ArrayLike<number>): Set<number> {
  let sum = 0;
  let count = 0;
  const soldOut: number[] = [];
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t]!)) continue;
    if (stockOut[t]! > 0) soldOut.push(t);
    else {
      sum += values[t]!;
      count++;
    }
  }
  return new Set(soldOut.filter((t) => values[t]! < sum / count));
}
