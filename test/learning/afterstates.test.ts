import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type AfterstateModel,
  evaluateAfterstates,
  evaluatePolicy,
  evaluateStages,
  expandAfterstates,
  solveAfterstates,
  solveStages,
  valueIteration,
} from '../../lib/learning/index.ts';
import { createRandom } from '../../lib/numeric/index.ts';

/** Any small process: some actions forbidden (never the first), some afterstates shared. */
function anyModel(seed: number, { states = 12, actions = 4, afterstates = 9 } = {}): AfterstateModel {
  const random = createRandom(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const rows = Array.from({ length: afterstates }, () => {
    const weights = Array.from({ length: 1 + whole(4) }, () => 0.1 + random());
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => ({ next: whole(states), probability: weight / total }));
  });
  const offsets = Int32Array.from([0, ...rows.map(({ length }) => length)]);
  for (let row = 1; row < offsets.length; row++) offsets[row]! += offsets[row - 1]!;
  return {
    states,
    actions,
    after: Int32Array.from({ length: states * actions }, (_, k) =>
      k % actions > 0 && random() < 0.3 ? -1 : whole(afterstates),
    ),
    decided: Float64Array.from({ length: states * actions }, () => random() - 0.5),
    offsets,
    next: Int32Array.from(rows.flat(), ({ next }) => next),
    probability: Float64Array.from(rows.flat(), ({ probability }) => probability),
    reward: Float64Array.from({ length: afterstates }, () => 10 * (random() - 0.5)),
  };
}

const closeTo = (expected: Float64Array) =>
  Array.from(expected, (value) => expect.closeTo(value, 6) as unknown as number);
const property = (check: (seed: number) => void) =>
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), check), { seed: 1, numRuns: 40 });

describe('solveAfterstates', () => {
  test('finds the values and the policy of the process written out pair by pair', () => {
    property((seed) => {
      const model = anyModel(seed);
      const exact = { discount: 0.97, tolerance: 1e-9 };

      const solved = solveAfterstates(model, exact);

      const written = valueIteration(expandAfterstates(model), exact);
      expect(Array.from(solved.value)).toEqual(closeTo(written.value));
      expect(solved.policy).toEqual(written.policy);
    });
  });

  test('refuses a state that allows nothing, and a discount of 1', () => {
    const model = anyModel(1);
    const shut = { ...model, after: model.after.map((reached, k) => (k < model.actions ? -1 : reached)) };

    expect(() => solveAfterstates(shut, { discount: 0.9 })).toThrow('state 0 allows no action');
    expect(() => solveAfterstates(model, { discount: 1 })).toThrow('discount in [0, 1)');
  });
});

describe('evaluateAfterstates', () => {
  test.each([
    ['few states, by elimination', 12],
    ['many states, by sweeps', 800],
  ])('values a policy as the process written out does: %s', (_, states) => {
    const model = anyModel(7, { states, afterstates: states });
    const policy = new Int32Array(states);
    const exact = { discount: 0.9, tolerance: 1e-9 };

    const value = evaluateAfterstates(model, policy, exact);

    expect(Array.from(value)).toEqual(closeTo(evaluatePolicy(expandAfterstates(model), policy, exact)));
  });
});

describe('solveStages', () => {
  test('does in a process with an end what trying every plan finds', () => {
    property((seed) => {
      const stages = [1, 2, 3].map((part) =>
        anyModel(seed + part, { states: 3, actions: 2, afterstates: 3 }),
      );
      const endValue = Float64Array.of(1, 2, 3);

      const { value } = solveStages({ stages, endValue }, { discount: 0.9 });

      // each policy is one of 2³ choices a stage, of which some are forbidden
      const all = Array.from({ length: 8 }, (_, code) => Int32Array.of(code & 1, (code >> 1) & 1, code >> 2));
      const allowed = stages.map(({ after }) =>
        all.filter((policy) => policy.every((action, state) => after[state * 2 + action]! >= 0)),
      );
      const best = new Float64Array(3).fill(Number.NEGATIVE_INFINITY);
      for (const first of allowed[0]!)
        for (const second of allowed[1]!)
          for (const third of allowed[2]!)
            evaluateStages({ stages, endValue }, [first, second, third], { discount: 0.9 }).forEach(
              (worth, state) => {
                best[state] = Math.max(best[state]!, worth);
              },
            );
      expect(Array.from(value)).toEqual(closeTo(best));
    });
  });

  test('is the process that stays where all stages are the same', () => {
    const stage = anyModel(5);
    const exact = { discount: 0.95, tolerance: 1e-10 };

    const staged = solveStages({ stages: [stage, stage, stage], endValue: null }, exact);

    const { value, policy } = solveAfterstates(stage, exact);
    expect(Array.from(staged.value)).toEqual(closeTo(value));
    expect(staged.policies).toEqual([policy, policy, policy]);
    const followed = evaluateStages({ stages: [stage, stage], endValue: null }, [policy, policy], exact);
    expect(Array.from(followed)).toEqual(closeTo(value));
  });

  test('gives action values whose best is the value, and nothing for what is forbidden', () => {
    const stage = anyModel(9);

    const { q, value } = solveStages({ stages: [stage], endValue: null }, { discount: 0.9 });

    value.forEach((best, state) => {
      const row = q.subarray(state * stage.actions, (state + 1) * stage.actions);
      expect(Math.max(...row)).toBeCloseTo(best, 9);
    });
    expect(Array.from(q, Number.isFinite)).toEqual(Array.from(stage.after, (reached) => reached >= 0));
  });

  test('refuses a process without a stage, and policies that do not fit', () => {
    expect(() => solveStages({ stages: [], endValue: null }, { discount: 0.9 })).toThrow(
      'at least one stage',
    );
    expect(() => evaluateStages({ stages: [anyModel(1)], endValue: null }, [], { discount: 0.9 })).toThrow(
      '0 policies do not fit 1 stages',
    );
  });
});
