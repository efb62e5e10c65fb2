import { buildModel, type TabularModel } from '../model.ts';

const SIDE = 5;
/** Row and column of the red, green, yellow and blue stop. */
const STOPS = [
  [0, 0],
  [0, 4],
  [4, 0],
  [4, 3],
] as const;
const ABOARD = 4;
const DESTINATIONS = 4;
/** Between which column and the next a wall stands, by row. */
const WALLS = [[1], [1], [], [0, 2], [0, 2]] as const;
const [SOUTH, NORTH, EAST, WEST, PICK_UP] = [0, 1, 2, 3, 4];

/** A taxi's square, where its passenger is (0–3 at a stop, 4 aboard) and where the passenger wants to go (0–3). */
type Ride = { row: number; column: number; passenger: number; destination: number };

/**
 * Taxi, as gymnasium's `Taxi-v3` defines it (Dietterich 2000): fetch a passenger and bring it to its destination.
 *
 * - **Action space**: 6: 0 south, 1 north, 2 east, 3 west, 4 pick up, 5 drop off.
 * - **Observation space**: 500: ((row · 5 + column) · 5 + passenger) · 4 + destination; stops are 0 red (0, 0),
 *   1 green (0, 4), 2 yellow (4, 0), 3 blue (4, 3); passenger 4 is aboard.
 * - **Transitions**: certain; a wall or the edge keeps the square. A passenger may be dropped at any stop.
 * - **Starting state**: one of `taxiStarts`, equally likely: the passenger waits at a stop that is not its destination.
 * - **Rewards**: −1 a step; 20 for delivering; −10 for picking up or dropping off where that cannot be done.
 * - **Episode end**: terminated at delivery; gymnasium truncates after 200 steps.
 */
export function taxi(): TabularModel {
  return buildModel(SIDE * SIDE * (STOPS.length + 1) * DESTINATIONS, 6, (state, action) => {
    const { ride, reward, terminated = false } = drive(decode(state), action);
    return [{ state: encode(ride), probability: 1, reward, terminated }];
  });
}

/** List the 300 states that an episode of `taxi` may begin with. */
export const taxiStarts: Int32Array = Int32Array.from(
  Array.from({ length: SIDE * SIDE * (STOPS.length + 1) * DESTINATIONS }, (_, state) => state).filter(
    (state) => {
      const { passenger, destination } = decode(state);
      return passenger !== ABOARD && passenger !== destination;
    },
  ),
);

function drive(ride: Ride, action: number): { ride: Ride; reward: number; terminated?: boolean } {
  const { row, column, passenger, destination } = ride;
  const walls: readonly number[] = WALLS[row]!;
  const stop = STOPS.findIndex(([down, across]) => down === row && across === column);
  switch (action) {
    case SOUTH:
      return { ride: { ...ride, row: Math.min(SIDE - 1, row + 1) }, reward: -1 };
    case NORTH:
      return { ride: { ...ride, row: Math.max(0, row - 1) }, reward: -1 };
    case EAST: {
      const isBlocked = column === SIDE - 1 || walls.includes(column);
      return { ride: isBlocked ? ride : { ...ride, column: column + 1 }, reward: -1 };
    }
    case WEST: {
      const isBlocked = column === 0 || walls.includes(column - 1);
      return { ride: isBlocked ? ride : { ...ride, column: column - 1 }, reward: -1 };
    }
    case PICK_UP:
      if (stop === -1 || stop !== passenger) return { ride, reward: -10 };
      return { ride: { ...ride, passenger: ABOARD }, reward: -1 };
    default: {
      if (stop === -1 || passenger !== ABOARD) return { ride, reward: -10 };
      const isHome = stop === destination;
      return { ride: { ...ride, passenger: stop }, reward: isHome ? 20 : -1, terminated: isHome };
    }
  }
}

function encode({ row, column, passenger, destination }: Ride): number {
  return ((row * SIDE + column) * (STOPS.length + 1) + passenger) * DESTINATIONS + destination;
}

function decode(state: number): Ride {
  const destination = state % DESTINATIONS;
  const rest = Math.floor(state / DESTINATIONS);
  const square = Math.floor(rest / (STOPS.length + 1));
  return {
    row: Math.floor(square / SIDE),
    column: square % SIDE,
    passenger: rest % (STOPS.length + 1),
    destination,
  };
}
