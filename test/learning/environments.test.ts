import { describe, expect, test } from '@jest/globals';
import {
  binObservations,
  cartPole,
  evaluatePolicy,
  frozenLake,
  linearExploration,
  playEpisodes,
  polynomialRate,
  qLearning,
  simulateModel,
  taxi,
  taxiStarts,
  valueIteration,
} from '../../lib/learning/index.ts';

/** State of a ride by gymnasium's formula. */
const ride = (row: number, column: number, passenger: number, destination: number) =>
  ((row * 5 + column) * 5 + passenger) * 4 + destination;
const meanOfStarts = (value: Float64Array) =>
  taxiStarts.reduce((sum, state) => sum + value[state]!, 0) / taxiStarts.length;

describe('taxi', () => {
  const model = taxi();

  test.each([
    ['a wall east of (0, 1) keeps the square', ride(0, 1, 0, 1), 2, ride(0, 1, 0, 1), -1, 0],
    ['no wall stands in row 2', ride(2, 1, 0, 1), 2, ride(2, 2, 0, 1), -1, 0],
    ['a wall west of (3, 1) keeps the square', ride(3, 1, 0, 1), 3, ride(3, 1, 0, 1), -1, 0],
    ['a wall west of (4, 3) keeps the square', ride(4, 3, 0, 1), 3, ride(4, 3, 0, 1), -1, 0],
    ['the edge keeps the square', ride(4, 0, 0, 1), 0, ride(4, 0, 0, 1), -1, 0],
    ['the passenger is picked up where it waits', ride(0, 4, 1, 2), 4, ride(0, 4, 4, 2), -1, 0],
    ['nobody is picked up elsewhere', ride(0, 3, 1, 2), 4, ride(0, 3, 1, 2), -10, 0],
    ['delivery ends the episode', ride(4, 0, 4, 2), 5, ride(4, 0, 2, 2), 20, 1],
    ['the passenger may be dropped at another stop', ride(4, 3, 4, 2), 5, ride(4, 3, 3, 2), -1, 0],
    ['nobody is dropped between stops', ride(2, 2, 4, 2), 5, ride(2, 2, 4, 2), -10, 0],
  ])('%s', (_, state, action, next, reward, terminated) => {
    const outcome = model.offsets[state * 6 + action]!;

    expect(model.next[outcome]).toBe(next);
    expect(model.reward[outcome]).toBe(reward);
    expect(model.terminated[outcome]).toBe(terminated);
  });

  test('is worth 7.93 at best, the mean of its 300 starts, and Q-learning gets there', () => {
    const environment = simulateModel(model, {
      start: (random) => taxiStarts[Math.floor(random() * 300)]!,
      stepLimit: 200,
    });

    const learnt = qLearning(environment, {
      episodes: 20_000,
      learningRate: 0.1,
      discount: 0.99,
      exploration: 0.1,
      seed: 1,
    });

    // 7.93: gymnasium's Taxi solved exactly; its published 8.46 cannot be reached
    expect(meanOfStarts(valueIteration(model, { discount: 1 }).value)).toBeCloseTo(7.93, 8);
    expect(meanOfStarts(evaluatePolicy(model, learnt.policy, { discount: 1, steps: 200 }))).toBeCloseTo(
      7.93,
      8,
    );
  });
});

describe('frozenLake', () => {
  test('slips to either side, never back: right from 14 reaches 14, 15 or 10', () => {
    const { offsets, next, probability } = frozenLake({ slippery: true });
    const from = offsets[14 * 4 + 2]!;

    expect([...next.slice(from, from + 3)].sort((a, b) => a - b)).toEqual([10, 14, 15]);
    expect(probability[from]).toBeCloseTo(1 / 3, 15);
  });

  test('has the 8×8 map: its γ = .99 optimum is .414640 at the start', () => {
    const { value } = valueIteration(frozenLake({ slippery: true, map: '8x8' }), { discount: 0.99 });

    expect(value[0]).toBeCloseTo(0.41464036179872626, 8);
  });
});

describe('cartPole', () => {
  test('moves as computed by hand from rest: the push turns the pole the other way', () => {
    const environment = cartPole();
    environment.reset(() => 0.5);

    const first = [...environment.step(1, () => 0).observation];

    // shared = 10 / 1.1; turning = −shared / (.5 (4/3 − .1/1.1)); cart = shared − .05 turning / 1.1
    const turning = -(10 / 1.1) / (0.5 * (4 / 3 - 0.1 / 1.1));
    expect(first[0]).toBe(0);
    expect(first[1]).toBeCloseTo(0.02 * (10 / 1.1 - (0.05 * turning) / 1.1), 14);
    expect(first[2]).toBe(0);
    expect(first[3]).toBeCloseTo(0.02 * turning, 14);
  });

  test('falls after 9 or 10 pushes to one side, rewarded for the last one too', () => {
    const environment = binObservations(
      cartPole(),
      Array.from({ length: 4 }, () => ({ from: -1, to: 1, count: 1 })),
    );

    const returns = playEpisodes(environment, Int32Array.of(0), { episodes: 100, seed: 1 });

    // 9.29: the mean of a policy that always pushes to the left, by gymnasium's rules
    expect(Math.abs(returns.reduce((sum, each) => sum + each, 0) / 100 - 9.29)).toBeLessThan(0.3);
  });
});

describe('binObservations', () => {
  const box = (numbers: number[]) => ({
    dimensions: 2,
    actions: 1,
    reset: () => Float64Array.from(numbers),
    step: () => ({ observation: Float64Array.from(numbers), reward: 0, terminated: true, truncated: false }),
  });
  const bins = [
    { from: 0, to: 1, count: 2 },
    { from: -1, to: 1, count: 3 },
  ];

  test.each([
    [[0.2, -0.9], 0],
    [[0.5, 0], 4],
    [[9, 9], 5],
    [[-9, 0.4], 2],
  ])('puts %j into state %i, what lies beyond into the outer bins', (numbers, state) => {
    expect(binObservations(box(numbers), bins).reset(() => 0)).toBe(state);
  });

  test('refuses bins that do not fit and observations that are not numbers', () => {
    expect(() => binObservations(box([0, 0]), bins.slice(1))).toThrow('1 bins for an observation of 2');
    expect(() => binObservations(box([Number.NaN, 0]), bins).reset(() => 0)).toThrow('is NaN');
  });
});

test('the slippery 8×8 lake is learnt to .85 of the crossings', () => {
  const lake = frozenLake({ slippery: true, map: '8x8' });
  const environment = simulateModel(lake, { start: () => 0, stepLimit: 200 });

  const learnt = qLearning(environment, {
    episodes: 30_000,
    learningRate: polynomialRate(0.6),
    discount: 0.99,
    exploration: linearExploration(1, 0.1, 30_000),
    initial: 1,
    seed: 1,
  });

  expect(evaluatePolicy(lake, learnt.policy, { discount: 1, steps: 200 })[0]).toBeGreaterThan(0.85);
});
