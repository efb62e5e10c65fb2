import { describe, expect, test } from '@jest/globals';
import { type DrawGround, type DrawnUnit, drawArms } from '../../../functions/plan/draw-arms.ts';
import type { Assignment, Experiment, RunName } from '../../../lib/domain/index.ts';
import { markets } from '../stored-documents.ts';

const run: RunName = { merchant: 'demo', market: 'de', asOf: '2025-03-09', runId: 'de-2025-03-09' };
const LOCATION = 'de-main';

const anExperiment = (given: Partial<Experiment> = {}): Experiment => ({
  ...{ id: 'spring', name: 'spring', kind: 'orders', markets: ['de'], metric: 'margin', minimalEffect: 500 },
  ...{ guards: [], aiShare: 0.5, unit: 'skuLocation', cluster: 'SKU × location', why: '', currency: 'EUR' },
  ...{ weeks: 4, start: '2025-03-10', end: '2025-04-06', createdAt: '2025-03-07T09:00:00Z', author: 'anna' },
  ...{ state: 'running', looks: [], strata: [] },
  ...given,
});
const ofBuyers = anExperiment({ id: 'offers', kind: 'offers', unit: 'buyer', cluster: 'buyer company' });

/** SKUs of three classes of revenue, each a draw of its own. */
const someSkus = (count: number, prefix = 'S'): DrawnUnit[] =>
  Array.from({ length: count }, (_, n) => {
    const unit = `${prefix}${n}`;
    return { unit, stratum: `de:${'ABC'[n % 3]}`, cluster: `${LOCATION}/${unit}`, active: true };
  });
/** Companies of two segments. */
const someBuyers = (count: number, prefix = 'K'): DrawnUnit[] =>
  Array.from({ length: count }, (_, n) => {
    const unit = `${prefix}${n}`;
    return { unit, stratum: `de:${n % 2 === 0 ? 'loyal' : 'new'}`, cluster: unit, active: true };
  });

const aGround = (given: Partial<DrawGround> = {}): DrawGround => ({
  ...{ run, market: markets[0]!, locationMarkets: ['de'], skus: someSkus(60), buyers: [] },
  ...{ experiments: [anExperiment()], holdoutShare: 0, drawnBefore: () => [] },
  ...given,
});
const inTest = (rows: readonly Assignment[], kind: Assignment['kind'] = 'sku') =>
  rows.filter((row) => row.kind === kind && row.experiment !== null);
const armsBy = (rows: readonly Assignment[]) => new Map(rows.map(({ unit, arm }) => [unit, arm]));
const share = (rows: readonly Assignment[]) => rows.filter(({ arm }) => arm === 'ai').length / rows.length;

describe('a test of orders', () => {
  test('draws SKUs of the location, each to within a unit of the planned share of its class', () => {
    const rows = drawArms(aGround());

    for (const stratum of ['de:A', 'de:B', 'de:C']) {
      const own = inTest(rows).filter((row) => row.stratum === stratum);
      expect([stratum, own.length, own.filter(({ arm }) => arm === 'ai').length]).toEqual([stratum, 20, 10]);
    }
    expect(inTest(rows).every(({ since }) => since === '2025-03-10')).toBe(true);
  });

  test('names each of its units by the location too, in the same arm', () => {
    const rows = drawArms(aGround());

    const here = armsBy(inTest(rows));
    const there = inTest(rows, 'skuLocation');
    expect(there).toHaveLength(60);
    for (const { unit, arm } of there) expect(arm).toBe(here.get(unit.slice(LOCATION.length + 1)));
  });

  test('gives SKUs that replace each other one arm, in the first of their classes', () => {
    const line = `${LOCATION}/old`;
    const pair = ['A', 'C'].map((name) => ({
      ...{ unit: `pair-${name}`, stratum: `de:${name}`, cluster: line, active: true },
    }));

    const rows = drawArms(aGround({ skus: [...someSkus(30), ...pair] }));

    const drawn = inTest(rows).filter(({ cluster }) => cluster === line);
    expect(drawn).toHaveLength(2);
    expect(new Set(drawn.map(({ arm, stratum }) => `${arm} ${stratum}`)).size).toBe(1);
    expect(drawn[0]?.stratum).toBe('de:A');
  });

  test('draws a SKU alike on the nights of all markets that its location serves', () => {
    const shared = anExperiment({ markets: ['de', 'gb'] });
    const locationMarkets = ['de', 'gb'];
    const german = drawArms(aGround({ experiments: [shared], locationMarkets }));
    // the other market has fewer SKUs, of other classes
    const others = someSkus(23).map((sku) => ({ ...sku, stratum: 'gb:A' }));
    const british = drawArms(
      aGround({
        ...{ run: { ...run, market: 'gb' }, market: { ...markets[0]!, market: 'gb' } },
        ...{ experiments: [shared], locationMarkets, skus: others },
      }),
    );

    const there = armsBy(inTest(german));
    for (const { unit, arm } of inTest(british)) expect(arm).toBe(there.get(unit));
  });

  test('lets a SKU that sleeps stay out', () => {
    const skus = someSkus(10).map((sku, n) => ({ ...sku, active: n !== 4 }));

    const rows = drawArms(aGround({ skus }));

    expect(rows.find(({ unit }) => unit === 'S4')).toMatchObject({
      experiment: null,
      arm: 'ai',
      since: null,
    });
    expect(inTest(rows)).toHaveLength(9);
  });
});

describe('the nights after', () => {
  const first = drawArms(aGround({ skus: someSkus(40) }));
  const later = { run: { ...run, asOf: '2025-03-20' }, drawnBefore: () => first };

  test('keep every arm, whatever class a SKU has come to and whether it still sells', () => {
    const skus = someSkus(40).map((sku) => ({ ...sku, stratum: 'de:A', active: false }));

    const rows = drawArms(aGround({ ...later, skus }));

    expect(inTest(rows)).toEqual(inTest(first));
  });

  test('take new SKUs in, each class as near to its share as before, and move no other', () => {
    const rows = drawArms(aGround({ ...later, skus: [...someSkus(40), ...someSkus(12, 'N')] }));

    const before = armsBy(inTest(first));
    for (const { unit, arm } of inTest(rows)) if (before.has(unit)) expect(arm).toBe(before.get(unit));
    const joined = inTest(rows).filter(({ unit }) => unit.startsWith('N'));
    expect(joined.map(({ since }) => since)).toEqual(Array(12).fill('2025-03-21'));
    for (const stratum of ['de:A', 'de:B', 'de:C']) {
      const own = inTest(rows).filter((row) => row.stratum === stratum);
      expect(Math.abs(own.length - 2 * own.filter(({ arm }) => arm === 'ai').length)).toBeLessThanOrEqual(1);
    }
  });

  test('give a successor the arm of the SKU that it replaces', () => {
    const replaced = first.find(({ kind, arm }) => kind === 'sku' && arm === 'human')!;
    const successor = { unit: 'next', stratum: 'de:A', cluster: replaced.cluster, active: true };

    const rows = drawArms(aGround({ ...later, skus: [...someSkus(40), successor] }));

    expect(inTest(rows).find(({ unit }) => unit === 'next')).toMatchObject({
      ...{ arm: 'human', stratum: replaced.stratum, cluster: replaced.cluster, since: '2025-03-21' },
    });
  });

  test('keep a SKU in the count that the market no longer lists', () => {
    const rows = drawArms(aGround({ ...later, skus: someSkus(39) }));

    expect(inTest(rows).find(({ unit }) => unit === 'S39')).toEqual(
      inTest(first).find(({ unit }) => unit === 'S39'),
    );
  });
});

describe('a test of offers', () => {
  test('draws buyer companies within their segment, and leaves every SKU alone', () => {
    const rows = drawArms(aGround({ experiments: [ofBuyers], buyers: someBuyers(40) }));

    for (const stratum of ['de:loyal', 'de:new'])
      expect(share(inTest(rows, 'customer').filter((row) => row.stratum === stratum))).toBe(0.5);
    expect(inTest(rows)).toEqual([]);
  });

  test('takes a new company in without moving another', () => {
    const experiments = [ofBuyers];
    const first = drawArms(aGround({ experiments, buyers: someBuyers(20) }));

    const rows = drawArms(
      aGround({
        experiments,
        buyers: someBuyers(26),
        drawnBefore: () => first,
        run: { ...run, asOf: '2025-03-15' },
      }),
    );

    const before = armsBy(inTest(first, 'customer'));
    const now = inTest(rows, 'customer');
    expect(now).toHaveLength(26);
    for (const { unit, arm } of now) if (before.has(unit)) expect(arm).toBe(before.get(unit));
    expect(now.filter(({ since }) => since === '2025-03-16')).toHaveLength(6);
  });

  test('draws a company of two markets alike on both nights', () => {
    const experiments = [anExperiment({ ...ofBuyers, markets: ['de', 'jp'] })];
    const german = drawArms(aGround({ experiments, buyers: someBuyers(50) }));
    const inJapan = { run: { ...run, market: 'jp' }, market: markets[1]!, locationMarkets: ['jp'] };

    const japanese = drawArms(aGround({ ...inJapan, experiments, buyers: someBuyers(9) }));

    const there = armsBy(inTest(german, 'customer'));
    for (const { unit, arm } of inTest(japanese, 'customer')) expect(arm).toBe(there.get(unit));
  });

  test('runs beside a test of orders, each drawn for itself', () => {
    const rows = drawArms(aGround({ experiments: [anExperiment(), ofBuyers], buyers: someBuyers(40) }));

    expect(new Set(inTest(rows).map(({ experiment }) => experiment))).toEqual(new Set(['spring']));
    expect(new Set(inTest(rows, 'customer').map(({ experiment }) => experiment))).toEqual(
      new Set(['offers']),
    );
  });
});

describe('the holdout', () => {
  const many = someSkus(4000);
  const rows = drawArms(aGround({ skus: many, holdoutShare: 0.05 }));
  const held = rows.filter(({ holdout }) => holdout);

  test('keeps about 5 % of SKUs with people, out of every test', () => {
    // 200 and four standard deviations of 14
    expect(Math.abs(held.length - 200)).toBeLessThan(56);
    expect(held.every(({ arm, experiment }) => arm === 'human' && experiment === null)).toBe(true);
    expect(inTest(rows)).toHaveLength(4000 - held.length);
  });

  test('is the same without any test, and on every night', () => {
    const later = drawArms(
      aGround({ skus: many, holdoutShare: 0.05, experiments: [], run: { ...run, asOf: '2025-09-01' } }),
    );

    expect(later.filter(({ holdout }) => holdout).map(({ unit }) => unit)).toEqual(
      held.map(({ unit }) => unit),
    );
  });
});
