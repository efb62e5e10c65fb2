import { partialOfCoefficients } from './autoregression.ts';

/** Covariances by lag of a mixed process w with shocks e of variance 1, and of its moving average u_t = e_t + Σ θ_j e_{t−j}. */
export type ArmaCovariances = {
  /** [count] of w_t with w_{t−lag}. */
  process: Float64Array;
  /** [q + 1] of u_t with w_{t−lag}. */
  cross: Float64Array;
  /** [q + 1] of u_t with u_{t−lag}. */
  shocks: Float64Array;
};

/**
 * Compute the autocovariances of a mixed process: those of its autoregression (Durbin–Levinson, run backwards) filtered by its
 * moving average. O(p² + (count + q)·(p + q)).
 *
 * @param ar - [p] in R's sign
 * @param ma - [q] in R's sign
 * @param count - lags of the process asked for, from 0 on
 * @returns `null` when the process is not stationary
 */
export function armaCovariances(ar: Float64Array, ma: Float64Array, count: number): ArmaCovariances | null {
  const q = ma.length;
  const theta = Float64Array.of(1, ...ma);
  const plain = autoregressionCovariances(ar, count + q);
  if (!plain) return null;
  const shocks = new Float64Array(q + 1);
  const cross = new Float64Array(q + 1);
  const psi = shockResponse(ar, theta);
  for (let lag = 0; lag <= q; lag++) {
    for (let j = lag; j <= q; j++) {
      shocks[lag]! += theta[j]! * theta[j - lag]!;
      cross[lag]! += theta[j]! * psi[j - lag]!;
    }
  }
  const process = new Float64Array(count);
  for (let lag = 0; lag < count; lag++) {
    let sum = shocks[0]! * plain[lag]!;
    for (let j = 1; j <= q; j++) {
      if (shocks[j] !== 0) sum += shocks[j]! * (plain[lag + j]! + plain[Math.abs(lag - j)]!);
    }
    process[lag] = sum;
  }
  return { process, cross, shocks };
}

/** [count] autocovariances of an autoregression, from lag 0 on; `null` when it is not stationary. */
function autoregressionCovariances(ar: Float64Array, count: number): Float64Array | null {
  const partial = partialOfCoefficients(ar);
  if (!partial) return null;
  const p = ar.length;
  const covariance = new Float64Array(Math.max(1, count));
  let variance = 1;
  for (const r of partial) variance /= 1 - r * r;
  covariance[0] = variance;
  const coefficients = new Float64Array(p);
  for (let lag = 1; lag < count; lag++) {
    const known = Math.min(lag - 1, p);
    let sum = 0;
    for (let j = 0; j < known; j++) sum += coefficients[j]! * covariance[lag - 1 - j]!;
    if (lag > p) {
      covariance[lag] = sum;
      continue;
    }
    const r = partial[lag - 1]!;
    covariance[lag] = sum + r * variance;
    variance *= 1 - r * r;
    const before = coefficients.slice(0, known);
    for (let j = 0; j < known; j++) coefficients[j] = before[j]! - r * before[known - 1 - j]!;
    coefficients[known] = r;
  }
  return covariance;
}

/** [q + 1] ψ weights: what a shock leaves in the process after 0 … q steps. */
function shockResponse(ar: Float64Array, theta: Float64Array): Float64Array {
  const psi = Float64Array.from(theta);
  for (let j = 1; j < psi.length; j++) {
    const reach = Math.min(j, ar.length);
    for (let i = 1; i <= reach; i++) psi[j]! += ar[i - 1]! * psi[j - i]!;
  }
  return psi;
}
