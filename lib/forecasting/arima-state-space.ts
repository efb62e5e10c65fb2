import { differencePolynomial, NO_SEASON, type SeasonalPart } from './arima-polynomials.ts';

/**
 * An ARIMA process in state-space form (Harvey 1989, §3.3; levels as in R's arima): the first r = max(p, q + 1) states carry
 * the differenced series, the last d + D·m are the levels before. A level that is not observed so stays missing as a level.
 */
export type ArimaSystem = {
  r: number;
  /** Number of states, r + d + D·m. */
  size: number;
  /** [r] autoregression, padded with 0. */
  phi: Float64Array;
  /** [size] 1, θ₁ … θ_q, zeros: what a shock adds to each state. */
  shock: Float64Array;
  /** [size] 1, zeros, then the weights of the levels before: what is observed of the states. */
  observe: Float64Array;
  /** [size × size] row-major: shock · shockᵀ. */
  noise: Float64Array;
};

/**
 * Write down the system of an ARIMA process.
 *
 * @param ar - [p] in R's sign, multiplied out with the seasonal part
 * @param ma - [q] in R's sign, multiplied out: w_t = … + e_t + Σ θ_j e_{t−j}
 * @param d - how often the series is differenced
 * @param seasonal - of which the seasonal differences are read
 */
export function createArimaSystem(
  ar: ArrayLike<number>,
  ma: ArrayLike<number>,
  d: number,
  { order: [, D], period }: SeasonalPart = NO_SEASON,
): ArimaSystem {
  const levels = differencePolynomial(d, D, period).slice(1);
  const r = Math.max(ar.length, ma.length + 1);
  const size = r + levels.length;
  const phi = new Float64Array(r);
  phi.set(ar);
  const shock = new Float64Array(size);
  shock[0] = 1;
  shock.set(ma, 1);
  const observe = new Float64Array(size);
  observe[0] = 1;
  // y_t is w_t less the other terms of the polynomial
  for (let i = 0; i < levels.length; i++) observe[r + i] = -levels[i]!;
  const noise = new Float64Array(size * size);
  for (let i = 0; i < r; i++) for (let j = 0; j < r; j++) noise[i * size + j] = shock[i]! * shock[j]!;
  return { r, size, phi, shock, observe, noise };
}

/**
 * Move a state one step ahead: T·a.
 *
 * @param out - [size], overwritten; not the same array as `state`
 */
export function moveState(system: ArimaSystem, state: Float64Array, out: Float64Array): void {
  const { r, size, phi, observe } = system;
  const head = state[0]!;
  for (let i = 0; i < r; i++) out[i] = phi[i]! * head + (i + 1 < r ? state[i + 1]! : 0);
  if (size === r) return;
  let level = 0;
  for (let i = 0; i < size; i++) level += observe[i]! * state[i]!;
  for (let i = size - 1; i > r; i--) out[i] = state[i - 1]!;
  out[r] = level;
}

/**
 * Move a covariance one step ahead: T·P·Tᵀ, without the noise.
 *
 * @param covariance - [size × size] row-major, symmetric; overwritten
 * @param scratch - [size × size], overwritten
 */
export function moveCovariance(system: ArimaSystem, covariance: Float64Array, scratch: Float64Array): void {
  // T·P, then T·(T·P)ᵀ: both times T meets columns, which its sparse rows make cheap.
  moveColumns(system, covariance, scratch);
  transposeInPlace(scratch, system.size);
  moveColumns(system, scratch, covariance);
}

/**
 * Compute the covariance of the stationary states, Σ Tᵏ V Tᵏᵀ, by doubling (Anderson & Moore 1979, §4.3).
 *
 * @returns [size × size] row-major, in units of the shock's variance; zero for the levels
 */
export function stationaryCovariance(system: ArimaSystem): Float64Array {
  const { r, size, phi } = system;
  let power: Float64Array = new Float64Array(r * r);
  for (let i = 0; i < r; i++) {
    power[i * r] = phi[i]!;
    if (i + 1 < r) power[i * r + i + 1] = 1;
  }
  let sum: Float64Array = new Float64Array(r * r);
  for (let i = 0; i < r; i++) for (let j = 0; j < r; j++) sum[i * r + j] = system.noise[i * size + j]!;
  for (let doubling = 0; doubling < 64; doubling++) {
    const added = multiply(multiply(power, sum, r, false), power, r, true);
    let largest = 0;
    for (let i = 0; i < r; i++) largest = Math.max(largest, added[i * r + i]! / (sum[i * r + i]! || 1));
    sum = sum.map((entry, i) => entry + added[i]!);
    if (!(largest > 1e-17)) break;
    power = multiply(power, power, r, false);
  }
  const covariance = new Float64Array(size * size);
  for (let i = 0; i < r; i++) for (let j = 0; j < r; j++) covariance[i * size + j] = sum[i * r + j]!;
  return covariance;
}

function moveColumns(system: ArimaSystem, matrix: Float64Array, out: Float64Array): void {
  const { r, size, phi, observe } = system;
  for (let j = 0; j < size; j++) {
    const head = matrix[j]!;
    for (let i = 0; i < r; i++) {
      out[i * size + j] = phi[i]! * head + (i + 1 < r ? matrix[(i + 1) * size + j]! : 0);
    }
    if (size === r) continue;
    let level = head;
    for (let i = r; i < size; i++) level += observe[i]! * matrix[i * size + j]!;
    for (let i = size - 1; i > r; i--) out[i * size + j] = matrix[(i - 1) * size + j]!;
    out[r * size + j] = level;
  }
}

function transposeInPlace(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const kept = matrix[i * size + j]!;
      matrix[i * size + j] = matrix[j * size + i]!;
      matrix[j * size + i] = kept;
    }
  }
}

function multiply(a: Float64Array, b: Float64Array, n: number, transposeB: boolean): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k]! * (transposeB ? b[j * n + k]! : b[k * n + j]!);
      out[i * n + j] = sum;
    }
  }
  return out;
}
