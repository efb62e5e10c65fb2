import { describe, expect, test } from '@jest/globals';
import { type YearReplay, yearEarningsSchema } from '../../../lib/domain/index.ts';
import { type YearGround, yearStatement } from '../../../lib/oversight/index.ts';

const aSide = (changes: object = {}) => ({
  ...{ marginMinor: 1000, holdingMinor: 100, orderingMinor: 50, stockMinor: 400 },
  ...{ shortUnits: 0, stockOutDays: 0, orders: 5, ...changes },
});

const aReplay = (sku: string, changes: object = {}): YearReplay => ({
  ...{ kind: 'replayed', sku, stratum: 'r1', weeks: 52, filledDays: 0, baseline: 'actual' },
  ...{ ordersKnown: true, listPrices: false },
  tradewind: aSide({ marginMinor: 1100, holdingMinor: 60, orderingMinor: 40, stockMinor: 300 }),
  today: aSide({ shortUnits: 4, stockOutDays: 2 }),
  ...changes,
});

const ground = (changes: Partial<YearGround> = {}): YearGround => ({
  run: { market: 'de', asOf: '2026-06-30', runId: 'de-2026-06-30' },
  from: '2025-07-02',
  strata: [{ stratum: 'r1', skus: 3, drawn: 3 }],
  replays: ['A', 'B', 'C'].map((sku) => aReplay(sku)),
  prices: null,
  ratesSet: true,
  ...{ currency: 'EUR', seed: 1 },
  ...changes,
});

function measured(changes: Partial<YearGround> = {}) {
  const statement = yearStatement(ground(changes));
  if (statement.kind !== 'measured') throw new Error(statement.reason);
  return statement;
}

describe('yearStatement', () => {
  test('adds up what was freed, avoided and saved, in money', () => {
    const statement = measured();

    expect(statement.stockFreed.amount).toEqual({ minor: 300, currency: 'EUR' });
    expect(statement.stockOutsAvoided).toMatchObject({ units: 12, skuDays: 6 });
    expect(statement.stockOutsAvoided.margin.amount.minor).toBe(300);
    expect(statement.holdingSaved.amount.minor).toBe(120);
    expect(statement.orderingSaved.amount.minor).toBe(30);
    expect(statement.total.amount.minor).toBe(450);
    expect(yearEarningsSchema.parse(statement)).toEqual(statement);
  });

  test('adds its items up to the minor unit, whatever they round to', () => {
    const replays = ['A', 'B', 'C', 'D'].map((sku, n) =>
      aReplay(sku, {
        today: aSide({ holdingMinor: 101 + 7 * n }),
        tradewind: aSide({ marginMinor: 1003 + 11 * n }),
      }),
    );
    const statement = measured({ strata: [{ stratum: 'r1', skus: 1001, drawn: 4 }], replays });

    const { stockOutsAvoided, holdingSaved, orderingSaved, total } = statement;
    const items = [stockOutsAvoided.margin, holdingSaved, orderingSaved];
    expect(items.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(total.amount.minor);
  });

  test('scales a sample up to all SKUs of each stratum, and says that it did', () => {
    const statement = measured({
      strata: [
        { stratum: 'r1', skus: 10, drawn: 2 },
        { stratum: 'r2', skus: 100, drawn: 2 },
      ],
      replays: [
        ...['A', 'B'].map((sku) => aReplay(sku)),
        ...['C', 'D'].map((sku) => aReplay(sku, { stratum: 'r2' })),
      ],
    });

    expect(statement.total.amount.minor).toBe(110 * 150);
    expect(statement.cannotKnow).toContainEqual({ code: 'sampled', skus: 4 });
  });

  test('counts a SKU that could not be replayed as no gain, and names it among what it cannot know', () => {
    const statement = measured({
      replays: [aReplay('A'), aReplay('B'), { kind: 'leftOut', sku: 'C', stratum: 'r1', why: 'noCost' }],
    });

    expect(statement.total.amount.minor).toBe(300);
    expect(statement.cannotKnow).toContainEqual({ code: 'costMissing', skus: 1 });
  });

  test('says which SKUs are held against the textbook for want of stock history', () => {
    const statement = measured({
      replays: [aReplay('A'), aReplay('B', { baseline: 'textbook' }), aReplay('C')],
    });

    expect(statement.against).toEqual({ actual: 2, textbook: 1 });
    expect(statement.cannotKnow).toContainEqual({ code: 'noStockHistory', skus: 1 });
  });

  test('claims nothing on orders where nobody knows how many were placed', () => {
    const statement = measured({ replays: [aReplay('A', { ordersKnown: false })] });

    expect(statement.orderingSaved.amount.minor).toBe(0);
    expect(statement.cannotKnow).toContainEqual({ code: 'ordersUnknown', skus: 1 });
  });

  test('has an amount but no bounds for one SKU', () => {
    const statement = measured({ strata: [{ stratum: 'r1', skus: 1, drawn: 1 }], replays: [aReplay('A')] });

    expect(statement.total).toEqual({
      amount: { minor: 150, currency: 'EUR' },
      lower: null,
      upper: null,
    });
    expect(statement.cannotKnow).toContainEqual({ code: 'fewSkus' });
  });

  test('counts better prices only where price tests were evaluated', () => {
    const money = (minor: number) => ({ minor, currency: 'EUR' });
    const proof = {
      kind: 'measured',
      ...{ withdrawn: false, nightsAboveZero: 1, level: 0.9, gainShare: null },
      ...{ skus: 9, weeks: 90, text: '', gainPerDay: money(10), lower: money(4), upper: money(15) },
    } as const;

    const told = measured({ prices: proof });

    expect(told.prices?.amount.minor).toBe(3650);
    expect(told.total.amount.minor).toBe(450 + 3650);
    expect(told.total.lower?.minor).toBeLessThan(450 + 3650);
    expect(told.cannotKnow.map(({ code }) => code)).not.toContain('noPriceTests');
    expect(measured().prices).toBeNull();
    expect(measured().cannotKnow).toContainEqual({ code: 'noPriceTests' });
  });

  test.each([
    ['an empty market', { strata: [], replays: [] }, 'noSkus'],
    [
      'a first drop of three months',
      { replays: [{ kind: 'leftOut', sku: 'A', stratum: 'r1', why: 'shortHistory' } as const] },
      'shortHistory',
    ],
  ])('measures nothing of %s, and says why', (_, changes, reason) => {
    expect(yearStatement(ground(changes))).toMatchObject({ kind: 'notMeasured', reason });
  });

  test('is the same whatever the order of the replays', () => {
    const replays = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'].map((sku, n) =>
      aReplay(sku, { tradewind: aSide({ marginMinor: 1000 + 37 * n }) }),
    );

    expect(yearStatement(ground({ replays: replays.toReversed() }))).toEqual(
      yearStatement(ground({ replays })),
    );
  });
});
