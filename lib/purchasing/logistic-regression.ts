import { choleskyFactor, solveFactored } from '../numeric/index.ts';

/** Log-odds as a weighted sum of standardised features; plain JSON. */
export type LogisticRegression = {
  intercept: number;
  /** [features] on the standardised scale. */
  weights: number[];
  /** [features] each. */
  means: number[];
  scales: number[];
};

const STEPS = 30;

/**
 * Fit logistic regression with a ridge by Newton steps (iteratively reweighted least squares; Hastie, Tibshirani & Friedman
 * 2009, eq. 4.26; le Cessie & van Houwelingen 1992). O(steps · rows · features²).
 *
 * Features are standardised first, a constant one weighs nothing; the intercept is free, so that the mean chance is the mean
 * answer. The ridge keeps answers that a feature parts wholly at finite weights.
 *
 * @param rows - [count × features] row-major, finite
 * @param answers - [count] 0 or 1; where all are the same, one of each is added for the intercept
 * @param ridge - added to the curvature of each weight, in rows, above 0
 */
export function fitLogisticRegression(
  rows: Float64Array,
  answers: Uint8Array,
  features: number,
  ridge: number,
): LogisticRegression {
  const { means, scales } = standardise(rows, features);
  const width = features + 1;
  const beta = new Float64Array(width);
  const taken = answers.reduce((sum, one) => sum + one, 0);
  beta[features] = Math.log((taken + 1) / (answers.length - taken + 1));
  const isMixed = taken > 0 && taken < answers.length;
  const one = new Float64Array(width).fill(1);
  for (let step = 0; step < STEPS && isMixed; step++) {
    const hessian = new Float64Array(width * width);
    const gradient = new Float64Array(width);
    for (let i = 0; i < answers.length; i++) {
      let score = beta[features]!;
      for (let f = 0; f < features; f++) {
        one[f] = (rows[i * features + f]! - means[f]!) / scales[f]!;
        score += one[f]! * beta[f]!;
      }
      const chance = 1 / (1 + Math.exp(-score));
      const error = chance - answers[i]!;
      const curvature = chance * (1 - chance);
      for (let f = 0; f < width; f++) {
        gradient[f]! += error * one[f]!;
        const part = curvature * one[f]!;
        for (let g = 0; g <= f; g++) hessian[f * width + g]! += part * one[g]!;
      }
    }
    for (let f = 0; f < width; f++) {
      // a hair on the intercept keeps the factor positive where every chance is next to 0 or 1
      hessian[f * width + f]! += f < features ? ridge : 1e-9;
      if (f < features) gradient[f]! += ridge * beta[f]!;
    }
    const factor = choleskyFactor(hessian, width);
    if (factor === null) break;
    const move = solveFactored(factor, gradient);
    const longest = move.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
    // a step of more than two units of log-odds may overshoot
    for (let f = 0; f < width; f++) beta[f]! -= move[f]! * Math.min(1, 2 / longest);
    if (longest < 1e-8) break;
  }
  return { intercept: beta[features]!, weights: Array.from(beta.subarray(0, features)), means, scales };
}

/** Give the log-odds of one row. @param row - where its features begin in `rows` */
export function logOddsOf(model: LogisticRegression, rows: Float64Array, row = 0): number {
  let score = model.intercept;
  for (let f = 0; f < model.weights.length; f++)
    score += (model.weights[f]! * (rows[row + f]! - model.means[f]!)) / model.scales[f]!;
  return score;
}

function standardise(rows: Float64Array, features: number): { means: number[]; scales: number[] } {
  const count = Math.max(rows.length / features, 1);
  const means: number[] = Array(features).fill(0);
  const squares: number[] = Array(features).fill(0);
  for (let at = 0; at < rows.length; at++) means[at % features]! += rows[at]! / count;
  for (let at = 0; at < rows.length; at++)
    squares[at % features]! += (rows[at]! - means[at % features]!) ** 2 / count;
  const scales = squares.map((square, f) =>
    Math.sqrt(square) > 1e-9 * (1 + Math.abs(means[f]!)) ? Math.sqrt(square) : 1,
  );
  return { means, scales };
}
