import { describe, expect, test } from '@jest/globals';
import {
  compareOffPolicy,
  evaluateOffPolicy,
  type LoggedDecision,
  stepwiseDoublyRobust,
} from '../../lib/learning/index.ts';
import { createRandom, type Random, standardNormal } from '../../lib/numeric/index.ts';

const level = 0.9;
const LOGGING = [0.6, 0.3, 0.1];
const POLICY = [0.1, 0.3, 0.6];
const VALUES = [1, 2, 4];
/** By hand: .1 · 1 + .3 · 2 + .6 · 4, and what is done now: .6 · 1 + .3 · 2 + .1 · 4. */
const WORTH = 3.1;
const WORTH_NOW = 1.6;

/** Logs 40 units of ten decisions; each unit lies higher or lower as a whole. */
function logOf(random: Random, { expected = VALUES, said = LOGGING } = {}): LoggedDecision[] {
  return Array.from({ length: 40 }, (_, unit) => {
    const height = standardNormal(random);
    return Array.from({ length: 10 }, () => {
      const u = random();
      const action = u < LOGGING[0]! ? 0 : u < LOGGING[0]! + LOGGING[1]! ? 1 : 2;
      const reward = VALUES[action]! + height + 2 * standardNormal(random);
      return { unit: `u${unit}`, chances: said, action, reward, expected };
    });
  }).flat();
}

const always = (decisions: readonly unknown[], chances: readonly number[]) => decisions.map(() => chances);

describe('evaluateOffPolicy', () => {
  test('covers the true value in about nine of ten 90 % intervals, with every estimator that is right', () => {
    const random = createRandom(5);
    const covered = { importance: 0, doublyRobust: 0 };
    const sums = { importance: 0, doublyRobust: 0 };
    for (let draw = 0; draw < 200; draw++) {
      const log = logOf(random, { expected: [0, 0, 0] });
      const value = evaluateOffPolicy(log, always(log, POLICY), { level });
      for (const name of ['importance', 'doublyRobust'] as const) {
        sums[name] += value[name].mean / 200;
        if (value[name].lower <= WORTH && WORTH <= value[name].upper) covered[name]++;
      }
    }

    // 200 draws of .9 scatter by .021: three of that to both sides
    expect(covered.importance / 200).toBeGreaterThan(0.84);
    expect(covered.importance / 200).toBeLessThan(0.965);
    expect(covered.doublyRobust / 200).toBeGreaterThan(0.84);
    expect(covered.doublyRobust / 200).toBeLessThan(0.965);
    expect(sums.importance).toBeCloseTo(WORTH, 1);
    expect(sums.doublyRobust).toBeCloseTo(WORTH, 1);
  });

  test('is right doubly robustly when the model is wrong, and when the chances are, where one alone is not', () => {
    const random = createRandom(6);
    const means = { wrongModel: [0, 0], wrongChances: [0, 0] };
    for (let draw = 0; draw < 100; draw++) {
      const model = logOf(random, { expected: [3, 3, 0] });
      const chances = logOf(random, { said: [0.2, 0.2, 0.6] });
      const byModel = evaluateOffPolicy(model, always(model, POLICY), { level });
      const byChances = evaluateOffPolicy(chances, always(chances, POLICY), { level });
      means.wrongModel[0]! += byModel.direct.mean / 100;
      means.wrongModel[1]! += byModel.doublyRobust.mean / 100;
      means.wrongChances[0]! += byChances.importance.mean / 100;
      means.wrongChances[1]! += byChances.doublyRobust.mean / 100;
    }

    expect(Math.abs(means.wrongModel[0]! - WORTH)).toBeGreaterThan(1);
    expect(means.wrongModel[1]!).toBeCloseTo(WORTH, 1);
    expect(Math.abs(means.wrongChances[0]! - WORTH)).toBeGreaterThan(1);
    expect(Math.abs(means.wrongChances[1]! - WORTH)).toBeLessThan(0.1);
  });

  test('knows more with a good model than by weights alone', () => {
    const random = createRandom(7);
    const log = logOf(random).map((decision) => ({ ...decision, reward: VALUES[decision.action]! }));

    const { importance, doublyRobust } = evaluateOffPolicy(log, always(log, POLICY), { level });

    expect(doublyRobust.mean).toBeCloseTo(WORTH, 10);
    expect(doublyRobust.upper - doublyRobust.lower).toBeLessThan(1e-9);
    expect(importance.upper - importance.lower).toBeGreaterThan(0.1);
  });

  test('counts by hand: two units, three decisions', () => {
    const log: LoggedDecision[] = [
      { unit: 'a', chances: [0.5, 0.5], action: 0, reward: 2, expected: [1, 3] },
      { unit: 'a', chances: [0.5, 0.5], action: 1, reward: 5, expected: [1, 3] },
      { unit: 'b', chances: [0.8, 0.2], action: 1, reward: 4, expected: [0, 2] },
    ];

    const value = evaluateOffPolicy(
      log,
      [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      { level },
    );

    // weights 0, 2, 5: (2·5 + 5·4) / 7; model (3 + 3 + 2) / 3; corrected (3 + 3 + 2·2 + 2 + 5·2) / 3
    expect(value.importance.mean).toBeCloseTo(30 / 7, 10);
    expect(value.direct.mean).toBeCloseTo(8 / 3, 10);
    expect(value.doublyRobust.mean).toBeCloseTo(22 / 3, 10);
    expect(value.effectiveSampleSize).toBeCloseTo(49 / 29, 10);
    expect(value).toMatchObject({ decisions: 3, units: 2 });
  });

  test('bounds nothing by a single unit', () => {
    const log = logOf(createRandom(1)).slice(0, 10);

    const { doublyRobust } = evaluateOffPolicy(log, always(log, POLICY), { level });

    expect(doublyRobust).toMatchObject({ lower: -Infinity, upper: Infinity });
  });

  test.each([
    ['nothing logged', [], 'nothing is logged'],
    ['a chance of 0 for what was done', [{ chances: [0, 1] }], 'chance 0'],
    ['a chance that is no number', [{ chances: [Number.NaN, 1] }], 'they must be ≥ 0 and sum to 1'],
    ['chances that do not sum to 1', [{ chances: [0.5, 0.2] }], 'sum to 1'],
    ['a policy that does what the log never did', [{ chances: [1, 0] }], 'nothing overlaps'],
    ['a reward that is no number', [{ reward: Number.NaN }], 'reward NaN'],
  ])('refuses %s, and says where', (_, changes: Partial<LoggedDecision>[], message) => {
    const log = changes.map((change) => ({
      ...{ unit: 'a', chances: [0.5, 0.5], action: 0, reward: 1, expected: [1, 1] },
      ...change,
    }));

    expect(() => evaluateOffPolicy(log, always(log, [0.5, 0.5]), { level })).toThrow(message);
  });
});

describe('compareOffPolicy', () => {
  test('covers the true difference, and is surer of it than of either value', () => {
    const random = createRandom(8);
    let covered = 0;
    let sum = 0;
    for (let draw = 0; draw < 200; draw++) {
      const log = logOf(random, { expected: [1.2, 2, 3] });
      const sides = { policy: always(log, POLICY), baseline: always(log, LOGGING) };
      const { doublyRobust, importance } = compareOffPolicy(log, sides, { level });
      if (doublyRobust.lower <= WORTH - WORTH_NOW && WORTH - WORTH_NOW <= doublyRobust.upper) covered++;
      sum += importance.mean / 200;
    }

    expect(covered / 200).toBeGreaterThan(0.84);
    expect(sum).toBeCloseTo(WORTH - WORTH_NOW, 1);
  });

  test('is exactly nothing between a policy and itself', () => {
    const log = logOf(createRandom(9));
    const sides = { policy: always(log, POLICY), baseline: always(log, POLICY) };

    const { doublyRobust, direct, importance } = compareOffPolicy(log, sides, { level });

    for (const { mean, lower, upper } of [doublyRobust, direct, importance])
      expect([mean, lower, upper]).toEqual([0, 0, 0]);
  });
});

describe('stepwiseDoublyRobust', () => {
  test('corrects the model step by step, by hand', () => {
    const steps = [
      { chance: 0.5, policyChance: 1, reward: 1, actionValue: 2, stateValue: 3 },
      { chance: 0.25, policyChance: 0.5, reward: 4, actionValue: 5, stateValue: 6 },
    ];

    const value = stepwiseDoublyRobust([{ unit: 'a', steps }], { discount: 0.5, level });

    // last step 6 + 2 · (4 − 5) = 4; first 3 + 2 · (1 + .5 · 4 − 2) = 5
    expect(value.mean).toBe(5);
  });

  test('finds the value of a policy over three steps, whatever the model says', () => {
    const random = createRandom(4);
    // each step pays its action; the policy takes action 1 with .8: 3 · .8
    const courses = Array.from({ length: 4000 }, (_, unit) => ({
      unit: `u${unit}`,
      steps: Array.from({ length: 3 }, () => {
        const action = random() < 0.5 ? 1 : 0;
        return {
          chance: 0.5,
          policyChance: action === 1 ? 0.8 : 0.2,
          reward: action,
          actionValue: 7 * action,
          stateValue: 5.6,
        };
      }),
    }));

    const { lower, upper } = stepwiseDoublyRobust(courses, { discount: 1, level: 0.999 });

    expect(lower).toBeLessThan(2.4);
    expect(upper).toBeGreaterThan(2.4);
    expect(upper - lower).toBeLessThan(3);
  });

  test('refuses chances of nothing, and an empty log', () => {
    const step = { chance: 0, policyChance: 1, reward: 1, actionValue: 1, stateValue: 1 };

    expect(() => stepwiseDoublyRobust([{ unit: 'a', steps: [step] }], { discount: 1, level })).toThrow(
      'step 0 of a was logged with the chance 0',
    );
    expect(() => stepwiseDoublyRobust([], { discount: 1, level })).toThrow('no course is logged');
  });
});
