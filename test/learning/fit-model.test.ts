import { describe, expect, test } from '@jest/globals';
import {
  allowedActions,
  buildModel,
  fitModel,
  frozenLake,
  type LoggedTransition,
  simulateModel,
  type TabularModel,
  valueIteration,
} from '../../lib/learning/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';

const step = (state: number, action: number, reward: number, next: number): LoggedTransition => ({
  state,
  action,
  reward,
  next,
  terminated: false,
});
const end = (state: number, action: number, reward: number, next: number): LoggedTransition => ({
  ...step(state, action, reward, next),
  terminated: true,
});
const outcomesOf = (model: TabularModel, k: number) =>
  Array.from({ length: model.offsets[k + 1]! - model.offsets[k]! }, (_, i) => {
    const at = model.offsets[k]! + i;
    return [model.next[at], model.probability[at], model.reward[at], model.terminated[at]];
  });

/** Action 0 of state 0 four times, three of them to state 1, once an end there; action 1 of state 1 once. */
const log = [step(0, 0, 2, 1), step(0, 0, 4, 1), end(0, 0, 9, 1), step(0, 0, 7, 0), step(1, 1, 5, 0)];

describe('fitModel', () => {
  test('counts what followed, apart by the next state and by whether it ended, rewards averaged', () => {
    const model = fitModel(log, { states: 2, actions: 2 });

    expect(outcomesOf(model, 0)).toEqual([
      [1, 0.5, 3, 0],
      [1, 0.25, 9, 1],
      [0, 0.25, 7, 0],
    ]);
    expect(outcomesOf(model, 3)).toEqual([[0, 1, 5, 0]]);
  });

  test('forbids what the log does not know, unless it is told its worth', () => {
    const forbidden = fitModel(log, { states: 2, actions: 2 });
    const optimistic = fitModel(log, { states: 2, actions: 2, unseen: 1000 });

    expect(allowedActions(forbidden)).toEqual([Int32Array.of(0), Int32Array.of(1)]);
    expect(outcomesOf(optimistic, 1)).toEqual([[0, 1, 1000, 1]]);
    // once is enough: an unseen pair ends with its worth, it does not pay it for ever
    expect(valueIteration(optimistic, { discount: 0.9 }).value[0]).toBeCloseTo(1000, 8);
    expect([...valueIteration(optimistic, { discount: 0.9 }).policy]).toEqual([1, 0]);
  });

  test('never gives a worth to an unseen action that the state does not allow', () => {
    const model = fitModel(log, { states: 2, actions: 2, unseen: 1000, allowed: (state) => [state] });

    expect(allowedActions(model)).toEqual([Int32Array.of(0), Int32Array.of(1)]);
  });

  test('counts each pair of a prior as so many transitions as its weight says', () => {
    const model = buildModel(2, 2, () => [
      { state: 0, probability: 0.5, reward: 1, terminated: false },
      { state: 1, probability: 0.5, reward: 1, terminated: false },
    ]);

    const fitted = fitModel(log, { states: 2, actions: 2, prior: { model, weight: 4 } });

    // state 0: 2 + 1 of 8 with (2·1 + 7)/3; state 1: 2 + 2 of 8 with (2·1 + 2 + 4)/4; ended: 1 of 8
    expect(outcomesOf(fitted, 0)).toEqual([
      [0, 3 / 8, 3, 0],
      [1, 4 / 8, 2, 0],
      [1, 1 / 8, 9, 1],
    ]);
    expect(outcomesOf(fitted, 1)).toEqual(outcomesOf(model, 1));
  });

  test('lets a state where the process ended end with nothing, by every action', () => {
    const model = fitModel([end(0, 0, 1, 1), end(0, 1, 2, 1)], { states: 2, actions: 2 });

    expect(outcomesOf(model, 2)).toEqual([[1, 1, 0, 1]]);
    expect([...valueIteration(model, { discount: 1 }).value]).toEqual([2, 0]);
  });

  test('refuses a state that the log goes on to and tells nothing of', () => {
    const cut = [step(0, 0, 1, 1)];

    expect(() => fitModel(cut, { states: 2, actions: 1 })).toThrow('state 1 is gone on to');
    expect(fitModel(cut, { states: 2, actions: 1, unseen: -5 }).reward[1]).toBe(-5);
  });

  test('finds the slippery lake again: probabilities within their standard errors, values within a hundredth', () => {
    const lake = frozenLake({ slippery: true });

    const fitted = fitModel(wander(lake, 200_000), { states: 16, actions: 4 });

    let furthest = 0;
    const visits = countVisits(lake, 200_000);
    for (let k = 0; k < 64; k++) {
      if (visits[k] === 0) continue;
      const truth = sharesOf(lake, k);
      sharesOf(fitted, k).forEach((share, next) => {
        const p = truth[next]!;
        const error = Math.sqrt((p * (1 - p)) / visits[k]!);
        furthest = Math.max(furthest, error === 0 ? Math.abs(share - p) * 1e9 : Math.abs(share - p) / error);
      });
    }
    // of some 130 shares the furthest off is 2 to 4 standard errors away
    expect(furthest).toBeLessThan(4);
    const [found, exact] = [fitted, lake].map((model) => valueIteration(model, { discount: 0.99 }).value[0]!);
    expect(Math.abs(found! - exact!)).toBeLessThan(0.01);
  });

  test('is empty of knowledge without a log: every state ends with nothing', () => {
    const model = fitModel([], { states: 3, actions: 2 });

    expect([...valueIteration(model, { discount: 0.9 }).value]).toEqual([0, 0, 0]);
  });

  test.each([
    [[step(2, 0, 0, 0)], {}, 'state 2, action 0'],
    [[step(0, 0.5, 0, 0)], {}, 'action 0.5'],
    [[step(0, 0, 0, -1)], {}, 'next -1'],
    [[step(0, 0, Number.NaN, 0)], {}, 'reward NaN'],
    [[], { unseen: Number.NaN }, 'unseen NaN'],
    [[], { unsen: 1 }, 'no option unsen'],
    [[], { states: 0 }, 'states 0'],
    [[], { allowed: () => [2] }, 'allows action 2 of 2'],
    [[], { prior: { model: frozenLake({ slippery: true }), weight: 1 } }, 'the prior has 16 × 4 pairs'],
    [[], { prior: { model: frozenLake({ slippery: true }), weight: 0 } }, 'weight 0'],
  ])('refuses %j with %j', (transitions, wrong, message) => {
    expect(() => fitModel(transitions, { states: 2, actions: 2, ...wrong })).toThrow(message);
  });
});

/** Steps at random, from a random state whenever an episode ends. */
function* wander(model: TabularModel, steps: number): Generator<LoggedTransition> {
  const random = createRandom(5);
  const environment = simulateModel(model, { start: () => Math.floor(random() * model.states) });
  let state = environment.reset(random);
  for (let i = 0; i < steps; i++) {
    const action = Math.floor(random() * model.actions);
    const { state: next, reward, terminated } = environment.step(action, random);
    yield { state, action, reward, next, terminated };
    state = terminated ? environment.reset(random) : next;
  }
}

function countVisits(model: TabularModel, steps: number): Int32Array {
  const visits = new Int32Array(model.states * model.actions);
  for (const { state, action } of wander(model, steps)) visits[state * model.actions + action]!++;
  return visits;
}

/** [states] the probability of each state to follow a pair */
function sharesOf(model: TabularModel, k: number): Float64Array {
  const shares = new Float64Array(model.states);
  for (let i = model.offsets[k]!; i < model.offsets[k + 1]!; i++)
    shares[model.next[i]!]! += model.probability[i]!;
  return shares;
}
