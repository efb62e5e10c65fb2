/** How fast the level follows: slow enough that a shock is seen as one, fast enough that a trend is not. */
const MEMORY = 0.2;
/** Share of a block's steps that must have been observed for its sum to be told. */
const LEAST_OBSERVED_SHARE = 0.5;

/**
 * Tell the shocks of a series' newest blocks: each block's sum less what simple exponential smoothing (Brown 1956, α = 0.2,
 * begun with the plain mean) expected of it. The cheapest forecast errors there are, at the same times for every series that ends
 * on the same day, so that series can be compared by them.
 *
 * @param values - oldest first, NaN = not observed; not changed
 * @param blockSteps - steps of a block: 7 for weeks of days; the last block ends on the last step
 * @param count - blocks told of
 * @returns [count], oldest first, in units of a block's sum; NaN where the block or all before it was not observed
 */
export function levelShocks(values: ArrayLike<number>, blockSteps: number, count: number): Float64Array {
  const blocks = Math.floor(values.length / blockSteps);
  const shocks = new Float64Array(count).fill(Number.NaN);
  let level = Number.NaN;
  let seen = 0;
  for (let block = 0; block < blocks; block++) {
    const end = values.length - (blocks - 1 - block) * blockSteps;
    const sum = sumOfBlock(values, end - blockSteps, end);
    if (Number.isNaN(sum)) continue;
    const place = count - blocks + block;
    if (seen > 0 && place >= 0) shocks[place] = sum - level;
    seen++;
    level = seen === 1 ? sum : level + Math.max(MEMORY, 1 / seen) * (sum - level);
  }
  return shocks;
}

/** Add up steps, those not observed taken as the mean of the others; NaN when too few were. */
function sumOfBlock(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  let observed = 0;
  for (let t = from; t < to; t++) {
    if (Number.isNaN(values[t]!)) continue;
    sum += values[t]!;
    observed++;
  }
  return observed < LEAST_OBSERVED_SHARE * (to - from) ? Number.NaN : (sum * (to - from)) / observed;
}
