import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dateOfDay } from '../../lib/domain/index.ts';
import { readMarketAssortment, readPurchaseColumns, readShortages } from '../../lib/stores/index.ts';
import { openUploadedLakes } from './uploaded-lakes.ts';

const HEADERS = {
  orders: 'order_id,ordered_at,customer_id,sku,quantity,unit_price,status',
  products: 'sku,category,unit_cost,landed_cost,list_price,replaces',
  prices: 'sku,valid_from,valid_to,price,price_group',
  events: 'name,from,to,sku,category,kind',
  stock: 'sku,as_of,on_hand,reserved,location',
  purchase_orders: 'order_id,sku,quantity,ordered_on,due_on,received_on,location',
} as const;
type UploadedLakes = Awaited<ReturnType<typeof openUploadedLakes<keyof typeof HEADERS>>>;
type Uploads = Partial<Record<keyof typeof HEADERS, string[]>>;
const asOf = '2025-06-30';

let lakes: UploadedLakes;
beforeAll(async () => {
  lakes = await openUploadedLakes(HEADERS);
});
afterAll(() => lakes.close());

const reading: UploadedLakes['reading'] = (given, read) => lakes.reading(given, read);

describe('readPurchaseColumns', () => {
  /** Rows in words: SKU, day, units, price. */
  const bought = async (given: Uploads) => {
    const columns = await reading(given, (lake) => readPurchaseColumns(lake, { asOf, country: 'Germany' }));
    const rows = [...columns.day].map((day, row) =>
      [
        columns.items[columns.item[row] ?? -1],
        dateOfDay(day),
        columns.quantity[row],
        columns.price[row],
      ].join(' '),
    );
    return { ...columns, rows: rows.sort() };
  };

  test('reads what identified buyers bought up to the date, a day of one product as one', async () => {
    const { customers, countries, rows } = await bought({
      orders: [
        '1,2025-06-01,K,A,2,3.50,',
        '1,2025-06-01,K,A,1,3.50,',
        '2,2025-06-30,L,B,1,1,',
        '3,2025-07-01,K,C,1,1,',
        '4,2025-06-02,,D,1,1,',
      ],
    });

    expect(customers).toHaveLength(2);
    expect(countries).toEqual(['Germany']);
    expect(rows).toEqual(['A 2025-06-01 3 3.5', 'B 2025-06-30 1 1']);
  });

  test('leaves out what was wholly cancelled again and keeps what was in part', async () => {
    const { rows } = await bought({
      orders: [
        '1,2025-06-01,K,A,5,2,',
        '2,2025-06-02,K,A,-5,2,cancelled',
        '3,2025-06-01,K,B,5,2,',
        '4,2025-06-02,K,B,-2,2,cancelled',
        '5,2025-06-01,K,C,5,2,cancelled',
      ],
    });

    expect(rows).toEqual(['B 2025-06-01 5 2']);
  });

  test('counts what was bought of a replaced product as the last successor’s, a circle of them ending somewhere', async () => {
    const { rows } = await bought({
      orders: ['1,2025-06-01,K,OLD,1,2,', '1,2025-06-01,K,X,1,2,'],
      products: ['MIDDLE,,,,,OLD', 'NEW,,,,,MIDDLE', 'X,,,,,Y', 'Y,,,,,X'],
    });

    expect(rows[0]).toBe('NEW 2025-06-01 1 2');
    expect(rows).toHaveLength(2);
  });

  test('answers an empty lake with no rows', async () => {
    const { customers, items, rows } = await bought({ orders: ['1,2025-07-01,K,A,1,2,'] });

    expect([customers, items, rows]).toEqual([[], [], []]);
  });
});

describe('readMarketAssortment', () => {
  const read = (given: Uploads) =>
    reading(given, (lake) => readMarketAssortment(lake, { asOf, currency: 'EUR' }));

  test('offers what sold here within a year or has a valid price, and what follows on it', async () => {
    const skus = await read({
      orders: ['1,2025-06-01,K,SOLD,1,2,', '2,2024-06-29,K,LONGAGO,1,2,', '3,2025-06-01,K,OLD,1,2,'],
      prices: ['PRICED,2025-01-01,,5,', 'ENDED,2025-01-01,2025-06-30,5,', 'LATER,2025-08-01,,5,'],
      products: ['NEW,,,,,OLD', 'NOTHERE,,,,5,'],
    });

    expect([...skus.keys()]).toEqual(['NEW', 'PRICED', 'SOLD']);
  });

  test('leaves out what is delisted by the day after, alone or with its category', async () => {
    const skus = await read({
      orders: ['A', 'B', 'C', 'D'].map((sku) => `${sku},2025-06-01,K,${sku},1,2,`),
      products: ['C,garden,,,,', 'D,kitchen,,,,'],
      events: [
        'end of A,2025-07-01,2025-07-01,A,,delisting',
        'end of B,2025-07-02,2025-07-02,B,,delisting',
        'end of garden,2025-05-01,2025-05-01,,garden,delisting',
        'sale,2025-05-01,2025-07-30,D,,promotion',
      ],
    });

    expect([...skus.keys()]).toEqual(['B', 'D']);
  });

  test('tells the margin by landed cost, the valid list price before what was paid', async () => {
    const margins = await read({
      orders: ['A', 'B', 'C'].map((sku) => `${sku},2025-06-01,K,${sku},1,4,`),
      products: ['A,,1,2,,', 'B,,1,,,', 'C,,,,9,'],
      prices: ['A,2025-01-01,,5,', 'A,2025-01-01,,3,gold'],
    });

    // A: 1 − 2/5; B: 1 − 1/4; C has no cost
    expect(margins.get('A')).toBeCloseTo(0.6, 12);
    expect(margins.get('B')).toBeCloseTo(0.75, 12);
    expect(margins.get('C')).toBeNaN();
  });
});

describe('readShortages', () => {
  test('names what the latest count has none of, with the next supply, at this location alone', async () => {
    const shortages = await reading(
      {
        stock: [
          ...['GONE,2025-06-20,9,,', 'GONE,2025-06-29,0,,'],
          ...['RESERVED,2025-06-29,5,5,', 'THERE,2025-06-29,5,1,'],
          ...['BACK,2025-06-28,0,,', 'BACK,2025-06-29,3,,', 'STALE,2025-06-01,0,,'],
          ...['ELSEWHERE,2025-06-29,0,,lyon', 'COMING,2025-06-29,0,,hamburg', 'FUTURE,2025-07-01,0,,'],
        ],
        purchase_orders: [
          '1,COMING,10,2025-06-01,2025-07-10,,hamburg',
          '2,COMING,10,2025-06-01,2025-07-05,,hamburg',
          '3,GONE,10,2025-06-01,2025-06-10,,hamburg',
          '4,RESERVED,10,2025-06-01,2025-07-05,2025-06-25,hamburg',
        ],
      },
      (lake) => readShortages(lake, { asOf, location: 'hamburg', markets: ['de'] }),
    );

    expect([...shortages]).toEqual([
      ['COMING', { suppliedOn: '2025-07-05' }],
      ['GONE', {}],
      ['RESERVED', {}],
    ]);
  });
});
