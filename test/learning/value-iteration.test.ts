import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  actionValues,
  buildModel,
  cliffWalking,
  evaluatePolicy,
  frozenLake,
  prepareBackup,
  valueIteration,
} from '../../lib/learning/index.ts';
import { createRandom, type Random } from '../../lib/numeric/index.ts';

const file = `${process.env.TRADEWIND_SHARED ?? '../shared'}/bench/pricing/gym_expected.json`;
const published: Record<string, Record<string, number>> | undefined = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : undefined;
if (published === undefined) console.log(`skipped: the exact optima need ${file}`);

/** Stay for 1, or leave for the other state for 0; endless. */
const twoRooms = buildModel(2, 2, (state, action) => [
  {
    state: action === 0 ? state : 1 - state,
    probability: 1,
    reward: action === 0 ? state + 1 : 0,
    terminated: false,
  },
]);

/** Three states, two actions, rewards of −1 to 1. @param ends - whether any step may end the process */
const randomModel = (random: Random, ends: boolean) =>
  buildModel(3, 2, () => {
    const shares = [random(), random(), random()];
    const total = shares[0]! + shares[1]! + shares[2]!;
    return shares.map((share, state) => ({
      ...{ state, probability: share / total, reward: 2 * random() - 1 },
      terminated: ends && random() < 0.3,
    }));
  });

describe('valueIteration', () => {
  test('solves two rooms as computed by hand', () => {
    const { value, policy } = valueIteration(twoRooms, { discount: 0.9 });

    // room 1 pays 2 for ever: 2 / (1 − .9) = 20; room 0: leave, .9 · 20 = 18 > 1 / (1 − .9) = 10
    expect(value[1]).toBeCloseTo(20, 8);
    expect(value[0]).toBeCloseTo(18, 8);
    expect([...policy]).toEqual([1, 0]);
  });

  test('needs far fewer sweeps than plain iteration where all states mix', () => {
    const mixing = buildModel(3, 2, (state, action) =>
      [0, 1, 2].map((next) => ({
        state: next,
        probability: next === (state + action) % 3 ? 0.4 : 0.3,
        reward: next * 10 + action,
        terminated: false,
      })),
    );

    const { value, policy, iterations } = valueIteration(mixing, { discount: 0.999 });

    expect(iterations).toBeLessThan(60);
    // the Bellman equation holds: looking ahead once more changes nothing
    const looked = actionValues(prepareBackup(mixing), value, 0.999);
    for (let state = 0; state < 3; state++)
      expect(looked[state * 2 + policy[state]!]).toBeCloseTo(value[state]!, 6);
  });

  test('needs few sweeps where states lie far apart', () => {
    // a corridor of 50 rooms with pay in the last: news of it takes 49 plain sweeps to the first, and 1,000s to settle
    const corridor = buildModel(50, 2, (state, action) => [
      {
        state: action === 0 ? Math.max(state - 1, 0) : Math.min(state + 1, 49),
        probability: 1,
        reward: state === 49 && action === 1 ? 1 : 0,
        terminated: false,
      },
    ]);

    const { value, iterations } = valueIteration(corridor, { discount: 0.999 });

    expect(iterations).toBeLessThan(60);
    expect(value[0]).toBeCloseTo(0.999 ** 49 / (1 - 0.999), 6);
  });

  test('earns what the best of all policies earns in small random processes', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.5, 0.95, 0.999), fc.boolean(), (seed, discount, ends) => {
        const model = randomModel(createRandom(seed), ends);

        const { value } = valueIteration(model, { discount });

        const best = new Float64Array(3).fill(Number.NEGATIVE_INFINITY);
        for (let code = 0; code < 2 ** 3; code++) {
          const policy = Int32Array.from([0, 1, 2], (state) => (code >> state) & 1);
          evaluatePolicy(model, policy, { discount }).forEach((earned, state) => {
            best[state] = Math.max(best[state]!, earned);
          });
        }
        for (let state = 0; state < 3; state++) expect(value[state]).toBeCloseTo(best[state]!, 6);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('gives a tie to the lower action', () => {
    const tied = buildModel(1, 3, () => [{ state: 0, probability: 1, reward: 5, terminated: true }]);

    expect([...valueIteration(tied, { discount: 1 }).policy]).toEqual([0]);
  });

  const known = published === undefined ? test.skip : test;
  known.each([
    ['FrozenLake-v1 4x4', frozenLake({ slippery: true }), 0],
    ['FrozenLake-v1 4x4 not slippery', frozenLake({ slippery: false }), 0],
    ['CliffWalking-v1', cliffWalking({ slippery: false }), 36],
    ['CliffWalkingSlippery-v1', cliffWalking({ slippery: true }), 36],
  ] as const)('agrees with the exact optima of %s', (name, model, start) => {
    const optima = published?.[name];

    const discounted = valueIteration(model, { discount: 0.99 });
    const undiscounted = valueIteration(model, { discount: 1, tolerance: 1e-12 });

    expect(discounted.value[start]).toBeCloseTo(optima?.gamma099V0 ?? Number.NaN, 8);
    expect(undiscounted.value[start]).toBeCloseTo(optima?.optimumUndiscountedNoLimit ?? Number.NaN, 6);
  });

  test('says so when no policy ends and nothing is discounted', () => {
    expect(() => valueIteration(twoRooms, { discount: 1 })).toThrow('does every policy end');
  });
});

describe('evaluatePolicy', () => {
  test('values staying as computed by hand', () => {
    const value = evaluatePolicy(twoRooms, Int32Array.of(0, 0), { discount: 0.9 });

    expect(value[0]).toBeCloseTo(10, 8);
    expect(value[1]).toBeCloseTo(20, 8);
  });

  test('stops at a time limit', () => {
    const value = evaluatePolicy(twoRooms, Int32Array.of(0, 0), { discount: 1, steps: 3 });

    expect([...value]).toEqual([3, 6]);
  });
});

describe('buildModel', () => {
  test('refuses probabilities that do not sum to 1', () => {
    const half = () => [{ state: 0, probability: 0.5, reward: 0, terminated: false }];

    expect(() => buildModel(1, 1, half)).toThrow('sum to 0.5');
  });

  test('refuses a state without any action', () => {
    expect(() => buildModel(1, 2, () => [])).toThrow('state 0 allows no action');
  });
});
