/** Weight of the newest demand, size or bucket: the usual 0.1 of the literature and of R's `croston`. */
const ALPHA = 0.1;

/**
 * Estimate demand per step by the method of Croston (1972): size and interval of demands, each smoothed when one occurs.
 *
 * Both start at the first seen; the first interval counts from the series' start. Its forecast is too high by about a twentieth
 * (Syntetos & Boylan 2001), and stays where it was while nothing sells.
 *
 * @param y - [n] ≥ 0, complete
 * @returns per step, ≥ 0; 0 where nothing was ever sold
 */
export function crostonMean(y: Float64Array): number {
  let size = 0;
  let interval = 0;
  let since = 0;
  for (const value of y) {
    since++;
    if (!(value > 0)) continue;
    const share = interval === 0 ? 1 : ALPHA;
    size += share * (value - size);
    interval += share * (since - interval);
    since = 0;
  }
  return interval > 0 ? size / interval : 0;
}

/** Take Croston's bias away: times 1 − α/2 (Syntetos & Boylan 2005, eq. 3). */
export function sbaMean(y: Float64Array): number {
  return (1 - ALPHA / 2) * crostonMean(y);
}

/**
 * Estimate demand per step by Teunter, Syntetos & Babai (2011): the chance of demand smoothed at every step, its size when one occurs,
 * so that the forecast falls while nothing sells. Chance and size start as the first demand shows them.
 */
export function tsbMean(y: Float64Array): number {
  const first = y.findIndex((value) => value > 0);
  if (first < 0) return 0;
  let chance = 1 / (first + 1);
  let size = y[first]!;
  for (let t = first + 1; t < y.length; t++) {
    const occurs = y[t]! > 0;
    chance += ALPHA * ((occurs ? 1 : 0) - chance);
    if (occurs) size += ALPHA * (y[t]! - size);
  }
  return chance * size;
}

/**
 * Estimate demand per step by ADIDA (Nikolopoulos, Syntetos, Boylan, Petropoulos & Assimakopoulos 2011): sums over buckets as long as
 * the mean interval between demands, smoothed, and spread evenly. Steps that fill no bucket are the oldest and left out.
 */
export function adidaMean(y: Float64Array): number {
  let demands = 0;
  for (const value of y) if (value > 0) demands++;
  if (demands === 0) return 0;
  const bucket = Math.max(1, Math.round(y.length / demands));
  let level = Number.NaN;
  for (let start = y.length % bucket; start < y.length; start += bucket) {
    let sum = 0;
    for (let t = start; t < start + bucket; t++) sum += y[t]!;
    level = Number.isNaN(level) ? sum : level + ALPHA * (sum - level);
  }
  return level / bucket;
}
