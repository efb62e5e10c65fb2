import { InputError } from '../domain/index.ts';
import { type Random, standardNormal } from './random.ts';

// read once: a global's property is slow to look up in a test runner's context
const { POSITIVE_INFINITY } = Number;

/**
 * Draw a gamma number with scale 1 (Marsaglia & Tsang 2000; shapes below 1 by their boost).
 *
 * @param shape - > 0; mean and variance are both `shape`
 * @returns a number > 0
 * @throws InputError when the shape is not a finite number > 0, by which no draw would ever be accepted
 */
export function sampleGamma(random: Random, shape: number): number {
  if (!(shape > 0 && shape < POSITIVE_INFINITY))
    throw new InputError(`shape ${shape} of a gamma number is not a finite number > 0`);
  if (shape < 1) return sampleGamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = standardNormal(random);
    const v = (1 + c * x) ** 3;
    // 1 − u lies in (0, 1], so the logarithm is finite.
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/**
 * Draw a Poisson count by multiplying uniforms (Knuth 1969), in slices whose exp() does not underflow. O(mean).
 *
 * @param mean - ≥ 0; 0 gives 0
 * @throws InputError when the mean is not a finite number ≥ 0
 */
export function samplePoisson(random: Random, mean: number): number {
  if (!(mean >= 0 && mean < POSITIVE_INFINITY))
    throw new InputError(`mean ${mean} of a Poisson count is not a finite number ≥ 0`);
  let count = 0;
  for (let rest = mean; rest > 0; rest -= POISSON_SLICE) {
    const limit = Math.exp(-Math.min(rest, POISSON_SLICE));
    for (let product = 1 - random(); product > limit; product *= 1 - random()) count++;
  }
  return count;
}

const POISSON_SLICE = 500;

/**
 * Draw a negative binomial count as a Poisson count whose mean is gamma distributed.
 *
 * @param mean - ≥ 0
 * @param size - > 0; the variance is mean + mean² / size
 */
export function sampleNegativeBinomial(random: Random, mean: number, size: number): number {
  return samplePoisson(random, (mean * sampleGamma(random, size)) / size);
}
