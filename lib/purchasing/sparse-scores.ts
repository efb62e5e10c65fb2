/** A score by number of which few are not 0: kept in full, with a list of those touched, so that clearing costs what adding did. */
export type SparseScores = { score: Float64Array; touched: Int32Array; count: number };

/** Make room for numbers 0 … size − 1, all scored 0. */
export function createSparseScores(size: number): SparseScores {
  return { score: new Float64Array(size), touched: new Int32Array(size), count: 0 };
}

/** Add to a number's score. @param addition - above 0 */
export function addScore(scores: SparseScores, number: number, addition: number): void {
  if (scores.score[number] === 0) scores.touched[scores.count++] = number;
  scores.score[number]! += addition;
}

/** Set every score back to 0. */
export function clearScores(scores: SparseScores): void {
  for (let k = 0; k < scores.count; k++) scores.score[scores.touched[k]!] = 0;
  scores.count = 0;
}
