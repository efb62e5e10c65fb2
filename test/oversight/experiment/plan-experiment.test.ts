import { describe, expect, test } from '@jest/globals';
import { crossingChance } from '../../../lib/oversight/experiment/crossing-chance.ts';
import { powerOfT } from '../../../lib/oversight/experiment/power-of-t.ts';
import { planExperiment } from '../../../lib/oversight/index.ts';
import { runTrial } from '../../bench/oversight-trial.ts';

describe('powerOfT', () => {
  // R 4.2.2: power.t.test(n, delta, sd = 1, sig.level)
  test.each([
    [20, 1, 0.05, 0.8689528017],
    [6, 1.2, 0.05, 0.4674669037],
    [100, 0.3, 0.01, 0.3183708728],
  ])('of %d units an arm and an effect of %d is what R says', (n, delta, alpha, expected) => {
    expect(powerOfT(delta / Math.sqrt(2 / n), 2 * n - 2, alpha)).toBeCloseTo(expected, 7);
  });
});

describe('crossingChance', () => {
  const equalSteps = (bounds: readonly number[]) => bounds.map((bound, i) => ({ information: i + 1, bound }));
  const chance = (bounds: readonly number[]) => {
    const { upper, lower } = crossingChance(equalSteps(bounds), 0).at(-1)!;
    return upper + lower;
  };

  test.each([
    [1, 1.96],
    [2, 2.178],
    [3, 2.289],
    [5, 2.413],
    [10, 2.555],
  ])('is 5 %% at the published bounds of %d equal looks (Pocock 1977)', (looks, bound) => {
    expect(chance(new Array<number>(looks).fill(bound))).toBeCloseTo(0.05, 3);
  });

  test('is 5 % at the bounds of O’Brien & Fleming 1979: 2.040 √(5 / k)', () => {
    expect(chance([1, 2, 3, 4, 5].map((k) => 2.04 * Math.sqrt(5 / k)))).toBeCloseTo(0.05, 3);
  });

  test('is the power of 90 % that five looks by Pocock have at 1.207 times the information (Jennison & Turnbull 2000, table 2.2)', () => {
    const total = 1.207 * (1.959964 + 1.281552) ** 2;
    const looks = [1, 2, 3, 4, 5].map((k) => ({ information: (k * total) / 5, bound: 2.413 }));

    expect(crossingChance(looks, 1).at(-1)!.upper).toBeCloseTo(0.9, 3);
  });

  test('takes a look without new information for the one before', () => {
    const twice = [
      { information: 1, bound: 2 },
      { information: 1, bound: 2 },
    ];

    expect(crossingChance(twice, 0)[1]).toEqual(crossingChance(twice, 0)[0]);
  });
});

describe('planExperiment', () => {
  const design = {
    ...{ units: 120, minimalEffect: 1, standardDeviation: 4, icc: 0.2, observationsPerWeek: 7 },
    mostWeeks: 8,
  };

  test('plans by hand: 1 week of a single look', () => {
    // variance of a unit's week 16 · (0.2 + 0.8 / 7) = 5.0286; error √(5.0286 / 30) = 0.4094, noncentrality 2.44
    const plan = planExperiment({ ...design, looks: 'once', minimumWeeks: 1, mostWeeks: 1 });

    expect(plan.standardError).toBeCloseTo(0.4094, 4);
    expect(plan.power).toBeCloseTo(powerOfT(1 / 0.40942, 118, 0.05), 4);
    expect(plan.kind).toBe('beyondReach');
    expect(plan.unitsPerArm).toEqual({ ai: 60, human: 60 });
  });

  test('needs longer where one may look at any time, and no shorter than the least weeks', () => {
    const once = planExperiment({ ...design, units: 200, looks: 'once' });
    const any = planExperiment({ ...design, units: 200 });

    expect(once.weeks).toBe(2);
    expect(any.weeks).toBeGreaterThan(once.weeks);
    expect(any).toMatchObject({ kind: 'planned', unitsNeeded: 200 });
    expect(any.power).toBeGreaterThanOrEqual(0.8);
  });

  test('says how many units it would take where no time is enough', () => {
    const beyond = planExperiment({ ...design, units: 40 });

    expect(beyond.kind).toBe('beyondReach');
    expect(beyond.power).toBeLessThan(0.8);
    expect(planExperiment({ ...design, units: beyond.unitsNeeded! }).kind).toBe('planned');
    expect(planExperiment({ ...design, units: beyond.unitsNeeded! - 1 }).kind).toBe('beyondReach');
  });

  test('needs less with a pre-period that tells units apart', () => {
    expect(planExperiment({ ...design, units: 60, preperiodCorrelation: 0.9 }).kind).toBe('planned');
    expect(planExperiment({ ...design, units: 60 }).kind).toBe('beyondReach');
  });

  test.each([
    [{ units: 3 }, '3 units'],
    [{ icc: 1.2 }, 'icc is 1.2'],
    [{ minimalEffect: 0 }, 'minimalEffect is 0'],
    [{ minimumWeeks: 4, mostWeeks: 3 }, 'weeks 4 to 3'],
  ])('refuses %j', (change, message) => {
    expect(() => planExperiment({ ...design, ...change })).toThrow(message);
  });

  test('promises the power that 150 simulated tests have', () => {
    const plan = planExperiment({ ...design, units: 60, minimalEffect: 1.6, mostWeeks: 4 });
    const world = { unitsPerArm: 30, days: 28, icc: 0.2, standardDeviation: 4, effect: 1.6 };
    let shown = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const options = { metric: 'revenue', winsorise: false, minimalEffect: 1.6 } as const;
      if (runTrial(world, { seed, looks: [14, 21, 28], options }).verdict === 'better') shown++;
    }

    const { power } = planExperiment({
      ...design,
      units: 60,
      minimalEffect: 1.6,
      mostWeeks: 4,
      power: 0.999,
    });
    expect(plan.weeks).toBeLessThanOrEqual(4);
    expect(Math.abs(shown / 150 - power)).toBeLessThan(3 * Math.sqrt((power * (1 - power)) / 150));
  });
});
