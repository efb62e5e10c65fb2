import type { RegressionData } from './effect-regression.ts';
import type { RegressionRows } from './regression-rows.ts';

/** A season differs by this factor of e (or by so many usual values), before any data. */
const SEASON_SD = 1;

/** What is believed of the coefficients before any data: each on its own, and the level as a random walk through its knots. */
export type RegressionPrior = {
  mean: Float64Array;
  /** 1 / variance of each coefficient on its own. */
  precision: Float64Array;
  /** 1 / variance of the steps between neighbouring knots. */
  walk: number;
  level: { from: number; to: number };
};

/**
 * Make the prior of effects, level and season.
 *
 * @param unrest - standard deviation of the level's step from knot to knot
 */
export function priorOf(
  { y, columns, link, open }: RegressionData,
  rows: RegressionRows,
  unrest: number,
): RegressionPrior {
  const { level, season, size } = rows.parts;
  const mean = new Float64Array(size);
  const precision = new Float64Array(size);
  let sum = 0;
  let opened = 0;
  for (const t of rows.t) {
    sum += y[t]!;
    opened += open[t]!;
  }
  const usual = sum / opened;
  columns.forEach(({ prior }, j) => {
    mean[j] = prior.mean;
    precision[j] = 1 / prior.sd ** 2;
  });
  mean.fill(link === 'product' ? Math.log(usual) : usual, level, season);
  precision.fill(1 / SEASON_SD ** 2, season, size);
  // the walk holds the knots together; this only keeps the level from being undetermined
  precision[level] = 1e-4;
  return { mean, precision, walk: 1 / unrest ** 2, level: { from: level, to: season } };
}

/** Add the prior to information and gradient, which are overwritten. */
export function addPrior(
  information: Float64Array,
  gradient: Float64Array,
  coefficients: Float64Array,
  { mean, precision, walk, level }: RegressionPrior,
  size: number,
): void {
  for (let i = 0; i < size; i++) {
    information[i * size + i]! += precision[i]!;
    gradient[i]! -= precision[i]! * (coefficients[i]! - mean[i]!);
  }
  for (let i = level.from + 1; i < level.to; i++) {
    const step = coefficients[i]! - coefficients[i - 1]!;
    information[i * size + i]! += walk;
    information[(i - 1) * size + i - 1]! += walk;
    information[i * size + i - 1]! -= walk;
    information[(i - 1) * size + i]! -= walk;
    gradient[i]! -= walk * step;
    gradient[i - 1]! += walk * step;
  }
}

/** Tell how far coefficients are from what was believed: the sum of squares in standard deviations. */
export function penaltyOf(
  coefficients: Float64Array,
  { mean, precision, walk, level }: RegressionPrior,
): number {
  let sum = 0;
  for (let i = 0; i < coefficients.length; i++) sum += precision[i]! * (coefficients[i]! - mean[i]!) ** 2;
  for (let i = level.from + 1; i < level.to; i++)
    sum += walk * (coefficients[i]! - coefficients[i - 1]!) ** 2;
  return sum;
}
