import { describe, expect, test } from '@jest/globals';
import {
  allowedActions,
  cliffWalking,
  dynaQ,
  type Environment,
  evaluatePolicy,
  fitModel,
  frozenLake,
  qLearning,
  simulateModel,
  valueIteration,
} from '../../lib/learning/index.ts';

const options = { episodes: 12, learningRate: 0.5, discount: 0.99, exploration: 0.1, seed: 1 };
const cliff = cliffWalking({ slippery: false });
const alongTheCliff = () => simulateModel(cliff, { start: () => 36, stepLimit: 200 });
const overTheLake = () => simulateModel(frozenLake({ slippery: true }), { start: () => 0, stepLimit: 100 });

/** One step from state 0: action 0 pays 1 and ends, action 2 pays 2 and is cut; action 1 is not allowed. */
const crossing: Environment = {
  states: 2,
  actions: 3,
  allowed: () => Int32Array.of(0, 2),
  reset: () => 0,
  step: (action) => ({
    state: 1,
    reward: action === 1 ? 100 : 1 + action / 2,
    terminated: action === 0,
    truncated: action === 2,
  }),
};

describe('dynaQ', () => {
  test('plans as computed by hand: what is remembered is learnt from again', () => {
    const chain: Environment = {
      states: 2,
      actions: 1,
      reset: () => 0,
      step: () => ({ state: 1, reward: 8, terminated: true, truncated: false }),
    };

    const learnt = dynaQ(chain, { ...options, episodes: 1, planningSteps: 2 });

    // 0 → 4 by the step, → 6 → 7 by two updates on it: .5 of the way to 8 each time
    expect([...learnt.q]).toEqual([7, 0]);
    expect([...learnt.visits]).toEqual([1, 0]);
    expect(learnt.steps).toBe(1);
  });

  test('is Q-learning to the byte without planning', () => {
    const planless = dynaQ(overTheLake(), { ...options, planningSteps: 0 });

    const { q, visits, policy } = qLearning(overTheLake(), options);
    expect(Buffer.from(planless.q.buffer)).toEqual(Buffer.from(q.buffer));
    expect(planless.visits).toEqual(visits);
    expect(planless.policy).toEqual(policy);
  });

  test.each([1, 2, 3, 4, 5])(
    'knows the shortest way along the cliff after a quarter of the steps that are too few for Q-learning, seed %i',
    (seed) => {
      const planned = dynaQ(alongTheCliff(), { ...options, seed, planningSteps: 50 });
      const tried = qLearning(alongTheCliff(), { ...options, seed, episodes: 30 });

      const returnOf = (policy: Int32Array) => evaluatePolicy(cliff, policy, { discount: 1, steps: 200 })[36];
      expect(returnOf(planned.policy)).toBe(-13);
      expect(returnOf(tried.policy)).toBeLessThan(-13);
      expect(tried.steps / planned.steps).toBeGreaterThan(4);
    },
  );

  test('gives the same bytes for the same seed, and others for another', () => {
    const planned = { ...options, exploration: 0.5, planningSteps: 5 };

    const first = dynaQ(overTheLake(), planned);
    const again = dynaQ(overTheLake(), planned);
    const other = dynaQ(overTheLake(), { ...planned, seed: 2 });

    expect(Buffer.from(again.q.buffer)).toEqual(Buffer.from(first.q.buffer));
    expect(again.model).toEqual(first.model);
    expect(other.visits).not.toEqual(first.visits);
  });

  test('respects masks, lets a terminated step end and a cut one go on, in trial, plan and model', () => {
    const learnt = dynaQ(crossing, {
      ...options,
      ...{ episodes: 200, exploration: 1, discount: 0.5, planningSteps: 10 },
      initial: 6,
    });

    // ended: 1 alone; cut: 2 + .5 · 6, for state 1 is never left and keeps what it began from
    expect(learnt.q[0]).toBeCloseTo(1, 8);
    expect(learnt.q[2]).toBeCloseTo(5, 8);
    expect(learnt.q[1]).toBe(Number.NEGATIVE_INFINITY);
    expect(learnt.visits[1]).toBe(0);
    expect(allowedActions(learnt.model)).toEqual([Int32Array.of(0, 2), Int32Array.of(0, 2)]);
    expect([...valueIteration(learnt.model, { discount: 0.5 }).value]).toEqual([5, 6]);
  });

  test('returns the model that counting its own steps gives', () => {
    const lake = overTheLake();
    const log: Parameters<typeof fitModel>[0] & unknown[] = [];
    let state = 0;
    const recorded: Environment = {
      ...lake,
      reset: (random) => {
        state = lake.reset(random);
        return state;
      },
      step: (action, random) => {
        const transition = lake.step(action, random);
        const { state: next, reward, terminated } = transition;
        log.push({ state, action, reward, next, terminated });
        state = next;
        return transition;
      },
    };

    const { model, steps } = dynaQ(recorded, { ...options, planningSteps: 3 });

    expect(log).toHaveLength(steps);
    expect(model).toEqual(fitModel(log, { states: 16, actions: 4, unseen: 0 }));
  });

  test.each([
    [{ planningSteps: -1 }, 'planningSteps -1'],
    [{ planningSteps: 1.5 }, 'planningSteps 1.5'],
    [{ planningSteps: 1, planing: 2 }, 'dynaQ knows no option planing'],
    [{ planningSteps: 1, discount: 2 }, 'discount 2'],
  ])('refuses %j', (wrong, message) => {
    expect(() => dynaQ(crossing, { ...options, ...wrong })).toThrow(message);
  });
});
