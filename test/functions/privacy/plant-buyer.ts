import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { type Assignment, insightKeys, lakeKeys, outcomeKey, skuKey } from '../../../lib/domain/index.ts';
import { assignmentFile, createDocumentTable, createPackedTable } from '../../../lib/stores/index.ts';
import { tables } from '../embedded-dynamo.ts';
import type { PrivacyRoom } from './privacy-room.ts';

const ORDERS = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price,email';

/** A night's report of fairness in which one buyer paid most for a SKU, and the other least. */
function aFairnessEntry(dear: string, cheap: string) {
  const paid = (buyer: string, shareOfList: number) => ({ buyer, shareOfList, source: 'list' as const });
  const gap = {
    ...{ sku: 'PUMP', volumeBand: '1e3', terms: '', buyers: 2, gap: 0.1, reason: 'r', unexplained: true },
    ...{ dearest: paid(dear, 1.1), cheapest: paid(cheap, 1) },
  };
  return {
    ...{ asOf: '2026-01-05', runId: 'de-2026-01-05', days: 90, largestGap: 0.1, compared: 1, alarms: 1 },
    ...{ largest: gap, largestUnexplained: null, widest: [gap], notes: [] },
  };
}

/**
 * Plant a buyer and another one in every store that holds any.
 *
 * @returns the other's pseudonym, and a signed decision that names the buyer
 */
export async function plantBuyer(room: PrivacyRoom, code: string, otherCode: string) {
  const drop = (path: string, ...lines: string[]) => room.drop(`demo/de/${path}`, lines.join('\n'));
  const buyer = room.pseudonymOf(code);
  const other = room.pseudonymOf(otherCode);
  await drop(
    'orders/january.csv',
    ORDERS,
    `O1,1,2026-01-02,${code},PUMP,5,2.00,erika@example.com`,
    `O2,1,2026-01-03,${otherCode},PUMP,7,2.00,other@example.com`,
    `O3,1,2026-01-03,${code},PUMP,0,0.00,erika@example.com`,
    `O4,1,2026-01-04,${code},VALVE,3,0.00,erika@example.com`,
  );
  await drop('customers/all.csv', 'customer_id,price_group', `${code},gold`, `${otherCode},gold`);
  await drop(
    'prices/contracts.csv',
    'sku,valid_from,price,customer_id',
    `PUMP,2026-01-01,1.50,${code}`,
    `PUMP,2026-01-01,1.90,`,
  );
  await drop(
    'quotes/q.csv',
    'quote_id,customer_id,sku,quantity,price,quoted_at',
    `Q1,${code},PUMP,5,1.9,2026-01-02`,
    `Q2,${otherCode},PUMP,5,1.9,2026-01-02`,
  );
  await drop(
    'interactions/i.csv',
    'customer_id,sku,at',
    `${code},PUMP,2026-01-02`,
    `${otherCode},PUMP,2026-01-02`,
  );
  const night = (customer: string) => ({ customer, sku: 'PUMP' });
  const lines = gzipSync(
    [
      { sku: 'PUMP', contracts: [night(buyer), night(other)], quotes: [night(buyer), night(other)] },
      { sku: 'VALVE', contracts: [] },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n'),
  );
  await room.lake.put(lakeKeys.shard('demo', 'de-2026-01-05', 's00001'), lines, 'application/gzip');
  await room.lake.put(lakeKeys.policyTable('demo', 'de-2026-01-05', 's00001'), lines, 'application/gzip');
  await room.lake.put(
    lakeKeys.exported('demo', 'de-1', 'de-segments.csv'),
    `customer,segment\r\n${buyer},s1`,
    'text/csv',
  );
  const [orders] = await room.lake.list('lake/demo/de/orders/');
  for (const key of [
    lakeKeys.buyers('demo', 'de', '2026-01-05'),
    lakeKeys.segmentBuyers('demo', 'de', '2026-01-05'),
    lakeKeys.compacted({ merchant: 'demo', market: 'de', kind: 'orders' }, '2026-01', '1-abc'),
  ])
    await room.lake.put(key, await room.lake.get(orders ?? ''), 'application/vnd.apache.parquet');
  const assigned = (unit: string): Assignment => ({
    ...{ unit, kind: 'customer', stratum: 's1', holdout: false, experiment: 'e1', arm: 'human' },
    ...{ cluster: unit, since: '2026-01-01' },
  });
  await room.lake.put(
    lakeKeys.assignments('demo', 'de', '2026-01-05'),
    assignmentFile([assigned(buyer), assigned(other), { ...assigned('PUMP'), kind: 'sku' }]),
    'application/vnd.apache.parquet',
  );
  const at = (table: string) => [room.client, table, z.unknown(), () => 0] as const;
  const insights = createPackedTable(...at(tables.insights));
  await insights.put(insightKeys.buyer('demo', 'de', buyer), { customer: buyer });
  await insights.put(insightKeys.advice('demo', 'de', buyer), { customer: buyer });
  await insights.put(insightKeys.buyer('demo', 'de', other), { customer: other });
  await insights.put(insightKeys.targetList('demo', 'de', { of: 'market', order: 'spend' }), {
    targets: [{ customer: buyer }, { customer: other }],
  });
  await insights.put(insightKeys.optOut('demo', 'de', buyer), {
    ...{ customer: buyer, automated: false, author: 'officer', changedAt: '2026-01-05T00:00:00.000Z' },
  });
  await insights.put(insightKeys.fairness('demo', 'de', '2026-01-05'), aFairnessEntry(buyer, other));
  const salts = createDocumentTable(...at(tables.logSalts));
  await salts.put({ pk: 'demo#buyer', sk: buyer }, { salt: 'c2FsdA==', commitment: 'ab' });
  await salts.put({ pk: 'demo#committed', sk: 'ab' }, { kind: 'buyer', name: buyer });
  await createDocumentTable(...at(tables.policies)).put(skuKey('demo', 'de', 'PUMP'), {
    contracts: [
      [buyer, 1, 1_500_000, null],
      [other, 1, 1_600_000, null],
    ],
    quotes: [night(buyer), night(other)],
  });
  const token = `abcdef.${Buffer.from(JSON.stringify({ merchant: 'demo', query: { customer: buyer } })).toString('base64url')}.${'x'.repeat(43)}`;
  await createDocumentTable(...at(tables.outcomes)).put(outcomeKey('demo', 'de', 'PUMP', 'k1'), {
    key: 'k1',
    decisionId: token,
    ...{ sku: 'PUMP', from: '2026-01-02', to: '2026-01-02' },
    decided: { policyVersion: 'v', priceMicros: 1, orderUnits: 0 },
  });
  await createDocumentTable(...at(tables.decisions)).put(skuKey('demo', 'de', 'PUMP'), {
    decision: token,
    sku: 'PUMP',
  });
  await createDocumentTable(...at(tables.idempotency)).put(
    { pk: 'demo', sk: 'POST /x#1' },
    {
      status: 200,
      body: JSON.stringify({
        preview: {
          rows: [
            [buyer, '1'],
            [other, '2'],
          ],
        },
      }),
      headers: {},
    },
  );
  return { other, token };
}
