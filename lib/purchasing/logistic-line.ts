/** Turns a score into a chance: the logistic function of intercept + slope · score. */
export type LogisticLine = { intercept: number; slope: number };

/** A ridge on the slope's distance from 1, worth this many rows: with few rows the score's own scale is kept. */
const RIDGE = 1;

/**
 * Fit the logistic line of 0/1 answers on a score (Platt 1999) by Newton steps.
 *
 * Answers are drawn in by his targets, (taken + 1) / (taken + 2) and 1 / (untaken + 2), so that a score that parts them
 * wholly still has a finite line.
 *
 * @param scores - [rows], finite
 * @param answers - [rows], 0 or 1
 * @param weights - [rows], ≥ 0; default 1 each
 */
export function fitLogisticLine(
  scores: ArrayLike<number>,
  answers: ArrayLike<number>,
  weights?: ArrayLike<number>,
): LogisticLine {
  const weightOf = (row: number) => weights?.[row] ?? 1;
  let [taken, untaken] = [0, 0];
  for (let row = 0; row < scores.length; row++) {
    if (answers[row] === 1) taken += weightOf(row);
    else untaken += weightOf(row);
  }
  const high = (taken + 1) / (taken + 2);
  const low = 1 / (untaken + 2);
  let line: LogisticLine = { intercept: Math.log((taken + 1) / (untaken + 1)), slope: 0 };
  for (let step = 0; step < 50; step++) {
    let [g0, g1, h00, h01, h11] = [0, RIDGE * (line.slope - 1), 1e-9, 0, RIDGE];
    for (let row = 0; row < scores.length; row++) {
      const score = scores[row]!;
      const weight = weightOf(row);
      const chance = logisticChance(line, score);
      const error = weight * (chance - (answers[row] === 1 ? high : low));
      const curvature = weight * chance * (1 - chance);
      g0 += error;
      g1 += error * score;
      h00 += curvature;
      h01 += curvature * score;
      h11 += curvature * score * score;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 0)) break;
    const moves = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    // a step of more than two units of log-odds may overshoot where the line is steep
    const shrink = Math.min(1, 2 / Math.max(Math.abs(moves[0]!), Math.abs(moves[1]!), 1e-300));
    line = { intercept: line.intercept - shrink * moves[0]!, slope: line.slope - shrink * moves[1]! };
    if (Math.max(Math.abs(moves[0]!), Math.abs(moves[1]!)) < 1e-9) break;
  }
  return line;
}

/** Read a chance off the line, 0 to 1. */
export function logisticChance({ intercept, slope }: LogisticLine, score: number): number {
  return 1 / (1 + Math.exp(-intercept - slope * score));
}
