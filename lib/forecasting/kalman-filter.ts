import { type ArimaSystem, moveCovariance, moveState, stationaryCovariance } from './arima-state-space.ts';

/** What the filter found; variances are in units of the shock's variance σ². */
export type Filtered = {
  /** Observations that count: all but those that fix the levels. */
  count: number;
  /** Σ v²/F over them: n·σ² at its maximum. */
  squares: number;
  /** Σ log F over them, and over those that fix the levels. */
  logDeterminant: number;
  /** [size] and [size × size]: the state one step after the last value, predicted. */
  state: Float64Array;
  covariance: Float64Array;
  /** Levels that no observation has fixed. */
  unknownLevels: number;
};

/** Below this difference to the shock's own covariance a prediction is as good as with the whole past. */
const STEADY = 1e-12;

/**
 * Run the Kalman filter with missing values and an exact diffuse start of the levels (Durbin & Koopman 2012, §4.3, §5.2).
 *
 * Once the states are known but for the next shock (after p observed steps, or when the moving average has settled), the
 * covariance is that of the shock alone and a step costs O(size) until the next gap.
 *
 * @param values - [n], NaN = not observed; not changed
 */
export function filterArima(system: ArimaSystem, values: Float64Array): Filtered {
  const { r, size, noise, shock } = system;
  const filter: Filter = {
    system,
    state: new Float64Array(size),
    next: new Float64Array(size),
    covariance: stationaryCovariance(system),
    diffuse: new Float64Array(size * size),
    gain: new Float64Array(size),
    scratch: new Float64Array(size * size),
  };
  for (let i = r; i < size; i++) filter.diffuse[i * size + i] = 1;
  let unknownLevels = size - r;
  let steady = false;
  let count = 0;
  let squares = 0;
  let logDeterminant = 0;
  for (const value of values) {
    const seen = !Number.isNaN(value);
    if (steady && seen) {
      const error = value - observed(filter);
      squares += error * error;
      count++;
      for (let i = 0; i < r; i++) filter.state[i]! += shock[i]! * error;
      advanceState(filter);
      continue;
    }
    if (seen) {
      const fixed = unknownLevels > 0 ? observeDiffuse(filter, value) : 0;
      if (fixed > 0) {
        unknownLevels--;
        logDeterminant += Math.log(fixed);
        if (unknownLevels === 0) filter.diffuse.fill(0);
      } else {
        const { error, variance } = observe(filter, value);
        if (variance > 0) {
          squares += (error * error) / variance;
          logDeterminant += Math.log(variance);
        }
        count++;
      }
    }
    advanceState(filter);
    moveCovariance(system, filter.covariance, filter.scratch);
    for (let i = 0; i < noise.length; i++) filter.covariance[i]! += noise[i]!;
    if (unknownLevels > 0) moveCovariance(system, filter.diffuse, filter.scratch);
    steady = unknownLevels === 0 && isSteady(filter.covariance, noise);
    if (steady) filter.covariance.set(noise);
  }
  return {
    count,
    squares,
    logDeterminant,
    state: filter.state,
    covariance: filter.covariance,
    unknownLevels,
  };
}

type Filter = {
  system: ArimaSystem;
  state: Float64Array;
  next: Float64Array;
  covariance: Float64Array;
  diffuse: Float64Array;
  gain: Float64Array;
  scratch: Float64Array;
};

function observed({ system, state }: Filter): number {
  let sum = state[0]!;
  for (let i = system.r; i < system.size; i++) sum += system.observe[i]! * state[i]!;
  return sum;
}

/** Take an observation in; returns its prediction error and that error's variance. */
function observe(filter: Filter, value: number): { error: number; variance: number } {
  const { size } = filter.system;
  const { gain, state, covariance } = filter;
  const error = value - observed(filter);
  const variance = timesObserve(filter.system, covariance, gain);
  if (variance > 0) {
    for (let i = 0; i < size; i++) {
      const share = gain[i]! / variance;
      state[i]! += share * error;
      for (let j = 0; j < size; j++) covariance[i * size + j]! -= share * gain[j]!;
    }
  }
  return { error, variance };
}

/** Take an observation in that fixes a level (Durbin & Koopman, 5.13–5.14); 0 when it fixes none. */
function observeDiffuse(filter: Filter, value: number): number {
  const { size } = filter.system;
  const { gain, state, covariance, diffuse } = filter;
  const diffuseGain = new Float64Array(size);
  const diffuseVariance = timesObserve(filter.system, diffuse, diffuseGain);
  if (!(diffuseVariance > 1e-9)) return 0;
  const error = value - observed(filter);
  const variance = timesObserve(filter.system, covariance, gain);
  for (let i = 0; i < size; i++) {
    const share = diffuseGain[i]! / diffuseVariance;
    state[i]! += share * error;
    for (let j = 0; j < size; j++) {
      const other = diffuseGain[j]! / diffuseVariance;
      covariance[i * size + j]! += share * other * variance - gain[i]! * other - share * gain[j]!;
      diffuse[i * size + j]! -= share * diffuseGain[j]!;
    }
  }
  return diffuseVariance;
}

/** P·Z into `gain` (overwritten); returns Zᵀ·P·Z. */
function timesObserve(system: ArimaSystem, covariance: Float64Array, gain: Float64Array): number {
  const { r, size, observe } = system;
  for (let i = 0; i < size; i++) {
    let sum = covariance[i * size]!;
    for (let j = r; j < size; j++) sum += observe[j]! * covariance[i * size + j]!;
    gain[i] = sum;
  }
  let variance = gain[0]!;
  for (let j = r; j < size; j++) variance += observe[j]! * gain[j]!;
  return variance;
}

function advanceState(filter: Filter): void {
  moveState(filter.system, filter.state, filter.next);
  const moved = filter.next;
  filter.next = filter.state;
  filter.state = moved;
}

function isSteady(covariance: Float64Array, noise: Float64Array): boolean {
  for (let i = 0; i < noise.length; i++) {
    if (!(Math.abs(covariance[i]! - noise[i]!) < STEADY)) return false;
  }
  return true;
}
