/** Difference a series d times; [n − d]. A difference that touches a gap is NaN. */
export function differenced(values: Float64Array, d: number): Float64Array {
  let current = values;
  for (let round = 0; round < d; round++) {
    const before = current;
    current = new Float64Array(Math.max(0, before.length - 1));
    for (let t = 0; t < current.length; t++) current[t] = before[t + 1]! - before[t]!;
  }
  return current;
}
