import { describe, expect, test } from '@jest/globals';
import { drawStrata, drawYearSample } from '../../../functions/plan/year-sample.ts';
import { lakeKeys, NotFoundError } from '../../../lib/domain/index.ts';
import { seedFrom } from '../../../lib/numeric/index.ts';
import type { Lake, Row } from '../../../lib/stores/index.ts';
import { aMarket } from '../../domain/a-market.ts';

const hashOf = (sku: string) => seedFrom(1, sku);
const skus = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ sku: `S${n}`, minor: Math.round(1e6 / (n + 1)) }));

describe('drawStrata', () => {
  test('draws all SKUs of a small market', () => {
    const { strata, stratumOf } = drawStrata(skus(50), hashOf);

    expect(strata).toEqual([{ stratum: 'r1', skus: 50, drawn: 50 }]);
    expect(stratumOf.size).toBe(50);
  });

  test('draws every SKU of few large ones and some of many small ones, 240 in all', () => {
    const { strata, stratumOf } = drawStrata(skus(10_000), hashOf);

    expect(strata.reduce((sum, { skus: size }) => sum + size, 0)).toBe(10_000);
    expect(strata.reduce((sum, { drawn }) => sum + drawn, 0)).toBe(240);
    expect(stratumOf.size).toBe(240);
    // the largest stand where few do; sizes grow as revenue falls
    const sizes = strata.map(({ skus: size }) => size);
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
    for (const { skus: size, drawn } of strata) expect(drawn).toBeGreaterThanOrEqual(Math.min(size, 48));
  });

  test('draws from a market in which nothing was sold in a year', () => {
    const none = skus(1000).map(({ sku }) => ({ sku, minor: 0 }));

    expect(drawStrata(none, hashOf).stratumOf.size).toBe(240);
  });

  test('draws nobody from an empty market', () => {
    expect(drawStrata([], hashOf)).toEqual({
      strata: [{ stratum: 'r1', skus: 0, drawn: 0 }],
      stratumOf: new Map(),
    });
  });
});

const scope = { market: aMarket(), asOf: '2026-06-30', from: '2024-06-26', locationMarkets: ['de'] };

function aRoom(ground: Row = { first: 0, skus: 2, counts: 100, purchases: 10 }) {
  const objects = new Map<string, string>();
  const lake: Pick<Lake, 'run' | 'columns'> = {
    run: async (sql) => (sql.includes('AS first') ? [ground] : []),
    columns: async () => ({ sku: ['A', 'B'], minor: [100, 200] }),
  };
  const store = {
    get: async (key: string) => {
      const body = objects.get(key);
      if (body === undefined) throw new NotFoundError(key);
      return new TextEncoder().encode(body);
    },
    put: async (key: string, body: string | Uint8Array) => void objects.set(key, String(body)),
    list: async (prefix: string) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
  const isDrawn = async (asOf: string, now: Row = ground) => {
    const night = { merchant: 'demo', market: 'de', asOf, runId: `de-${asOf}` };
    // the lake is a connection with more to it than the draw asks of it
    const given = {
      ...lake,
      run: async (sql: string) => (sql.includes('AS first') ? [now] : []),
    } as unknown as Lake;
    const draw = await drawYearSample({ objects: store, lake: given }, night, { ...scope, asOf });
    return (await draw.historyOf({ sku: 'A', start: scope.from })) !== undefined;
  };
  return { objects, isDrawn };
}

describe('drawYearSample', () => {
  test('draws on a market’s first night, and again when the night is repeated', async () => {
    const { isDrawn, objects } = aRoom();

    expect(await isDrawn('2026-06-30')).toBe(true);
    expect(await isDrawn('2026-06-30')).toBe(true);
    expect([...objects.keys()]).toEqual([lakeKeys.yearSample('demo', 'de', '2026-06-30')]);
  });

  test('draws nobody on the nights of the month that follows, then anew', async () => {
    const { isDrawn } = aRoom();
    await isDrawn('2026-06-01');

    expect(await isDrawn('2026-06-02')).toBe(false);
    expect(await isDrawn('2026-06-28')).toBe(false);
    expect(await isDrawn('2026-06-29')).toBe(true);
  });

  test.each([
    ['an earlier first day', { first: -100, skus: 2, counts: 100, purchases: 10 }],
    ['more SKUs', { first: 0, skus: 3, counts: 100, purchases: 10 }],
    ['counts of stock', { first: 0, skus: 2, counts: 900, purchases: 10 }],
    ['purchases', { first: 0, skus: 2, counts: 100, purchases: 90 }],
  ])('draws at once when the files say more: %s', async (_, now) => {
    const { isDrawn } = aRoom();
    await isDrawn('2026-06-29');

    expect(await isDrawn('2026-06-30', now)).toBe(true);
    expect(await isDrawn('2026-06-30', { first: 0, skus: 2, counts: 100, purchases: 10 })).toBe(false);
  });
});
