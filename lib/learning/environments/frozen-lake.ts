import { buildModel, type Outcome, type TabularModel } from '../model.ts';

const MAP = ['SFFF', 'FHFH', 'FFFH', 'HFFG'];
const SIDE = 4;
/** Column and row steps of left, down, right, up. */
const MOVES = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
] as const;

/**
 * FrozenLake 4×4, as gymnasium's `FrozenLake-v1` defines it.
 *
 * - **Action space**: 4: 0 left, 1 down, 2 right, 3 up.
 * - **Observation space**: 16: row · 4 + column.
 * - **Starting state**: 0.
 * - **Rewards**: 1 for reaching the goal (15), else 0.
 * - **Episode end**: terminated in a hole (5, 7, 11, 12) or at the goal; gymnasium truncates after 100 steps.
 * - **Slippery**: the move goes as meant, or to either side, with probability ⅓ each; a wall keeps the place.
 */
export function frozenLake(options: { slippery: boolean }): TabularModel {
  return buildModel(SIDE * SIDE, MOVES.length, (state, action) => {
    if (ends(state)) return [{ state, probability: 1, reward: 0, terminated: true }];
    const turns = options.slippery ? [3, 0, 1] : [0];
    return turns.map((turn): Outcome => {
      const next = move(state, (action + turn) % 4);
      const reward = MAP.join('')[next] === 'G' ? 1 : 0;
      return { state: next, probability: 1 / turns.length, reward, terminated: ends(next) };
    });
  });
}

function move(state: number, direction: number): number {
  const [across, down] = MOVES[direction]!;
  const column = Math.min(SIDE - 1, Math.max(0, (state % SIDE) + across));
  const row = Math.min(SIDE - 1, Math.max(0, Math.floor(state / SIDE) + down));
  return row * SIDE + column;
}

function ends(state: number): boolean {
  return 'GH'.includes(MAP.join('')[state]!);
}
