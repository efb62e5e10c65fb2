import { buildModel, type Outcome, type TabularModel } from '../model.ts';

const COLUMNS = 12;
const ROWS = 4;
const START = 36;
const GOAL = 47;
/** Row and column steps of up, right, down, left. */
const MOVES = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
] as const;

/**
 * CliffWalking, as gymnasium's `CliffWalking-v1` defines it (Sutton & Barto 2018, example 6.6).
 *
 * - **Action space**: 4: 0 up, 1 right, 2 down, 3 left.
 * - **Observation space**: 48: row · 12 + column; the cliff is 37 … 46.
 * - **Transitions**: certain; or slippery: the move goes as meant, or to either side, with probability ⅓ each. The edge
 *   keeps the place; the cliff leads back to the start and ends nothing.
 * - **Starting state**: 36.
 * - **Rewards**: −1 a step; −100 for stepping into the cliff.
 * - **Episode end**: terminated at the goal (47); gymnasium truncates never.
 */
export function cliffWalking(options: { slippery: boolean }): TabularModel {
  return buildModel(ROWS * COLUMNS, MOVES.length, (state, action) => {
    if (state === GOAL) return [{ state, probability: 1, reward: 0, terminated: true }];
    const turns = options.slippery ? [3, 0, 1] : [0];
    return turns.map((turn): Outcome => {
      const next = move(state, (action + turn) % 4);
      const fell = next > START && next < GOAL;
      return {
        state: fell ? START : next,
        probability: 1 / turns.length,
        reward: fell ? -100 : -1,
        terminated: next === GOAL,
      };
    });
  });
}

function move(state: number, direction: number): number {
  const [down, across] = MOVES[direction]!;
  const row = Math.min(ROWS - 1, Math.max(0, Math.floor(state / COLUMNS) + down));
  const column = Math.min(COLUMNS - 1, Math.max(0, (state % COLUMNS) + across));
  return row * COLUMNS + column;
}
