import { evaluateStages, type StagedProcess, solveStages } from '../learning/index.ts';

/** The solved table of tonight and how near it is known to be to the best. */
export type LearntTable = {
  /** [states × actions] of the first phase, in the reward's unit, discounted; −∞ where not allowed */
  q: Float64Array;
  /** [phases][states] the best actions */
  policies: Int32Array[];
  /** [states] exact value of those policies from the first phase on */
  value: Float64Array;
  /** [states] exact value of today's practice from the first phase on */
  practiceValue: Float64Array;
  /** How far values may be off at most, over their mean size. */
  gapToOptimum: number;
};

/** Of the largest reward of a period: a value sums some two hundred of them. */
const EXACTNESS = 1e-5;

/**
 * Solve the fitted process for its table of action values, Q = r + γ Σ p max Q′: the fixed point of Q-learning's update,
 * which trials only approach (`solveStages`). Today's practice is valued on the same process.
 *
 * @param practice - [phases][states] what today's rule does
 */
export function learnTable(
  process: StagedProcess,
  practice: readonly Int32Array[],
  { discount }: { discount: number },
): LearntTable {
  const exact = { discount, tolerance: toleranceOf(process) };
  const { q, value, policies } = solveStages(process, exact);
  const size = value.reduce((sum, worth) => sum + Math.abs(worth), 0) / Math.max(1, value.length);
  return {
    q,
    policies,
    value,
    practiceValue: evaluateStages(process, practice, exact),
    // where nothing can be earned there is nothing to lose either
    gapToOptimum: size === 0 ? 0 : Math.min(1, exact.tolerance / size),
  };
}

/** Ask for values as exact as their size is worth. */
export function toleranceOf({ stages }: StagedProcess): number {
  let largest = 1e-9;
  for (const { reward } of stages) for (const earned of reward) largest = Math.max(largest, Math.abs(earned));
  return EXACTNESS * largest;
}
