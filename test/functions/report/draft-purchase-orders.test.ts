import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type DraftDependencies,
  draftPurchaseOrders,
} from '../../../functions/report/draft-purchase-orders.ts';
import { createDraftRules } from '../../../functions/report/draft-rules.ts';
import {
  controlKeys,
  type OrderCandidate,
  type PurchaseOrder,
  purchaseOrderKeys,
  type ReportRequest,
} from '../../../lib/domain/index.ts';
import {
  type LocationSupply,
  openOrderSources,
  openPurchaseOrders,
  openTradeRules,
  openUnplacedOrders,
  writeOrderCandidates,
} from '../../../lib/stores/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { aCandidate, asOf } from '../../operations/a-candidate.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo, tables } from '../embedded-dynamo.ts';

const markets = [aMarket(), aMarket({ market: 'gb', currency: 'GBP' })];
const [germany = aMarket()] = markets;

/** The next day before the supplier's Wednesday. */
const weekLater = '2024-07-09';

let dynamo: EmbeddedDynamo;
let merchants = 0;
beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
});
afterAll(() => dynamo.stop());

/** A merchant of its own: nights that end as the batch leaves them, and the tables that they write. */
function aMerchant(supply: Partial<LocationSupply> = {}) {
  const merchant = `m${++merchants}`;
  const { client } = dynamo;
  const now = () => 1_720_000_000;
  const orders = openPurchaseOrders({ client, table: tables.purchaseOrders, now });
  const rules = openTradeRules({ client, table: tables.controls, now });
  const objects = objectsInMemory();
  const known = { records: [], lines: [], rates: [], ...supply };
  const dependencies: DraftDependencies = {
    objects,
    orders,
    unplaced: openUnplacedOrders({ client, table: tables.purchaseOrders, now }),
    sources: openOrderSources({ client, table: tables.purchaseOrders, now }),
    readSupply: async () => known,
    rules: createDraftRules(rules),
    markets,
  };
  /** End a market's night with these candidates in one shard. */
  const night = async (market: string, date: string, candidates: OrderCandidate[], failed = false) => {
    const runId = `${market}-${date}`;
    const shard = { merchant, market, asOf: date, runId, shard: 's00001' };
    const manifest = { bucket: 'lake', key: `runs/${merchant}/${runId}/manifest.json` };
    await objects.put(manifest.key, JSON.stringify([{ ...shard, key: 'k', series: 1 }]), 'application/json');
    const own = candidates.map((candidate) => ({ ...candidate, market, runId, asOf: date }));
    await writeOrderCandidates(objects, shard, own);
    const request: ReportRequest = {
      ...{ merchant, market, asOf: date, runId, ready: true, series: 1, shards: 1, manifest },
      ...{ forecast: [], segment: { buyers: 0, segments: 0 } },
      learn: [{ shard: 's00001', done: 1, lacking: 0, ...(failed ? { failed: 'out of memory' } : {}) }],
    };
    return draftPurchaseOrders(dependencies, request, germany);
  };
  const stored = async () => {
    const items = await orders.queryAll(merchant, { prefix: purchaseOrderKeys.order(merchant, '').sk });
    return items.map(({ value }) => value);
  };
  const only = async () => {
    const [order, ...more] = await stored();
    expect(more).toEqual([]);
    if (order === undefined) throw new Error('there is no order');
    return order;
  };
  /** Change an order as a person does. */
  const change = async (order: PurchaseOrder, changes: Partial<PurchaseOrder>) => {
    const key = purchaseOrderKeys.order(merchant, order.id);
    const read = await orders.get(key, { consistent: true });
    expect(await orders.replace(key, { ...order, ...changes }, read?.version ?? 0)).toBe(true);
  };
  const versionOf = async (order: PurchaseOrder) =>
    (await orders.get(purchaseOrderKeys.order(merchant, order.id), { consistent: true }))?.version;
  return { merchant, dependencies, known, night, stored, only, change, versionOf, rules };
}

describe('a night', () => {
  test('drafts one order per supplier, named for place, supplier, currency and date', async () => {
    const world = aMerchant();

    const drafts = await world.night('de', asOf, [
      aCandidate(),
      aCandidate({ sku: 'B-1', supplier: 'Ost & Co' }),
    ]);

    expect(drafts).toBe(2);
    const ids = (await world.stored()).map(({ id, status }) => [id.replace(/-[A-Z0-9]+$/, ''), status]);
    expect(ids).toEqual([
      ['HAMBURG-NORD-EUR-20240702', 'draft'],
      ['HAMBURG-OST-CO-EUR-20240702', 'draft'],
    ]);
  });

  test('that is run again changes nothing, not even the version that a person has read', async () => {
    const world = aMerchant();
    await world.night('de', asOf, [aCandidate()]);
    const order = await world.only();

    await world.night('de', asOf, [aCandidate()]);

    expect(await world.only()).toEqual(order);
    expect(await world.versionOf(order)).toBe(1);
  });

  test('updates the open draft of the night before, under its name', async () => {
    const world = aMerchant();
    await world.night('de', asOf, [aCandidate()]);
    const { id } = await world.only();

    await world.night('de', weekLater, [aCandidate({ need: { proposedUnits: 400 } })]);

    expect(await world.only()).toMatchObject({ id, asOf: weekLater, totals: { units: 400 } });
  });

  test('of an older date does not overwrite a newer draft', async () => {
    const world = aMerchant();
    await world.night('de', '2024-07-03', [aCandidate({ need: { proposedUnits: 400 } })]);
    const order = await world.only();

    await world.night('de', asOf, [aCandidate()]);

    expect(await world.only()).toEqual(order);
  });

  test('lets a draft expire that nothing asks for any more', async () => {
    const world = aMerchant();
    await world.night('de', asOf, [aCandidate()]);

    const drafts = await world.night('de', '2024-07-03', [
      aCandidate({ need: { proposedUnits: 0, onHand: 900 } }),
    ]);

    expect(drafts).toBe(0);
    expect(await world.only()).toMatchObject({ status: 'expired', totals: { units: 320 } });
  });

  test('keeps what the other markets of the location need, in whatever order nights end', async () => {
    const both = aCandidate({ markets: ['de', 'gb'] });
    const pounds = { unitCost: { micros: 1_700_000, currency: 'GBP' } };
    const nights = [
      ['de', [both, aCandidate({ sku: 'D-1' })]],
      ['gb', [{ ...both, ...pounds }, aCandidate({ sku: 'G-1' })]],
    ] as const;
    const linesAfter = async (ordered: readonly (typeof nights)[number][]) => {
      const world = aMerchant();
      for (const [market, candidates] of ordered) await world.night(market, asOf, [...candidates]);
      const [order, ...more] = (await world.stored()).filter(({ status }) => status === 'draft');
      if (order === undefined) throw new Error('there is no draft');
      expect(more).toEqual([]);
      expect(order.nights.map(({ market }) => market)).toEqual(['de', 'gb']);
      return order.lines;
    };

    const lines = await linesAfter(nights);

    // the SKU that both sell has one line, in the currency of the market listed first
    expect(lines.map(({ sku, decidedBy }) => [sku, decidedBy])).toEqual([
      ['A-1', 'de'],
      ['D-1', 'de'],
      ['G-1', 'gb'],
    ]);
    expect(await linesAfter(nights.toReversed())).toEqual(lines);
  });

  test('goes on without a shard that failed', async () => {
    const world = aMerchant();

    expect(await world.night('de', asOf, [aCandidate()], true)).toBe(0);
    expect(await world.stored()).toEqual([]);
  });

  test('tells what no draft can hold', async () => {
    const world = aMerchant();
    await world.night('de', asOf, [aCandidate({ supplier: null, missing: ['supplier'] })]);

    const key = purchaseOrderKeys.unplaced(world.merchant, 'hamburg');
    const unplaced = openUnplacedOrders({
      client: dynamo.client,
      table: tables.purchaseOrders,
      now: () => 0,
    });
    expect((await unplaced.get(key))?.value).toMatchObject({
      asOf,
      items: [{ sku: 'A-1', missing: ['supplier'] }],
    });
  });

  test("holds drafts to the merchant's budget of an order day", async () => {
    const world = aMerchant();
    const budgetPerOrderDay = { minor: 30_000, currency: 'EUR' };
    await world.rules.put(controlKeys.merchantRules(world.merchant), {
      ...{ rules: { budgetPerOrderDay }, author: 'ann', changedAt: '2024-07-01T08:00:00Z' },
    });

    await world.night('de', asOf, [aCandidate()]);

    const { totals, checks } = await world.only();
    expect(totals.value.minor).toBeLessThanOrEqual(30_000);
    expect(checks.budget).toMatchObject({ budget: budgetPerOrderDay, wanted: { minor: 64_000 } });
  });
});

describe('an order that a person touched', () => {
  test('keeps its changed line when the next night rewrites the draft', async () => {
    const world = aMerchant();
    await world.night('de', asOf, [aCandidate()]);
    const order = await world.only();
    const edited = { from: 320, by: 'ann', at: '2024-07-02T08:00:00Z', reason: 'the customer called' };
    await world.change(order, { lines: order.lines.map((line) => ({ ...line, units: 100, edited })) });

    await world.night('de', weekLater, [aCandidate({ need: { proposedUnits: 400 } })]);

    expect((await world.only()).lines).toMatchObject([
      { units: 100, proposedUnits: 400, edited, notes: [{ code: 'proposalChanged' }] },
    ]);
  });

  test('is not changed once approved, and its units are not ordered again', async () => {
    const world = aMerchant();
    await world.night('de', asOf, [aCandidate()]);
    const approved = { by: 'ann', at: '2024-07-02T08:00:00Z' };
    await world.change(await world.only(), { status: 'approved', approved });
    const order = await world.only();

    await world.night('de', asOf, [aCandidate()]);
    await world.night('de', '2024-07-03', [aCandidate()]);

    expect(await world.only()).toEqual(order);
  });

  test('is followed by a new draft with a name of its own, for what is needed on top', async () => {
    const world = aMerchant();
    await world.night('de', asOf, [aCandidate()]);
    const { id } = await world.only();
    await world.change(await world.only(), { status: 'approved' });

    await world.night('de', asOf, [aCandidate({ need: { onHand: -300, proposedUnits: 740 } })]);

    const orders = await world.stored();
    expect(orders.map(({ status, totals }) => [status, totals.units])).toEqual([
      ['approved', 320],
      ['draft', 420],
    ]);
    expect(orders.map((order) => order.id)).toEqual([id, `${id}-2`]);
  });

  test('counts on the shelf once an upload shows it, and tells how it came', async () => {
    const world = aMerchant();
    await world.night('de', asOf, [aCandidate()]);
    await world.change(await world.only(), { status: 'exported' });
    const { id } = await world.only();
    world.known.lines = [
      { orderId: id, sku: 'A-1', units: 320, receivedUnits: 320, receivedOn: '2024-07-20' },
    ];

    await world.night('de', '2024-07-21', [aCandidate({ need: { onHand: 440, proposedUnits: 0 } })]);

    expect(await world.only()).toMatchObject({
      status: 'received',
      arrivals: [{ sku: 'A-1', receivedUnits: 320, lateDays: 3 }],
    });
  });
});
