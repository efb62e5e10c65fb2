import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { insightKeys, skuKey } from '../../../lib/domain/index.ts';
import { createDocumentTable, createPackedTable } from '../../../lib/stores/index.ts';
import { tables } from '../embedded-dynamo.ts';
import { openPrivacyRoom, type PrivacyRoom } from './privacy-room.ts';

jest.setTimeout(300_000);

/** Codes as sellers have them: one the beginning of another, with blanks, slashes, quotes and letters of their own. */
const CODES = [
  'K-1',
  'K-11',
  'K-1-1',
  '0001',
  '77',
  'AB/7',
  "O'Hara",
  'Müller 3',
  '株式会社-9',
  'x@7',
  'NULL',
  'k-1',
];
const SKUS = ['PUMP', 'VALVE', 'HOSE'];

const code = fc.constantFrom(...CODES);
const sku = fc.constantFrom(...SKUS);
const day = fc.integer({ min: 1, max: 28 }).map((number) => `2025-12-${String(number).padStart(2, '0')}`);
const units = fc.integer({ min: 1, max: 20 });
/** A small merchant: who bought what, has which price, was quoted what and looked at what; a file each, and two of orders. */
const merchant = fc.record({
  orders: fc.array(
    fc.array(fc.record({ buyer: fc.option(code), sku, day, units }), { minLength: 1, maxLength: 8 }),
    { minLength: 1, maxLength: 3 },
  ),
  contracts: fc.uniqueArray(fc.record({ buyer: code, sku }), {
    ...{ minLength: 1, maxLength: 6, selector: ({ buyer, sku: of }) => `${buyer} ${of}` },
  }),
  quotes: fc.array(fc.record({ buyer: code, sku, units }), { minLength: 1, maxLength: 6 }),
  looks: fc.array(fc.record({ buyer: code, sku, day }), { minLength: 1, maxLength: 6 }),
  erased: fc.uniqueArray(code, { minLength: 1, maxLength: 3 }),
});
type SomeMerchant = typeof merchant extends fc.Arbitrary<infer Value> ? Value : never;

let room: PrivacyRoom;
beforeAll(async () => {
  room = await openPrivacyRoom();
});
afterAll(() => room.close());

test('leaves of any buyers of any merchant nothing, and everything else as it was, byte for byte where nobody else stood beside them', async () => {
  const numRuns = process.env.TRADEWIND_FULL === undefined ? 5 : 60;
  let merchants = 0;
  let erased = 0;
  await fc.assert(
    fc.asyncProperty(merchant, async (some) => {
      const name = `m${++merchants}`;
      room.privacy.merchants = [{ merchant: name, name, markets: ['de'] }];
      room.dependencies.merchants = room.privacy.merchants;
      await plant(name, some);
      const before = await all(name);
      const demand = await room.demand('de', name);
      const known = some.erased.filter((buyer) =>
        [...before.values()].some((text) => text.includes(named(name, buyer))),
      );

      for (const buyer of known) await room.erase(buyer, name);
      await room.work();

      for (const buyer of known) expect((await room.receipt(buyer, name)).state).toBe('done');
      const after = await all(name);
      const names = known.map((buyer) => named(name, buyer));
      expect([...after].filter(([place, text]) => holdsAny(`${place} ${text}`, names, known))).toEqual([]);
      expect(await room.demand('de', name)).toEqual(demand);
      expectOthersKept({ before, after }, names, known);
      erased += known.length;
    }),
    { seed: 7, numRuns },
  );
  expect(erased).toBeGreaterThan(numRuns / 2);
});

const named = (merchantName: string, buyer: string) => room.pseudonymOf(buyer, merchantName);

/** A pseudonym anywhere, or a code as the cell of a file or the text of a document. */
function holdsAny(text: string, names: readonly string[], codes: readonly string[]): boolean {
  const words = new Set(text.split(/[,\n]|\\?"/));
  return names.some((one) => text.includes(one)) || codes.some((one) => words.has(one));
}

/** Everything of a merchant but what an erasure writes itself: its request, and which files count with how many rows. */
async function all(merchantName: string): Promise<Map<string, string>> {
  const own = [...(await room.everything())].filter(
    ([place]) =>
      new RegExp(`[ /]${merchantName}[ #/]`).test(place) &&
      !/^table (privacy|catalog|idempotency)|^lake manifests/.test(place),
  );
  return new Map(own);
}

type Stored = { before: ReadonlyMap<string, string>; after: ReadonlyMap<string, string> };

function expectOthersKept(
  { before, after }: Stored,
  names: readonly string[],
  codes: readonly string[],
): void {
  for (const [place, text] of before) {
    const now = after.get(place);
    const isTheirs = holdsAny(`${place} ${text}`, names, codes);
    if (!isTheirs) expect([place, now]).toEqual([place, text]);
    else if (place.startsWith('lake lake/')) expectRowsKept({ place, text, now }, names);
    else if (now !== undefined)
      expect(entriesOf(now)).toEqual(entriesOf(text).filter((one) => !holdsAny(one, names, codes)));
  }
  expect([...after.keys()].filter((place) => !before.has(place))).toEqual([]);
}

/** Order lines lose their buyer alone; of other rows those of others stay, in their order. */
function expectRowsKept(
  { place, text, now }: { place: string; text: string; now: string | undefined },
  names: readonly string[],
): void {
  const rows: Record<string, unknown>[] = JSON.parse(text);
  const left: Record<string, unknown>[] = JSON.parse(now ?? '[]');
  const isOrders = place.includes('/orders/');
  const nobody = (row: Record<string, unknown>) =>
    names.includes(String(row.customer))
      ? { ...row, customer: expect.stringMatching(/^erased-[0-9a-f]+$/) }
      : row;
  const others = rows.filter(({ customer }) => !names.includes(String(customer)));
  expect([place, left]).toEqual([place, isOrders ? rows.map(nobody) : others]);
}

/** The entries of a document, each as text: its lists' members, and what stands beside them. */
function entriesOf(text: string): string[] {
  const [, json = text] = /(\{.*\})$/s.exec(text) ?? [];
  const document: Record<string, unknown> = JSON.parse(json);
  return Object.values(document).flatMap((value) =>
    Array.isArray(value) ? value.map((one) => JSON.stringify(one)) : [JSON.stringify(value)],
  );
}

/** Drop the merchant's files, and leave what a night leaves of its buyers in tables. */
async function plant(
  merchantName: string,
  { orders, contracts, quotes, looks }: SomeMerchant,
): Promise<void> {
  const drop = async (
    path: string,
    header: string,
    rows: readonly (readonly (string | number | null)[])[],
  ) => {
    const lines = rows.map((cells) => cells.map((cell) => (cell === null ? '' : `"${cell}"`)).join(','));
    const upload = await room.drop(`${merchantName}/de/${path}`, [header, ...lines].join('\n'));
    expect([path, upload.state, upload.reason]).toEqual([path, 'accepted', null]);
  };
  for (const [file, lines] of orders.entries())
    await drop(
      `orders/o${file}.csv`,
      'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price',
      lines.map((line, i) => [`O${file}-${i}`, 1, line.day, line.buyer, line.sku, line.units, '2.00']),
    );
  const agreed = contracts.map(({ buyer, sku: of }) => [of, '2025-12-01', '1.50', buyer]);
  await drop('prices/p.csv', 'sku,valid_from,price,customer_id', [
    ...agreed,
    ['PUMP', '2025-12-01', '1.90', null],
  ]);
  await drop(
    'quotes/q.csv',
    'quote_id,customer_id,sku,quantity,price,quoted_at',
    quotes.map(({ buyer, sku: of, units: asked }, i) => [`Q${i}`, buyer, of, asked, '1.9', '2025-12-02']),
  );
  await drop(
    'interactions/i.csv',
    'customer_id,sku,at',
    looks.map((look) => [look.buyer, look.sku, look.day]),
  );
  const buyers = [
    ...new Set([...contracts, ...quotes, ...looks].map(({ buyer }) => named(merchantName, buyer))),
  ];
  const at = (table: string) => [room.client, table, z.unknown(), () => 0] as const;
  const insights = createPackedTable(...at(tables.insights));
  for (const customer of buyers)
    await insights.put(insightKeys.buyer(merchantName, 'de', customer), { customer });
  await insights.put(insightKeys.targetList(merchantName, 'de', { of: 'market', order: 'spend' }), {
    targets: buyers.map((customer) => ({ customer, reason: 'buys soon' })),
  });
  await createDocumentTable(...at(tables.policies)).put(skuKey(merchantName, 'de', 'PUMP'), {
    contracts: buyers.map((customer, i) => [customer, 1, 1_000_000 + i, null]),
  });
}
