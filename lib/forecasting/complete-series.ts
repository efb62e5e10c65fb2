/** A series without gaps, and which of its values were observed. */
export type CompleteSeries = {
  /** [n] from the first observation to the last value. */
  y: Float64Array;
  /** [n] 1 where observed, 0 where filled in. */
  observed: Uint8Array;
};

/**
 * Fill the gaps of a series, so that smoothing can run over it; leading ones are cut off.
 *
 * A gap inside is the line between its neighbours plus the season's mean distance from that line at its place, seen where
 * something was observed; one at the end holds the last level. Filled values never count as errors, and are not negative
 * where no observed one is.
 *
 * @param values - NaN = not observed, at least one is
 * @param period - steps; below 2 there is no season
 */
export function completeSeries(values: Float64Array, period: number): CompleteSeries {
  const from = values.findIndex((value) => !Number.isNaN(value));
  const y = values.slice(from);
  const observed = new Uint8Array(y.length);
  let known = 0;
  for (let t = 0; t < y.length; t++) {
    if (Number.isNaN(y[t]!)) continue;
    observed[t] = 1;
    known++;
  }
  if (known === y.length) return { y, observed };
  // before anything is filled in: a missing value compares with nothing
  const isNeverNegative = !y.some((value) => value < 0);
  const season = placeMeans(y, period >= 2 ? Math.round(period) : 1);
  const m = season.length;
  let before = 0;
  for (let t = 1; t < y.length; t++) {
    if (observed[t] === 0) continue;
    fillBetween(y, season, before, t);
    before = t;
  }
  const level = y[before]! - season[before % m]!;
  for (let t = before + 1; t < y.length; t++) y[t] = level + season[t % m]!;
  if (isNeverNegative) for (let t = 0; t < y.length; t++) y[t] = Math.max(0, y[t]!);
  return { y, observed };
}

function fillBetween(y: Float64Array, season: Float64Array, before: number, after: number): void {
  const m = season.length;
  const start = y[before]! - season[before % m]!;
  const end = y[after]! - season[after % m]!;
  for (let t = before + 1; t < after; t++) {
    const share = (t - before) / (after - before);
    y[t] = start + share * (end - start) + season[t % m]!;
  }
}

/** Mean of the observed values at each place of the season, less the mean of those means; 0 where nothing was seen. */
function placeMeans(y: Float64Array, period: number): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let t = 0; t < y.length; t++) {
    if (Number.isNaN(y[t]!)) continue;
    sums[t % period]! += y[t]!;
    counts[t % period]!++;
  }
  let total = 0;
  let seen = 0;
  for (let place = 0; place < period; place++) {
    if (counts[place] === 0) continue;
    total += sums[place]! / counts[place]!;
    seen++;
  }
  return sums.map((sum, place) => (counts[place]! > 1 ? sum / counts[place]! - total / seen : 0));
}
