import { describe, expect, test } from '@jest/globals';
import { createRandom, standardNormal } from '../../../lib/numeric/index.ts';
import { type Arms, compareArms, type Observation } from '../../../lib/oversight/index.ts';
import { arms, margin } from './drawn-buyers.ts';

describe('compareArms', () => {
  test('says better where the AI arm surely earns more, worse where less, and neither where it is not sure', () => {
    expect(compareArms(arms(10), margin).verdict).toBe('better');
    expect(compareArms(arms(-10), margin).verdict).toBe('worse');
    expect(compareArms(arms(0), margin).verdict).toBe('no difference shown');
  });

  test('takes fewer days without stock for a gain', () => {
    const fewer = {
      ai: [...Array(30)].map((_, i) => stockDays(`a${i}`, i % 3)),
      human: [...Array(30)].map((_, i) => stockDays(`h${i}`, 6 + (i % 3))),
    };

    const { verdict, effect, means } = compareArms(fewer, { metric: 'stockOuts', minimalEffect: 0.05 });

    // (0 + 1 + 2) / 3 of 28 days against 7 of 28
    expect(means.ai).toBeCloseTo(1 / 28, 12);
    expect(effect).toBeCloseTo(-6 / 28, 12);
    expect(verdict).toBe('better');
  });

  test("weighs a unit by its exposures: an arm's conversion is its orders over its quotes", () => {
    const ai = [
      { unit: 'a', value: 1, size: 1 },
      { unit: 'b', value: 0, size: 99 },
    ];
    const human = [
      { unit: 'c', value: 3, size: 10 },
      { unit: 'd', value: 4, size: 10 },
    ];

    const { effect, means } = compareArms({ ai, human });

    expect(means).toEqual({ ai: 0.01, human: 0.35 });
    expect(effect).toBeCloseTo(0.01 - 0.35, 12);
  });

  test('does not take more rows of the same units for more units', () => {
    const once = arms(6);
    const repeated = {
      ai: once.ai.flatMap((row) => [row, row, row]),
      human: once.human.flatMap((row) => [row, row, row]),
    };

    const { interval, verdict } = compareArms(repeated, margin);

    expect(interval.lower).toBeCloseTo(compareArms(once, margin).interval.lower, 9);
    expect(interval.upper).toBeCloseTo(compareArms(once, margin).interval.upper, 9);
    expect(verdict).toBe(compareArms(once, margin).verdict);
  });

  test('is wider at every look than a single look that was set before, about as mixture boundaries are', () => {
    const any = compareArms(arms(0), margin);
    const once = compareArms(arms(0), { ...margin, looks: 'once' });
    const { standardError } = any.estimate!;

    // r = (5 / s)²: half width √((1 + 1/r)(ln(1 + r) + 2 ln 20)) · s, a little more for some 118 degrees of freedom
    const r = (5 / standardError) ** 2;
    const normal = Math.sqrt((1 + 1 / r) * (Math.log(1 + r) + 2 * Math.log(20))) * standardError;
    const half = (any.interval.upper - any.interval.lower) / 2;
    expect(half / normal).toBeGreaterThan(1);
    expect(half / normal).toBeLessThan(1.04);
    expect(half).toBeGreaterThan(1.2 * ((once.interval.upper - once.interval.lower) / 2));
  });

  test('voids a result whose units were not split as planned, whatever the metric says', () => {
    const lost = { ai: arms(10).ai.slice(0, 20), human: arms(10).human };

    const { verdict, sampleRatioMismatch, reason, sampleRatio } = compareArms(lost, margin);

    // 20 against 60 where 40 each were planned: χ² = 2 · 20² / 40 = 20
    expect(sampleRatio.chiSquare).toBeCloseTo(20, 12);
    expect(sampleRatioMismatch).toBe(true);
    expect(verdict).toBe('void');
    expect(reason).toContain('20 units in the AI arm and 60 in the human one');
  });

  test('keeps a planned split of one to three', () => {
    const split = { ai: arms(10).ai.slice(0, 20), human: arms(10).human };

    expect(compareArms(split, { ...margin, aiShare: 0.25 }).sampleRatioMismatch).toBe(false);
  });

  test('voids a test in which a unit stands in both arms, and names it', () => {
    const { ai, human } = arms(10);

    const { verdict, reason } = compareArms(
      { ai, human: [...human.slice(1), { unit: 'a7', value: 1 }] },
      margin,
    );

    expect(verdict).toBe('void');
    expect(reason).toContain('a7');
  });

  test('gives no verdict before two whole weeks, and counts whole weeks alone', () => {
    const daily = (unit: string, level: number) =>
      [...Array(17)].map((_, day) => ({
        unit,
        value: day < 14 ? level + (unit.length % 3) : 1e6,
        date: `2026-03-${String(2 + day).padStart(2, '0')}`,
      }));
    const both: Arms = {
      ai: [...Array(20)].flatMap((_, i) => daily('a'.repeat(i + 1), 120 + i)),
      human: [...Array(20)].flatMap((_, i) => daily('h'.repeat(i + 1), 10 + i)),
    };
    const look = (asOf: string) => compareArms(both, { ...margin, start: '2026-03-02', asOf });

    expect(look('2026-03-14')).toMatchObject({ verdict: 'not enough data', weeks: 1 });
    expect(look('2026-03-15')).toMatchObject({ verdict: 'better', weeks: 2 });
    // the three days after the second week, with a million each, don't count yet
    expect(look('2026-03-18').effect).toBe(look('2026-03-15').effect);
    expect(() => compareArms(arms(0), { ...margin, start: '2026-03-02', asOf: '2026-03-18' })).toThrow(
      'has no date',
    );
  });

  test('draws the arms anew where clusters are few, and says so', () => {
    const few = { ai: arms(30).ai.slice(0, 5), human: arms(30).human.slice(0, 5) };

    const once = compareArms(few, { ...margin, looks: 'once' });

    // all five of one arm above all of the other: 2 of C(10, 5) = 252 draws are as far apart
    expect(once.estimate!.method).toBe('randomisation');
    expect(once.pValue).toBeCloseTo(2 / 252, 12);
    expect(once.verdict).toBe('better');
    expect(once.interval.lower).toBeGreaterThan(0);
  });

  test('has not enough data where no draw could show a difference', () => {
    const three = { ai: arms(90).ai.slice(0, 3), human: arms(90).human.slice(0, 3) };

    const { verdict, reason } = compareArms(three, { ...margin, looks: 'once' });

    // 2 of C(6, 3) = 20 draws at best: p = 0.1
    expect(verdict).toBe('not enough data');
    expect(reason).toContain("3 and 3 clusters can't show a difference");
  });

  test('lets no single buyer carry the money, and prints the rule', () => {
    const { ai, human } = arms(0, 100);
    const whale = { ai: [...ai.slice(1), { unit: 'whale', value: 1e6 }], human };

    const { effect, winsorised } = compareArms(whale, { metric: 'margin', minimalEffect: 5 });

    expect(winsorised!.effectUncut).toBeGreaterThan(9_000);
    expect(Math.abs(effect)).toBeLessThan(10);
    expect(winsorised!.rule).toContain('99 % quantile of both arms together');
    // 2 of 200 lie outside at each end
    expect(winsorised!.units).toBe(4);
  });

  test('takes off the variance that the pre-period explains: its squared correlation (Deng et al. 2013, eq. 5)', () => {
    const random = createRandom(4);
    const correlation = 0.8;
    const draw = (name: string, gain: number) =>
      Array.from({ length: 2_000 }, (_, i) => {
        const before = standardNormal(random);
        const value = gain + correlation * before + Math.sqrt(1 - correlation ** 2) * standardNormal(random);
        return { unit: `${name}${i}`, value, before };
      });

    const { estimate, effect } = compareArms({ ai: draw('a', 0.2), human: draw('h', 0) }, margin);

    expect(estimate!.preperiod!.varianceRemoved).toBeCloseTo(correlation ** 2, 1);
    expect(Math.abs(effect - 0.2)).toBeLessThan(3 * estimate!.standardError);
  });

  test('counts buyers that are new, without a pre-period', () => {
    const { ai, human } = arms(10);
    const old = (rows: readonly Observation[]) =>
      rows.map((row, i) => (i < 30 ? { ...row, before: row.value - 3 } : row));

    const { effect, estimate } = compareArms({ ai: old(ai), human: old(human) }, margin);

    expect(Math.abs(effect - 10)).toBeLessThan(3 * estimate!.standardError);
    expect(estimate!.shape.clusters).toEqual({ ai: 60, human: 60 });
  });

  test('stops a test that surely leaves more shelves empty, though it earns more', () => {
    const empty = (name: string, days: number) =>
      [...Array(30)].map((_, i) => stockDays(`${name}${i}`, days + (i % 3)));
    const guard = {
      metric: 'stockOuts',
      arms: { ai: empty('a', 8), human: empty('h', 1) },
      tolerated: 0.05,
    } as const;

    const { verdict, stop, guards } = compareArms(arms(10), { ...margin, guards: [guard] });

    expect(guards[0]).toMatchObject({ metric: 'stockOuts', breached: true });
    expect({ verdict, stop }).toEqual({ verdict: 'worse', stop: true });
    const harmless = { ...guard, arms: { ai: empty('a', 1), human: empty('h', 1) } };
    expect(compareArms(arms(10), { ...margin, guards: [harmless] })).toMatchObject({
      verdict: 'better',
      stop: false,
    });
  });
});

/** A SKU in a location: days without stock of 28. */
function stockDays(unit: string, days: number): Observation {
  return { unit, value: days, size: 28 };
}
