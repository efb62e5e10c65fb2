/**
 * Turn partial autocorrelations into the coefficients of a stationary autoregression (Durbin 1960, Levinson 1947).
 *
 * @param partial - [p], each in (−1, 1)
 * @param jacobian - [p × p] row-major, overwritten with ∂coefficient_i / ∂partial_j when given
 * @returns [p] in R's sign: w_t = Σ φ_i w_{t−i} + e_t
 */
export function coefficientsOfPartial(partial: Float64Array, jacobian?: Float64Array): Float64Array {
  const p = partial.length;
  const coefficients = new Float64Array(p);
  const before = new Float64Array(p);
  const jacobianBefore = jacobian && new Float64Array(p * p);
  jacobian?.fill(0);
  for (let k = 0; k < p; k++) {
    const r = partial[k]!;
    before.set(coefficients);
    for (let j = 0; j < k; j++) coefficients[j] = before[j]! - r * before[k - 1 - j]!;
    coefficients[k] = r;
    if (!jacobian || !jacobianBefore) continue;
    jacobianBefore.set(jacobian);
    for (let j = 0; j < k; j++) {
      for (let m = 0; m < k; m++) {
        jacobian[j * p + m] = jacobianBefore[j * p + m]! - r * jacobianBefore[(k - 1 - j) * p + m]!;
      }
      jacobian[j * p + k] = -before[k - 1 - j]!;
    }
    jacobian[k * p + k] = 1;
  }
  return coefficients;
}

/**
 * Compute log(1 − tanh² z) = −2 log cosh z, exact where tanh has rounded to 1.
 */
export function logOneMinusSquare(z: number): number {
  const size = Math.abs(z);
  return -2 * (size + Math.log1p(Math.exp(-2 * size)) - Math.LN2);
}

/**
 * Turn coefficients into partial autocorrelations, the inverse of `coefficientsOfPartial`.
 *
 * @returns [p], or `null` when the autoregression is not stationary
 */
export function partialOfCoefficients(coefficients: ArrayLike<number>): Float64Array | null {
  const partial = Float64Array.from(coefficients);
  for (let k = partial.length - 1; k >= 0; k--) {
    const r = partial[k]!;
    if (!(Math.abs(r) < 1)) return null;
    const lower = partial.slice(0, k);
    for (let j = 0; j < k; j++) partial[j] = (lower[j]! + r * lower[k - 1 - j]!) / (1 - r * r);
  }
  return partial;
}

/**
 * Estimate partial autocorrelations from autocovariances of the observed pairs, by Durbin–Levinson (Yule–Walker).
 *
 * With gaps the autocovariances need not be those of any process: partials are kept within ±0.95, good enough to start from.
 *
 * @param w - mean zero, NaN = not observed
 * @param p - order
 */
export function yuleWalkerPartial(w: Float64Array, p: number): Float64Array {
  const partial = new Float64Array(p);
  const covariance = pairedAutocovariances(w, p);
  const coefficients = new Float64Array(p);
  let innovation = covariance[0]!;
  for (let k = 0; k < p && innovation > 0; k++) {
    let sum = covariance[k + 1]!;
    for (let j = 0; j < k; j++) sum -= coefficients[j]! * covariance[k - j]!;
    const r = Math.min(0.95, Math.max(-0.95, sum / innovation));
    const before = coefficients.slice(0, k);
    for (let j = 0; j < k; j++) coefficients[j] = before[j]! - r * before[k - 1 - j]!;
    coefficients[k] = r;
    partial[k] = r;
    innovation *= 1 - r * r;
  }
  return partial;
}

function pairedAutocovariances(w: Float64Array, p: number): Float64Array {
  const covariance = new Float64Array(p + 1);
  let squares = 0;
  let observed = 0;
  for (const value of w) {
    if (Number.isNaN(value)) continue;
    squares += value * value;
    observed++;
  }
  covariance[0] = observed === 0 ? 0 : squares / observed;
  for (let lag = 1; lag <= p; lag++) {
    let sum = 0;
    let pairs = 0;
    for (let t = lag; t < w.length; t++) {
      const product = w[t]! * w[t - lag]!;
      if (Number.isNaN(product)) continue;
      sum += product;
      pairs++;
    }
    // Without gaps (n − lag)/n keeps the sequence positive definite; the same share of the pairs serves with gaps.
    covariance[lag] = pairs === 0 ? 0 : (sum / pairs) * ((w.length - lag) / w.length);
  }
  return covariance;
}
