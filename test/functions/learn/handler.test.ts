import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Control, Decision, Outcome } from '../../../lib/domain/index.ts';
import { shardResultSchema } from '../../../lib/domain/index.ts';
import { aSeries, asOf } from '../../operations/a-series.ts';
import { aWorld, shard } from './a-world.ts';

describe('learn', () => {
  test('stores a policy with its money at risk, the open decision, the audit table and its progress', async () => {
    const world = aWorld([aSeries(), aSeries({ sku: 'B-2', stock: null })]);

    const result = await world.handler({ ...shard, series: 2 });

    expect(shardResultSchema.parse(result)).toEqual({ shard: '0001', done: 1, lacking: 1 });
    expect(world.policies.get('demo#de A-1')).toMatchObject({
      value: { kind: 'ready', validUntil: '2024-07-03T12:00:00.000Z' },
      risk: expect.any(Number),
    });
    expect(world.policies.get('demo#de B-2')).toMatchObject({
      value: { kind: 'insufficientData', missing: ['stock'] },
      risk: 0,
    });
    expect(world.decisions.get('demo#de A-1')?.value).toMatchObject({ state: 'proposed', market: 'de' });
    expect(world.decisions.has('demo#de B-2')).toBe(false);
    expect(world.progress).toEqual([`demo de-${asOf} learn 0001`]);
    const audit = gunzipSync(world.objects.get(`audit/demo/de-${asOf}/0001.jsonl.gz`) ?? new Uint8Array());
    const tables = audit.toString().trimEnd().split('\n');
    expect(tables.map((line) => JSON.parse(line).sku)).toEqual(['A-1']);
  });

  test('writes the same bytes when it runs again', async () => {
    const world = aWorld([aSeries()]);
    const log = `price-log/demo/de/${asOf}/0001.parquet`;

    await world.handler(shard);
    const first = [JSON.stringify([...world.policies]), world.objects.get(log)];
    await world.handler(shard);

    expect([JSON.stringify([...world.policies]), world.objects.get(log)]).toEqual(first);
    expect(first[1]?.length).toBeGreaterThan(0);
  });

  test('turns a SKU that cannot be learnt into insufficient data with its reason, and goes on', async () => {
    const leadTime = { ...aSeries().leadTime, meanDays: 1e308 };
    const world = aWorld([aSeries({ sku: 'X-9', leadTime }), aSeries()]);

    const result = await world.handler(shard);

    expect(result).toMatchObject({ done: 1, lacking: 1 });
    expect(world.policies.get('demo#de X-9')?.value).toMatchObject({
      kind: 'insufficientData',
      name: 'Bolt',
      detail: expect.stringContaining('could not be learnt'),
    });
    expect(world.errors).toEqual(['a policy could not be learnt']);
    expect(world.policies.get('demo#de A-1')?.value.kind).toBe('ready');
  });

  test('folds the outcomes of the SKU in, each key once', async () => {
    const lost: Outcome = { key: 'k', sku: 'A-1', from: '2024-06-03', to: '2024-06-30', unitsLost: 560 };
    const other: Outcome = { ...lost, sku: 'B-2' };
    const world = aWorld([aSeries()], { outcomes: [lost, lost, other] });

    await world.handler(shard);

    expect(world.policies.get('demo#de A-1')?.value).toMatchObject({
      evidence: { outcomes: 1 },
      demand: { meanPerDay: 20 },
    });
  });

  test("goes by the merchant's rules, the market's before those for all markets, and names their versions", async () => {
    const world = aWorld([aSeries()], {
      rules: {
        rules: { largestStep: 0.3, minimumMarginRate: 0.2, reviewDays: 14 },
        'rules#de': { largestStep: 0.02 },
        'rules#gb': { largestStep: 0.4 },
      },
    });

    await world.handler(shard);

    // cost 6.00: 20 % of the price above it begins at 7.50
    expect(world.policies.get('demo#de A-1')?.value).toMatchObject({
      limits: { largestStep: 0.02, floorMicros: 7_500_000 },
      replenishment: { reviewDays: 14 },
      rulesVersion: { merchant: 4, market: 4 },
    });
  });

  test('says which money of the merchant does not hold in the market, and goes by what it assumes', async () => {
    const rules = { rules: { orderCost: { minor: 5000, currency: 'JPY' } } };
    const world = aWorld([aSeries()], { rules });

    await world.handler(shard);

    expect(world.policies.get('demo#de A-1')?.value).toMatchObject({
      warnings: expect.arrayContaining([expect.stringContaining('orderCost is set in JPY')]),
    });
  });

  describe('with what nights before told', () => {
    const told = (asOfNight: string, elasticity: number) => {
      const pooled = { mean: elasticity, betweenSd: 0.1, weight: 400 };
      const all = { skus: 30, elasticity: pooled, beyondTold: null, wave: null };
      return Buffer.from(
        JSON.stringify({ runId: `de-${asOfNight}`, market: 'de', asOf: asOfNight, all, categories: [] }),
      );
    };

    test("borrows from the newest night before the run's, of this merchant and this market alone", async () => {
      const world = aWorld([aSeries()]);
      world.objects.set('price-priors/demo/de/2024-06-01.json', told('2024-06-01', -9));
      world.objects.set('price-priors/demo/de/2024-06-29.json', told('2024-06-29', -2.5));
      world.objects.set(`price-priors/demo/de/${asOf}.json`, told(asOf, -9));
      world.objects.set('price-priors/demo/gb/2024-06-29.json', told('2024-06-29', -9));
      world.objects.set('price-priors/other/de/2024-06-29.json', told('2024-06-29', -9));

      await world.handler(shard);

      expect(world.policies.get('demo#de A-1')?.value).toMatchObject({
        demand: { pooled: { category: null, asOf: '2024-06-29' } },
      });
    });

    test('stands alone on the first night, and leaves what each SKU tells', async () => {
      const world = aWorld([aSeries(), aSeries({ sku: 'B-2', stock: null })]);

      await world.handler(shard);

      expect(world.policies.get('demo#de A-1')?.value).toMatchObject({ demand: { pooled: null } });
      const left = world.objects.get(`totals/demo/de-${asOf}/0001.elasticities.jsonl.gz`);
      const lines = gunzipSync(left ?? new Uint8Array())
        .toString()
        .split('\n');
      // a SKU without stock has no policy, and tells its category all the same
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { sku: 'A-1', elasticity: { value: expect.any(Number) } },
        { sku: 'B-2', told: null },
      ]);
    });
  });

  describe('with price tests in the rules', () => {
    const rules = { rules: { priceTests: { share: 0.5, largestStep: 0.1 } } };
    const testsOf = async (controls: Record<string, Control>) => {
      const skus = Array.from({ length: 12 }, (_, place) =>
        aSeries({ sku: `S-${place}`, stock: { onHand: 400, onOrder: 0, reserved: 0, asOf } }),
      );
      const noisy = skus.map((series) => {
        const demand = series.demand.slice(-200).map((units, day) => ((units ?? 0) * ((day * 7) % 11)) / 5);
        const priceSteps: [number, number][] = [
          [0, 10_000_000],
          [100, 10_200_000],
          [150, 10_000_000],
        ];
        const groups = [{ priceGroup: '', demand, priceSteps }];
        return { ...series, start: '2023-12-11', demand, groups };
      });
      const world = aWorld(noisy, { rules, controls });
      // a Thursday: a quarter of the SKUs may begin a test on each
      await world.handler({ ...shard, asOf: '2024-06-27' });
      const left = world.objects.get(`totals/demo/de-${asOf}/0001.price-tests.jsonl.gz`);
      const text = gunzipSync(left ?? new Uint8Array()).toString();
      const documents = [...world.policies.values()].map(({ value }) => value);
      const onTest = documents.filter((value) => value.kind === 'ready' && value.priceTest !== undefined);
      return { lines: text === '' ? [] : text.split('\n'), onTest, decisions: world.decisions };
    };

    test('places some, leaves them for the next night, and asks for them in the decision', async () => {
      const { lines, onTest, decisions } = await testsOf({});

      expect(onTest.length).toBeGreaterThan(0);
      expect(lines.map((line) => JSON.parse(line).sku).sort()).toEqual(onTest.map(({ sku }) => sku).sort());
      const [first] = onTest;
      const price = first?.kind === 'ready' ? first.priceTest?.priceMicros : undefined;
      expect(decisions.get(`demo#de ${first?.sku}`)?.value.price.micros).toBe(price);
    });

    test.each([
      ['the market is killed', { 'market#de': { mode: 'automatic', killed: true } }],
      ['the merchant is switched off', { merchant: { mode: 'off', killed: false } }],
    ] as const)('places none where %s', async (_, controls) => {
      const { lines, onTest } = await testsOf(controls);

      expect(onTest).toEqual([]);
      expect(lines).toEqual([]);
    });
  });

  test("reads the forecasts of the location's other markets", async () => {
    const { start } = aSeries();
    const idle = Array.from({ length: 728 }, () => 0);
    const world = aWorld([aSeries({ siblings: [{ market: 'gb', start, demand: idle }] })]);

    await world.handler(shard);

    // gb's stored forecast says 10 a day, whatever its history
    expect(world.policies.get('demo#de A-1')?.value).toMatchObject({
      replenishment: { dailyDemand: 20, markets: ['de', 'gb'] },
    });
  });

  test.each([
    ['leaves a decision that a person made in this run', 'approved', shard.runId, 'approved'],
    ['brings a draft of an earlier night up to date', 'proposed', 'de-2024-06-29', 'proposed'],
    ['opens a new draft after a decision of an earlier night', 'approved', 'de-2024-06-29', 'proposed'],
  ] as const)('%s', async (_, state, runId, expected) => {
    const decision: Decision = {
      decision: 'd',
      market: 'de',
      sku: 'A-1',
      state,
      runId,
      policyVersion: 'old',
      asOf,
      price: { micros: 1, currency: 'EUR' },
      currentPrice: { micros: 1, currency: 'EUR' },
      orderUnits: 0,
      expectedGainPerDay: { minor: 0, currency: 'EUR' },
    };
    const world = aWorld([aSeries()], { decision });

    await world.handler(shard);

    const stored = world.decisions.get('demo#de A-1')?.value;
    expect(stored?.state).toBe(expected);
    expect(stored?.policyVersion === 'old').toBe(expected === 'approved');
  });

  test('refuses an event that is no shard, and a market of another region', async () => {
    const { handler } = aWorld([aSeries()]);

    await expect(handler({})).rejects.toThrow('the learn event');
    await expect(handler({ ...shard, market: 'us' })).rejects.toThrow('not homed in this region');
  });
});
