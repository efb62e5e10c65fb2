import { describe, expect, test } from '@jest/globals';
import { stateYear } from '../../../functions/report/state-year.ts';
import { lakeKeys, type Proof, type YearEarnings, type YearReplay } from '../../../lib/domain/index.ts';
import { writeYearReplays } from '../../../lib/stores/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';

const asOf = '2026-06-30';
const side = { holdingMinor: 0, orderingMinor: 0, stockMinor: 0, shortUnits: 0, stockOutDays: 0, orders: 1 };
const aReplay = (sku: string, gainMinor: number): YearReplay => ({
  ...{ kind: 'replayed', sku, stratum: 'r1', weeks: 52, filledDays: 0, baseline: 'actual' },
  ...{ ordersKnown: true, listPrices: false },
  tradewind: { ...side, marginMinor: 1000 + gainMinor },
  today: { ...side, marginMinor: 1000 },
});
const unproven = {
  kind: 'noEvidence',
  withdrawn: false,
  nightsAboveZero: 0,
  skus: 0,
  weeks: 0,
  text: '',
} as const;
const proof: Proof = { asOf, runId: `de-${asOf}`, orders: unproven, prices: unproven };

async function aRoom(replays: Record<string, YearReplay[]>, firstDay = '2024-06-01') {
  const objects = objectsInMemory();
  const stored: YearEarnings[] = [];
  const skus = Object.values(replays).flat().length;
  const sample = {
    asOf,
    strata: [{ stratum: 'r1', skus, drawn: skus }],
    ground: { firstDay, skus, counts: 1, purchases: 1 },
  };
  await objects.put(lakeKeys.yearSample('demo', 'de', asOf), JSON.stringify(sample), 'application/json');
  for (const [shard, lines] of Object.entries(replays))
    await writeYearReplays(objects, lakeKeys.yearReplays('demo', 'de', asOf, shard), lines);
  const state = async (night = asOf) => {
    const request = { merchant: 'demo', market: 'de', asOf: night, runId: `de-${night}` };
    // the statement asks no more of the request than its name
    const whole = request as unknown as Parameters<typeof stateYear>[1];
    const years = { put: async (_: unknown, value: YearEarnings) => void stored.push(value) };
    await stateYear({ objects, years, rules: { get: async () => undefined } }, whole, aMarket(), proof);
  };
  return { stored, state };
}

describe('stateYear', () => {
  test('sums up what all shards replayed, a SKU once', async () => {
    const { stored, state } = await aRoom({
      s00001: [aReplay('A', 10), aReplay('B', 20)],
      s00002: [aReplay('B', 30)],
    });

    await state();

    // of B the later file holds; three are counted as drawn, two were
    expect(stored[0]).toMatchObject({ kind: 'measured', replayed: 2, from: '2025-07-02' });
  });

  test('begins with the first day of a shorter history', async () => {
    const { stored, state } = await aRoom({ s00001: [aReplay('A', 10), aReplay('B', 20)] }, '2025-12-01');

    await state();

    expect(stored[0]).toMatchObject({
      kind: 'measured',
      from: '2025-12-01',
      total: { amount: { minor: 30 } },
    });
  });

  test('leaves the last statement on a night that replayed none', async () => {
    const { stored, state } = await aRoom({});

    await state('2026-07-01');

    expect(stored).toEqual([]);
  });

  test('says that nothing came of a night whose shards all failed', async () => {
    const { stored, state } = await aRoom({});

    await state();

    expect(stored[0]).toMatchObject({ kind: 'notMeasured', reason: 'noSkus' });
  });
});
