import { minimise } from '../numeric/index.ts';

/** A log-likelihood; fills `slopes` [n], its derivatives in the parameters. */
export type LogLikelihood = (parameters: Float64Array, slopes: Float64Array) => number;

/** Bounds of each parameter, both above 0. */
export type ParameterBox = { lower: readonly number[]; upper: readonly number[] };

const STOPPING = { gradient: 'exact', gradientTolerance: 1e-8, iterations: 300 } as const;

/**
 * Find the parameters of the greatest likelihood inside a box, the best of several starts.
 *
 * Each parameter moves between its bounds along a logistic curve of its logarithm, so the search can neither leave the box
 * nor run away: where the likelihood has no maximum inside, it ends next to a bound. Ties go to the earlier start.
 *
 * @param scale - size of the likelihood (the number of buyers): makes the stopping rule one of a mean
 * @param valueTolerance - stop when a step gains less than this share of the mean; the default knows the likelihood of 100,000
 *   buyers to a millionth
 * @param starts - [n] each, inside the box; at least one
 */
export function searchParameters(
  logLikelihood: LogLikelihood,
  scale: number,
  starts: readonly (readonly number[])[],
  box: ParameterBox,
  valueTolerance = 1e-12,
): { parameters: number[]; logLikelihood: number } {
  const n = box.lower.length;
  const low = box.lower.map(Math.log);
  const width = box.upper.map((upper, i) => Math.log(upper) - low[i]!);
  const parameters = new Float64Array(n);
  const slopes = new Float64Array(n);
  const shares = new Float64Array(n);
  const last = new Float64Array(n).fill(Number.NaN);
  let value = Number.NaN;
  const negative = (position: Float64Array, gradient?: Float64Array): number => {
    // a line search asks for the value at a point, then for the slopes there: they are reckoned together
    if (position.some((at, i) => at !== last[i])) {
      last.set(position);
      for (let i = 0; i < n; i++) shares[i] = 1 / (1 + Math.exp(-position[i]!));
      for (let i = 0; i < n; i++) parameters[i] = Math.exp(low[i]! + width[i]! * shares[i]!);
      value = logLikelihood(parameters, slopes);
    }
    if (gradient)
      for (let i = 0; i < n; i++)
        gradient[i] = (-slopes[i]! * parameters[i]! * width[i]! * shares[i]! * (1 - shares[i]!)) / scale;
    return -value / scale;
  };
  let best: { parameters: number[]; logLikelihood: number } | undefined;
  for (const start of starts) {
    const from = Float64Array.from(start, (value, i) => {
      const share = Math.min(Math.max((Math.log(value) - low[i]!) / width[i]!, 0.001), 0.999);
      return Math.log(share / (1 - share));
    });
    const found = minimise(negative, from, { ...STOPPING, valueTolerance });
    const reached = -negative(found.x) * scale;
    if (!best || reached > best.logLikelihood)
      best = { parameters: Array.from(parameters), logLikelihood: reached };
  }
  if (!best) throw new RangeError('a search needs a start');
  return best;
}
