import { InputError } from '../../domain/index.ts';
import type { BoxEnvironment, BoxTransition } from '../box-environment.ts';

// read once: a global's property is slow to look up in a test runner's context
const { abs, cos, sin } = Math;
const GRAVITY = 9.8;
const POLE_MASS = 0.1;
const TOTAL_MASS = 1.1;
/** Half the pole's length. */
const HALF_LENGTH = 0.5;
const POLE_MOMENT = POLE_MASS * HALF_LENGTH;
const FORCE = 10;
const STEP_SECONDS = 0.02;
const MOST_POSITION = 2.4;
const MOST_ANGLE = (12 * 2 * Math.PI) / 360;
const STEP_LIMIT = 500;
const START_SPREAD = 0.05;

/**
 * CartPole, as gymnasium's `CartPole-v1` defines it (Barto, Sutton & Anderson 1983; frictionless, Florian 2007,
 * equations 23 and 24): keep a pole upright by pushing the cart beneath it.
 *
 * - **Action space**: 2: 0 push to the left, 1 to the right, with a force of 10 N.
 * - **Observation space**: 4 real numbers: cart position (m), cart velocity (m/s), pole angle (rad, to the right
 *   positive), angular velocity (rad/s); velocities are unbounded. gymnasium rounds what it shows to 32 bits; here it is
 *   shown as it is.
 * - **Transitions**: explicit Euler steps of .02 s.
 * - **Starting state**: each number uniform within ±.05.
 * - **Rewards**: 1 a step, the last one included.
 * - **Episode end**: terminated when the cart is beyond ±2.4 m or the pole beyond ±12°; truncated after 500 steps.
 */
export function cartPole(): BoxEnvironment {
  const observation = new Float64Array(4);
  const transition: BoxTransition = { observation, reward: 1, terminated: false, truncated: false };
  let steps = 0;
  return {
    dimensions: 4,
    actions: 2,
    reset: (random) => {
      steps = 0;
      for (let i = 0; i < 4; i++) observation[i] = (2 * random() - 1) * START_SPREAD;
      return observation;
    },
    step: (action) => {
      if (action !== 0 && action !== 1) throw new InputError(`CartPole knows no action ${action}`);
      push(observation, action === 1 ? FORCE : -FORCE);
      steps++;
      const fell = abs(observation[0]!) > MOST_POSITION || abs(observation[2]!) > MOST_ANGLE;
      transition.terminated = fell;
      transition.truncated = !fell && steps >= STEP_LIMIT;
      return transition;
    },
  };
}

/** Move cart and pole on by one step under a force. `moving` [4] is overwritten. */
function push(moving: Float64Array, force: number): void {
  const [position, velocity, angle, spin] = [moving[0]!, moving[1]!, moving[2]!, moving[3]!];
  const cosine = cos(angle);
  const sine = sin(angle);
  const shared = (force + POLE_MOMENT * spin ** 2 * sine) / TOTAL_MASS;
  const turning =
    (GRAVITY * sine - cosine * shared) / (HALF_LENGTH * (4 / 3 - (POLE_MASS * cosine ** 2) / TOTAL_MASS));
  moving[0] = position + STEP_SECONDS * velocity;
  moving[1] = velocity + STEP_SECONDS * (shared - (POLE_MOMENT * turning * cosine) / TOTAL_MASS);
  moving[2] = angle + STEP_SECONDS * spin;
  moving[3] = spin + STEP_SECONDS * turning;
}
