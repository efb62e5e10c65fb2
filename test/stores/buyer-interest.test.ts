import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readBuyerInterest, readConversion, readItemInterest } from '../../lib/stores/index.ts';
import { openUploadedLakes } from './uploaded-lakes.ts';

const HEADERS = {
  orders: 'order_id,ordered_at,customer_id,sku,quantity,unit_price',
  interactions: 'customer_id,sku,at,kind',
  quotes: 'quote_id,customer_id,sku,quantity,price,quoted_at,valid_to,outcome',
};
type UploadedLakes = Awaited<ReturnType<typeof openUploadedLakes<keyof typeof HEADERS>>>;
const asOf = '2025-06-30';

let lakes: UploadedLakes;
beforeAll(async () => {
  lakes = await openUploadedLakes(HEADERS);
});
afterAll(() => lakes.close());

/** Read with codes in place of pseudonyms. */
const reading: UploadedLakes['reading'] = (given, read) => lakes.reading(given, read);

describe('readBuyerInterest', () => {
  const interest = (given: Parameters<typeof reading>[0]) =>
    reading(given, (lake) => readBuyerInterest(lake, asOf));

  test('counts looks of the last 30 and 90 days, and not what was only recommended or comes later', async () => {
    const read = await interest({
      interactions: [
        'K,A,2025-06-30T09:00,viewed',
        'K,A,2025-06-30T09:00,viewed',
        'K,B,2025-06-01,',
        'K,B,2025-05-31,viewed',
        'K,A,2025-06-10,searched',
        'K,A,2025-04-02,searched',
        'K,A,2025-04-01,viewed',
        'K,A,2025-06-15,recommended',
        'K,A,2025-07-01,viewed',
      ],
    });

    expect([...read.keys()]).toEqual([expect.stringMatching(/^c1-[0-9a-f]{32}$/)]);
    expect([...read.values()]).toEqual([
      {
        ...{ views30Days: 3, views90Days: 4, searches30Days: 1, searches90Days: 2 },
        ...{ openQuotes: 0, endedQuotes: 0, wonQuotes: 0 },
      },
    ]);
  });

  test('tells open quotes from won, lost and expired ones; an order in time wins one that nobody closed', async () => {
    const read = await interest({
      orders: ['O1,2025-06-12,K,A,5,2.00', 'O2,2025-06-25,K,D,5,2.00'],
      quotes: [
        'Q1,K,A,5,2.00,2025-06-10,2025-06-20,open',
        'Q2,K,B,5,2.00,2025-06-10,2025-06-20,lost',
        'Q3,K,C,5,2.00,2025-06-10,2025-07-12,',
        'Q4,K,D,5,2.00,2025-06-10,2025-06-20,open',
        'Q5,K,E,5,2.00,2025-06-10,,open',
        'Q6,K,F,5,2.00,2025-05-10,,won',
        'Q7,K,G,5,2.00,2024-05-10,,won',
      ],
    });

    // open are Q3 and Q5, which ends 30 days after it was made; Q1 was ordered in time, Q4 too late, Q7 is of another year
    expect([...read.values()]).toMatchObject([{ openQuotes: 2, endedQuotes: 4, wonQuotes: 2 }]);
  });

  test('knows nobody where nothing was uploaded', async () => {
    const read = await interest({ orders: ['O1,2025-06-12,K,A,5,2.00'] });

    expect(read.size).toBe(0);
  });
});

describe('readItemInterest', () => {
  /** Somebody ordered these long ago: the market sells them. */
  const sold = (...skus: string[]) => skus.map((sku) => `X-${sku},2024-01-01,,${sku},1,2.00`);
  const items = async (given: Parameters<typeof reading>[0]) =>
    (await reading(given, (lake) => readItemInterest(lake, asOf))).map(({ customer, ...item }) => item);

  test('names what was looked at and not ordered since, how often and since when', async () => {
    const read = await items({
      orders: ['O1,2025-06-12,K,A,5,2.00', 'O2,2025-05-01,K,B,5,2.00', ...sold('C', 'D')],
      interactions: [
        'K,NEVER-SOLD,2025-06-03,viewed',
        ...['A', 'B', 'C'].map((sku) => `K,${sku},2025-06-03,viewed`),
        'K,C,2025-06-09,searched',
        'K,D,2025-05-03,viewed',
      ],
    });

    // A was ordered after the look, D was looked at long ago, and the market has no NEVER-SOLD
    expect(read).toEqual([
      { sku: 'C', orderedBefore: false, looks: 2, since: '2025-06-03', quotedUnits: null, quotedUntil: null },
      { sku: 'B', orderedBefore: true, looks: 1, since: '2025-06-03', quotedUnits: null, quotedUntil: null },
    ]);
  });

  test('puts open quotes first, and keeps five products a buyer', async () => {
    const read = await items({
      orders: sold('A', 'B', 'C', 'D', 'E', 'Z'),
      interactions: ['A', 'B', 'C', 'D', 'E'].map((sku) => `K,${sku},2025-06-03,viewed`),
      quotes: ['Q1,K,Z,40,2.00,2025-06-10,2025-07-12,open'],
    });

    expect(read.map(({ sku }) => sku)).toEqual(['Z', 'A', 'B', 'C', 'D']);
    expect(read[0]).toMatchObject({ looks: 0, since: null, quotedUnits: 40, quotedUntil: '2025-07-12' });
  });
});

describe('readConversion', () => {
  const conversion = (given: Parameters<typeof reading>[0]) =>
    reading(given, (lake) => readConversion(lake, asOf));

  test('follows each first look for 30 days, and counts none that had less', async () => {
    const read = await conversion({
      orders: [
        'O1,2025-05-01,K1,A,5,2.00',
        'O2,2025-06-02,K2,A,5,2.00',
        'O3,2025-05-01,K3,B,5,2.00',
        'O4,2025-06-20,K4,A,5,2.00',
      ],
      interactions: [
        'K1,A,2025-04-20,viewed',
        'K1,A,2025-05-20,searched',
        'K2,A,2025-05-02,viewed',
        'K3,A,2025-04-20,viewed',
        'K4,A,2025-06-19,viewed',
        'K5,C,2025-05-31,viewed',
        'K5,D,2025-05-31,recommended',
      ],
    });

    // K2 ordered on the 31st day, K3 another product, K4 looked too lately to tell
    expect(read).toMatchObject({ from: '2025-03-03', to: '2025-05-31', looks: { looked: 4, ordered: 1 } });
    expect(read.skuLooks).toEqual([
      { sku: 'A', looked: 3, ordered: 1 },
      { sku: 'C', looked: 1, ordered: 0 },
    ]);
  });

  test('counts the quotes of a year that have ended, and the buyers that they were made to', async () => {
    const { quotes, skuQuotes } = await conversion({
      quotes: [
        'Q1,K1,A,5,2.00,2025-06-10,2025-06-20,won',
        'Q2,K1,A,5,2.00,2025-05-10,2025-05-20,',
        'Q3,K2,B,5,2.00,2025-05-10,,lost',
        'Q4,K2,B,5,2.00,2025-06-10,2025-07-20,open',
        'Q5,K2,B,5,2.00,2024-06-10,,won',
      ],
    });

    expect(quotes).toMatchObject({ quoted: 3, won: 1, buyers: 2 });
    expect(skuQuotes).toMatchObject([
      { sku: 'A', quoted: 2, won: 1, buyers: 1 },
      { sku: 'B', quoted: 1, won: 0, buyers: 1 },
    ]);
  });

  test('counts nothing where nothing was uploaded', async () => {
    const { looks, quotes, skuLooks } = await conversion({ orders: ['O1,2025-06-12,K,A,5,2.00'] });

    expect([looks.looked, quotes.quoted, skuLooks]).toEqual([0, 0, []]);
  });
});
