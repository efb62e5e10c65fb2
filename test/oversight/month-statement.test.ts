import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { monthEarningsSchema } from '../../lib/domain/index.ts';
import {
  type MonthGround,
  type MonthUnit,
  monthStatement,
  traceDecisions,
} from '../../lib/oversight/index.ts';

/** 95 % of SKUs gain a tenth of what people make of them; no two are alike. */
const units = (count: number, heldOut = 0.05): MonthUnit[] =>
  Array.from({ length: count }, (_, n) => {
    const size = 1000 + ((n * 7919) % 997);
    const arm = n < Math.round(count * heldOut) ? 'human' : 'ai';
    const wobble = ((n * 104_729) % 61) - 30;
    return { sku: `S${n}`, arm, earnedMinor: size + wobble + (arm === 'ai' ? 100 : 0), beforeMinor: size };
  });

const ground = (changes: Partial<MonthGround> = {}): MonthGround => ({
  run: { market: 'de', month: '2026-10', asOf: '2026-11-04', runId: 'de-2026-11-04' },
  ...{ from: '2026-10-01', to: '2026-10-31', days: 31, units: units(400), decisions: [] },
  ...{ leftOut: { experiments: 0, costMissing: 0 }, stockCounted: true, currency: 'EUR', seed: 1 },
  ...changes,
});

const aDecision = (sku: string, expectedMinor: number) => ({
  ...{
    decision: `de:${sku}:v1`,
    sku,
    subject: 'price' as const,
    from: '2026-10-05',
    days: 20,
    expectedMinor,
  },
});

function measured(changes: Partial<MonthGround> = {}) {
  const { statement, lines } = monthStatement(ground(changes));
  if (statement.kind !== 'measured') throw new Error(statement.reason);
  return { ...statement, all: lines };
}

describe('monthStatement', () => {
  test('finds what Tradewind adds to each SKU, times the SKUs that it operates', () => {
    const { total, units: counted, cannotKnow, all, ...rest } = measured();

    expect(counted).toEqual({ ai: 380, human: 20 });
    expect(total.lower?.minor).toBeLessThan(38_000);
    expect(total.upper?.minor).toBeGreaterThan(38_000);
    expect(Math.abs(total.amount.minor - 38_000)).toBeLessThan(10_000);
    expect(cannotKnow.map(({ code }) => code)).toEqual(['noDecisions', 'costsOfToday']);
    const whole = { ...rest, total, units: counted, cannotKnow };
    expect(monthEarningsSchema.parse(whole)).toEqual(whole);
  });

  test('traces it to decisions up to what was expected of each, and tells the rest', () => {
    const { total, decisions, all } = measured({ decisions: [aDecision('S30', 500), aDecision('S31', 700)] });

    expect(decisions.count).toBe(2);
    expect(all.map(({ sku, earned }) => [sku, earned.minor])).toEqual([
      ['S31', 700],
      ['S30', 500],
    ]);
    expect(decisions.earned.minor + decisions.rest.minor).toBe(total.amount.minor);
  });

  test.each([
    ['fewer than 14 days', { days: 13 }, 'fewDays'],
    ['an empty market', { units: [] }, 'fewHeldOut'],
    ['one SKU', { units: units(1) }, 'fewHeldOut'],
    ['a holdout of two SKUs among forty', { units: units(40) }, 'fewHeldOut'],
    ['nobody held out', { units: units(100, 0) }, 'fewHeldOut'],
    ['SKUs lost from one side', { units: units(400, 0.5) }, 'drawBroken'],
    ['a month without a sale', { units: units(400).map((one) => ({ ...one, earnedMinor: 0 })) }, 'noSales'],
  ])('gives no figure for %s, and says why', (_, changes, reason) => {
    expect(monthStatement(ground(changes)).statement).toMatchObject({ kind: 'notMeasured', reason });
  });

  test('says amounts of a currency without decimals as they are', () => {
    const { total } = measured({ currency: 'JPY' });

    expect(total.amount.currency).toBe('JPY');
    expect(Number.isInteger(total.amount.minor)).toBe(true);
    expect(total.amount.minor).toBe(measured().total.amount.minor);
  });

  test('names SKUs left out and new ones', () => {
    const fresh = units(400).map((one, n) => (n % 100 === 0 ? { ...one, beforeMinor: null } : one));
    const { cannotKnow } = measured({ units: fresh, leftOut: { experiments: 5, costMissing: 3 } });

    expect(cannotKnow).toEqual(
      expect.arrayContaining([
        { code: 'experimentsApart', skus: 5 },
        { code: 'costMissing', skus: 3 },
        { code: 'noPreperiod', skus: 4 },
      ]),
    );
  });
});

describe('traceDecisions', () => {
  test('gives each its share of less than was expected, to the unit', () => {
    expect(traceDecisions(10, [{ expectedMinor: 10 }, { expectedMinor: 10 }, { expectedMinor: 10 }])).toEqual(
      {
        earnedMinor: [4, 3, 3],
        restMinor: 0,
      },
    );
  });

  test('traces a loss to no decision', () => {
    expect(traceDecisions(-50, [{ expectedMinor: 10 }, { expectedMinor: -3 }])).toEqual({
      earnedMinor: [0, 0],
      restMinor: -50,
    });
  });

  test('adds up exactly, and gives nobody more than was expected of it', () => {
    const amount = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(amount, fc.array(amount, { maxLength: 50 }), (total, expected) => {
        const { earnedMinor, restMinor } = traceDecisions(
          total,
          expected.map((expectedMinor) => ({ expectedMinor })),
        );
        expect(earnedMinor.reduce((sum, one) => sum + one, 0) + restMinor).toBe(total);
        earnedMinor.forEach((earned, place) => {
          expect(Number.isInteger(earned)).toBe(true);
          expect(earned).toBeGreaterThanOrEqual(0);
          expect(earned).toBeLessThanOrEqual(Math.max(0, expected[place] ?? 0));
        });
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});
