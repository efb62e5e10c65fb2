import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Control, Decision } from '../../../lib/domain/index.ts';
import { lakeKeys, logEntrySchema } from '../../../lib/domain/index.ts';
import { aSeries, asOf } from '../../operations/a-series.ts';
import { aWorld, shard } from './a-world.ts';

const euros = (minor: number) => ({ minor, currency: 'EUR' });

/** Automatic within wide limits; what a test narrows is its case. */
const automatic = (approval: Control['approval'] = {}): Record<string, Control> => ({
  'market#de': {
    ...{ mode: 'automatic', killed: false, limits: { largestStep: 0.5 } },
    approval: { moneyPerDay: euros(1e9), leastConfidence: 0, oldestDataDays: 3, ...approval },
  },
});
const fresh = { ...shard, ordersTo: asOf };
const ofSku = (world: ReturnType<typeof aWorld>, sku = 'A-1') => world.decisions.get(`demo#de ${sku}`)?.value;
const codes = (decision: Decision | undefined) => decision?.whyNotAutomatic?.map(({ code }) => code);

describe('learn, where Tradewind may approve by itself', () => {
  test('approves a draft within the limits, logs it and leaves its event to be told', async () => {
    const world = aWorld([aSeries()], { controls: automatic() });

    await world.handler(fresh);

    const decision = ofSku(world);
    expect(decision).toMatchObject({
      state: 'approved',
      approvals: [{ by: 'tradewind', at: '2024-07-01T12:00:00.000Z' }],
    });
    expect(decision?.whyNotAutomatic).toBeUndefined();
    expect(world.told).toMatchObject([
      { type: 'decision.approved', merchant: 'demo', market: 'de', data: { sku: 'A-1', automatic: true } },
    ]);
  });

  test('does the same when the shard is repeated, once', async () => {
    const world = aWorld([aSeries()], { controls: automatic() });
    await world.handler(fresh);
    const first = ofSku(world);

    await world.handler(fresh);

    expect(ofSku(world)).toEqual(first);
    expect(world.told).toHaveLength(1);
  });

  test('keeps the sum of the night within the money of the day', async () => {
    const alone = aWorld([aSeries()], { controls: automatic() });
    await alone.handler(fresh);
    const amount = ofSku(alone)?.amount?.minor ?? 0;
    const series = ['A-1', 'B-2', 'C-3'].map((sku) => aSeries({ sku }));
    const world = aWorld(series, { controls: automatic({ moneyPerDay: euros(2 * amount) }) });

    await world.handler({ ...fresh, series: 3 });

    const decided = ['A-1', 'B-2', 'C-3'].map((sku) => ofSku(world, sku));
    const approved = decided.filter((one) => one?.state === 'approved');
    const sum = approved.reduce((minor, one) => minor + (one?.amount?.minor ?? 0), 0);
    expect(amount).toBeGreaterThan(0);
    expect(approved.length).toBeGreaterThan(0);
    expect(sum).toBeLessThanOrEqual(2 * amount);
    const kept = decided.filter((one) => one?.state === 'proposed');
    expect(kept.length).toBeGreaterThan(0);
    for (const one of kept) {
      expect(codes(one)).toEqual(['moneyPerDay']);
      expect(one?.whyNotAutomatic?.[0]?.figures).toMatchObject({ moneyPerDayMinor: 2 * amount });
    }
  });

  test.each<[string, string[], Parameters<typeof aSeries>[0], Control['approval'], object]>([
    ['sales that are too old', ['oldestData'], {}, {}, { ordersTo: '2024-06-26' }],
    ['sales of no known day', ['oldestData'], {}, {}, { ordersTo: undefined }],
    [
      'stock that was counted too long ago',
      ['oldestData'],
      { stock: { onHand: 120, onOrder: 0, reserved: 0, asOf: '2024-06-20' } },
      {},
      {},
    ],
    ['an amount for two persons', ['twoPersons'], {}, { twoPersonsFrom: euros(1) }, {}],
    ['no money a day', ['moneyPerDay'], {}, { moneyPerDay: undefined }, {}],
    [
      'a series that has drifted',
      ['drift'],
      {
        drift: {
          ...{ signal: 'level', direction: 1, size: 0.4, since: '2024-06-01', daysSince: 30 },
          ...{ raisedOn: '2024-06-20', qValue: 0.001, words: 'sells more since 2024-06-01' },
        },
      },
      {},
      {},
    ],
  ])('leaves %s to a person, and says so', async (_, why, series, approval, given) => {
    const world = aWorld([aSeries(series)], { controls: automatic(approval) });

    await world.handler({ ...fresh, ...given });

    expect(ofSku(world)?.state).toBe('proposed');
    expect(codes(ofSku(world))).toEqual(expect.arrayContaining(why));
    expect(world.told).toEqual([]);
  });

  test('approves nothing while it only suggests, is stopped, or has no limits, and says nothing then', async () => {
    const de = automatic()['market#de'];
    if (de === undefined) throw new Error('there is a control row');
    const { approval: _, ...before } = de;
    for (const control of [{ ...de, mode: 'suggest' as const }, { ...de, killed: true }, before]) {
      const world = aWorld([aSeries()], { controls: { 'market#de': control } });

      await world.handler(fresh);

      expect(ofSku(world)?.state).toBe('proposed');
      expect(ofSku(world)?.whyNotAutomatic).toBeUndefined();
    }
  });

  test('writes a line for the proposal and one for the approval', async () => {
    const world = aWorld([aSeries()], { controls: automatic() });

    await world.handler(fresh);

    const file = world.objects.get(lakeKeys.nightLines('demo', shard.runId, shard.shard));
    const lines = gunzipSync(file ?? new Uint8Array())
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => logEntrySchema.parse(JSON.parse(line)));
    expect(lines.map(({ event, from, to, by }) => [event, from, to, by])).toEqual([
      ['propose', null, 'proposed', 'tradewind'],
      ['approveAutomatically', 'proposed', 'approved', 'tradewind'],
    ]);
  });
});
