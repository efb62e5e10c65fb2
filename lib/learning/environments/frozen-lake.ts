import { buildModel, type Outcome, type TabularModel } from '../model.ts';

/** S start, F frozen, H hole, G goal. */
const MAPS = {
  '4x4': ['SFFF', 'FHFH', 'FFFH', 'HFFG'],
  '8x8': ['SFFFFFFF', 'FFFFFFFF', 'FFFHFFFF', 'FFFFFHFF', 'FFFHFFFF', 'FHHFFFHF', 'FHFFHFHF', 'FFFHFFFG'],
} as const;
/** Column and row steps of left, down, right, up. */
const MOVES = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
] as const;

/**
 * FrozenLake, as gymnasium's `FrozenLake-v1` (map `4x4`, the default) and `FrozenLake8x8-v1` (`8x8`) define it: cross the
 * ice from the first square to the last.
 *
 * - **Action space**: 4: 0 left, 1 down, 2 right, 3 up.
 * - **Observation space**: 16 or 64: row · side + column.
 * - **Transitions**: certain; or slippery: the move goes as meant, or to either side, with probability ⅓ each. The edge
 *   keeps the place.
 * - **Starting state**: 0.
 * - **Rewards**: 1 for reaching the goal, the last state, else 0.
 * - **Episode end**: terminated in a hole (4×4: 5, 7, 11, 12) or at the goal; gymnasium truncates after 100 steps (8×8:
 *   200).
 */
export function frozenLake(options: { slippery: boolean; map?: keyof typeof MAPS }): TabularModel {
  const rows = MAPS[options.map ?? '4x4'];
  const tiles = rows.join('');
  const ends = (state: number) => 'GH'.includes(tiles[state]!);
  return buildModel(tiles.length, MOVES.length, (state, action) => {
    if (ends(state)) return [{ state, probability: 1, reward: 0, terminated: true }];
    const turns = options.slippery ? [3, 0, 1] : [0];
    return turns.map((turn): Outcome => {
      const next = move(state, (action + turn) % 4, rows.length);
      const reward = tiles[next] === 'G' ? 1 : 0;
      return { state: next, probability: 1 / turns.length, reward, terminated: ends(next) };
    });
  });
}

function move(state: number, direction: number, side: number): number {
  const [across, down] = MOVES[direction]!;
  const column = Math.min(side - 1, Math.max(0, (state % side) + across));
  const row = Math.min(side - 1, Math.max(0, Math.floor(state / side) + down));
  return row * side + column;
}
