import { describe, expect, test } from '@jest/globals';
import {
  cliffWalking,
  doubleQLearning,
  type Environment,
  evaluatePolicy,
  qLearning,
  simulateModel,
} from '../../lib/learning/index.ts';
import { standardNormal } from '../../lib/numeric/index.ts';

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

/**
 * Sutton & Barto 2018, example 6.7: in state 0, action 0 ends with nothing, action 1 leads to state 1, where each of ten
 * actions ends with −.1 on average, give or take 1. Going there never pays.
 */
function temptation(): Environment {
  let state = 0;
  return {
    states: 2,
    actions: 10,
    allowed: (at) => Int32Array.from({ length: at === 0 ? 2 : 10 }, (_, action) => action),
    reset: () => {
      state = 0;
      return state;
    },
    step: (action, random) => {
      const reward = state === 0 ? 0 : standardNormal(random) - 0.1;
      const terminated = state === 1 || action === 0;
      state = 1;
      return { state, reward, terminated, truncated: false };
    },
  };
}

const options = { episodes: 300, learningRate: 0.1, discount: 1, exploration: 0.1 };

describe('doubleQLearning', () => {
  test('is not tempted by the best of noisy values, where Q-learning is', () => {
    const temptedShare = (learn: typeof qLearning) =>
      SEEDS.reduce((sum, seed) => sum + learn(temptation(), { ...options, seed }).visits[1]! / 300, 0) / 200;

    const single = temptedShare(qLearning);
    const double = temptedShare(doubleQLearning);

    // exploring alone goes there in 5 of 100 episodes
    expect(single).toBeGreaterThan(2 * double);
    expect(double).toBeGreaterThan(0.05);
  });

  test.each([1, 2, 3])('finds the shortest way along the cliff where it explores much, seed %i', (seed) => {
    const cliff = cliffWalking({ slippery: false });
    const environment = simulateModel(cliff, { start: () => 36, stepLimit: 200 });

    const { policy } = doubleQLearning(environment, {
      ...{ ...options, seed },
      ...{ episodes: 3000, learningRate: 0.5, discount: 0.99, exploration: 0.5 },
    });

    expect(evaluatePolicy(cliff, policy, { discount: 1, steps: 200 })[36]).toBe(-13);
  });

  test('gives the same bytes for the same seed, and forbids what the state does', () => {
    const learnt = doubleQLearning(temptation(), { ...options, seed: 3 });

    expect(doubleQLearning(temptation(), { ...options, seed: 3 })).toEqual(learnt);
    expect(learnt.q[5]).toBe(Number.NEGATIVE_INFINITY);
    expect(learnt.visits[5]).toBe(0);
  });

  test('refuses an option that it does not know', () => {
    const wrong = { ...options, seed: 1, alpha: 1 };

    expect(() => doubleQLearning(temptation(), wrong)).toThrow('doubleQLearning knows no option alpha');
  });
});
