import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib/learning/index.ts';
import {
  allowedActions,
  cliffWalking,
  evaluatePolicy,
  exponentialExploration,
  frozenLake,
  linearExploration,
  polynomialRate,
  qLearning,
  rescaledLinearRate,
  simulateModel,
} from '../../lib/learning/index.ts';

/** Two states, one action: 0 → 1 pays 2, 1 → 0 pays 4; the last of three steps ends as told. */
function pendulum(ending: 'terminated' | 'truncated'): Environment {
  let state = 0;
  let steps = 0;
  return {
    states: 2,
    actions: 1,
    reset: () => {
      state = 0;
      steps = 0;
      return state;
    },
    step: () => {
      const reward = state === 0 ? 2 : 4;
      state = 1 - state;
      steps++;
      const last = steps === 3;
      return {
        state,
        reward,
        terminated: last && ending === 'terminated',
        truncated: last && ending === 'truncated',
      };
    },
  };
}

const once = { episodes: 1, learningRate: 0.5, discount: 0.9, exploration: 0, seed: 1 };

describe('qLearning', () => {
  test('updates a terminated episode as computed by hand: the last target is the reward alone', () => {
    const learnt = qLearning(pendulum('terminated'), once);

    // Q0 = 0 + .5 (2 + .9·0 − 0) = 1; Q1 = 0 + .5 (4 + .9·1 − 0) = 2.45; Q0 = 1 + .5 (2 − 1) = 1.5
    expect([...learnt.q]).toEqual([1.5, 2.45]);
    expect([...learnt.visits]).toEqual([2, 1]);
    expect(learnt.steps).toBe(3);
  });

  test('bootstraps a truncated episode: the last target holds the value that follows', () => {
    const learnt = qLearning(pendulum('truncated'), once);

    // Q0 = 1 + .5 (2 + .9·2.45 − 1) = 2.6025
    expect(learnt.q[0]).toBe(1 + 0.5 * (2 + 0.9 * 2.45 - 1));
  });

  test('gives the learning rate the visits of the pair, this one included', () => {
    const seen: number[] = [];
    const learningRate = (visits: number) => {
      seen.push(visits);
      return 1 / visits;
    };

    const learnt = qLearning(pendulum('terminated'), { ...once, learningRate, discount: 0 });

    expect([...learnt.q]).toEqual([2, 4]);
    expect(seen[0]).toBe(1);
  });

  test('gives the same bytes for the same seed, and others for another', () => {
    const environment = () =>
      simulateModel(frozenLake({ slippery: true }), { start: () => 0, stepLimit: 100 });
    const options = { ...once, episodes: 300, exploration: 0.5 };

    const first = qLearning(environment(), options);
    const again = qLearning(environment(), options);
    const other = qLearning(environment(), { ...options, seed: 2 });

    expect(Buffer.from(again.q.buffer)).toEqual(Buffer.from(first.q.buffer));
    expect(again.visits).toEqual(first.visits);
    expect(other.visits).not.toEqual(first.visits);
  });

  test('never tries or proposes an action that the state does not allow', () => {
    const environment: Environment = {
      states: 1,
      actions: 3,
      allowed: () => Int32Array.of(0, 2),
      reset: () => 0,
      step: (action) => ({ state: 0, reward: action === 1 ? 100 : -1, terminated: true, truncated: false }),
    };

    const learnt = qLearning(environment, { ...once, episodes: 50, exploration: 0.5 });

    expect(learnt.visits[1]).toBe(0);
    expect(learnt.q[1]).toBe(Number.NEGATIVE_INFINITY);
    expect([0, 2]).toContain(learnt.policy[0]);
  });

  test('breaks ties between best actions at random, so that none is starved', () => {
    const environment: Environment = {
      states: 1,
      actions: 4,
      reset: () => 0,
      step: () => ({ state: 0, reward: 0, terminated: true, truncated: false }),
    };

    const learnt = qLearning(environment, { ...once, episodes: 4000 });

    for (const visits of learnt.visits) expect(Math.abs(visits - 1000)).toBeLessThan(130);
  });

  test('begins from the table that it is given, and leaves it as it was', () => {
    const initial = Float64Array.of(10, 20);

    const learnt = qLearning(pendulum('terminated'), { ...once, episodes: 0, initial });

    expect([...learnt.q]).toEqual([10, 20]);
    expect(learnt.q).not.toBe(initial);
  });

  test.each([1, 2, 3])('finds an optimal policy of the slippery FrozenLake, seed %i', (seed) => {
    const lake = frozenLake({ slippery: true });
    const environment = simulateModel(lake, { start: () => 0, stepLimit: 100 });

    const learnt = qLearning(environment, {
      episodes: 6000,
      learningRate: polynomialRate(0.6),
      discount: 0.99,
      exploration: linearExploration(1, 0.1, 6000),
      initial: 1,
      seed,
    });

    // 0.7401648977587013: exact value of the γ = .99 optimal policy within gymnasium's 100 steps
    const value = evaluatePolicy(lake, learnt.policy, { discount: 1, steps: 100 })[0];
    expect(value).toBeCloseTo(0.7401648977587013, 12);
  });

  test('finds the shortest way of CliffWalking: 13 steps', () => {
    const cliff = cliffWalking({ slippery: false });
    const environment = simulateModel(cliff, { start: () => 36, stepLimit: 200 });

    const learnt = qLearning(environment, { ...once, episodes: 500, learningRate: 0.8, exploration: 0.1 });

    expect(evaluatePolicy(cliff, learnt.policy, { discount: 1, steps: 200 })[36]).toBe(-13);
  });

  test('refuses an option that it does not know', () => {
    const options = { ...once, alpha: 0.1 };

    expect(() => qLearning(pendulum('terminated'), options)).toThrow('no option alpha');
  });

  test.each([
    [{ discount: 1.1 }, 'discount 1.1'],
    [{ episodes: -1 }, 'episodes -1'],
    [{ learningRate: 0 }, 'learningRate 0'],
    [{ seed: Number.NaN }, 'seed NaN'],
    [{ stepLimit: 0 }, 'stepLimit 0'],
    [{ exploration: 2 }, 'exploration 2'],
    [{ exploration: () => Number.NaN }, 'exploration NaN'],
    [{ learningRate: () => 1.5 }, 'learningRate 1.5'],
    [{ initial: Number.NaN }, 'initial NaN'],
    [{ initial: new Float64Array(3) }, 'initial has 3 values'],
  ])('refuses %j', (wrong, message) => {
    expect(() => qLearning(pendulum('terminated'), { ...once, ...wrong })).toThrow(message);
  });
});

describe('an environment that breaks its promise', () => {
  const ending = { state: 0, reward: 0, terminated: true, truncated: false };
  const broken = (parts: Partial<Environment>): Environment => ({
    states: 1,
    actions: 1,
    reset: () => 0,
    step: () => ending,
    ...parts,
  });

  test.each([
    ['a reward of NaN', { step: () => ({ ...ending, reward: Number.NaN }) }, 'gave the reward NaN'],
    ['a state beyond the last', { step: () => ({ ...ending, state: 1 }) }, 'is in state 1'],
    ['a first state that is no whole number', { reset: () => 0.5 }, 'is in state 0.5'],
    ['no allowed action', { allowed: () => new Int32Array() }, 'allows no action'],
    ['an allowed action that is not there', { allowed: () => Int32Array.of(3) }, 'allows action 3 of 1'],
  ])('is refused for %s', (_, parts, message) => {
    expect(() => qLearning(broken(parts), once)).toThrow(message);
  });
});

describe('schedules', () => {
  test('halve what is left of exploration, and slow the rate to the horizon', () => {
    expect(exponentialExploration(0.9, 0.1, 10)(10)).toBeCloseTo(0.5, 14);
    expect(rescaledLinearRate(0.99)(100)).toBeCloseTo(0.5, 14);
  });
});

describe('polynomialRate', () => {
  test('falls with the visits, those that the beginning is worth counted in', () => {
    expect(polynomialRate(0.5)(4)).toBe(0.5);
    expect(polynomialRate(0.5, 96)(4)).toBe(0.1);
    expect(() => polynomialRate(0)).toThrow('power 0');
    expect(() => polynomialRate(1, -1)).toThrow('beginningVisits -1');
  });
});

describe('simulateModel', () => {
  test('draws outcomes as often as the model says', () => {
    const lake = frozenLake({ slippery: true });
    const environment = simulateModel(lake, { start: () => 14, stepLimit: 1 });

    const learnt = qLearning(environment, {
      ...once,
      episodes: 30_000,
      exploration: 1,
      discount: 0,
      learningRate: polynomialRate(1),
    });

    // from 14, right: a third each for the goal, for 10 and for staying; about 7,500 draws, sd .0054
    expect(Math.abs(learnt.q[14 * 4 + 2]! - 1 / 3)).toBeLessThan(0.022);
    expect(allowedActions(lake)[14]).toEqual(Int32Array.of(0, 1, 2, 3));
  });

  test('truncates at the step limit and terminates where the model ends', () => {
    const lake = simulateModel(frozenLake({ slippery: false }), { start: () => 14, stepLimit: 2 });
    const random = () => 0.5;
    lake.reset(random);

    const stayed = { ...lake.step(1, random) };
    const cut = { ...lake.step(1, random) };
    lake.reset(random);
    const reached = { ...lake.step(2, random) };

    expect(stayed).toEqual({ state: 14, reward: 0, terminated: false, truncated: false });
    expect(cut).toEqual({ state: 14, reward: 0, terminated: false, truncated: true });
    expect(reached).toEqual({ state: 15, reward: 1, terminated: true, truncated: false });
  });
});
