import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORDERS, openPlanRoom, type PlanRoom } from './plan-room.ts';

let room: PlanRoom;
beforeAll(async () => {
  room = await openPlanRoom();
});
afterAll(async () => {
  await room.close();
});

describe('the business date of a plan', () => {
  test('is not ready before the first order, and ends its series on a day long after the last', async () => {
    const { drop, plan } = room.aMerchant('dates');
    await drop('de/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,1,1,');

    expect(await plan({ market: 'de', asOf: '2025-02-28' })).toMatchObject({ ready: false, series: 0 });
    expect(await plan({ market: 'de', asOf: '2028-01-01' })).toMatchObject({ ready: false, series: 0 });
    const [one] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-01' }));
    const [late] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-04' }));
    expect([one?.demand, late?.demand]).toEqual([[1], [1, 0, 0, 0]]);
  });

  test('hides what came after it: orders, cancellations, prices, counts, receipts', async () => {
    const { drop, plan } = room.aMerchant('hidden');
    await drop(
      'de/orders/o.csv',
      ORDERS,
      'O1,1,2025-03-01,K,A,5,10,',
      'C1,1,2025-03-03,K,A,-5,10,cancelled',
      'O2,1,2025-03-03,K,A,7,10,',
    );
    await drop('de/stock/s.csv', 'sku,as_of,on_hand', 'A,2025-03-01,9', 'A,2025-03-03,2');
    await drop('de/prices/p.csv', 'sku,valid_from,price', 'A,2025-01-01,10', 'A,2025-03-03,12');
    await drop(
      'de/purchase_orders/p.csv',
      'order_id,sku,quantity,ordered_on,received_on',
      'P1,A,100,2025-02-01,2025-03-03',
      'P2,A,50,2025-03-03,',
    );

    const [series] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-02' }));

    expect(series).toMatchObject({
      demand: [5, 0],
      yearRevenueMinor: 5000,
      priceList: [{ unitPriceMicros: 10_000_000 }],
      stock: { onHand: 9, onOrder: 100, asOf: '2025-03-01' },
      leadTime: { source: 'assumed', receipts: 0 },
    });
  });
});

describe('the facts of a plan', () => {
  test('belong to SKUs of any name', async () => {
    const { drop, plan } = room.aMerchant('names');
    const skus = ['A/1', 'A 1', 'A#1', "A'1", 'a"1', 'Ä-ß', 'ボルト', '🔩', 'A%201', '=A1'].sort(byBytes);
    const quoted = (sku: string) => `"${sku.replaceAll('"', '""')}"`;
    await drop(
      'de/orders/o.csv',
      ORDERS,
      ...skus.map((sku, n) => `O${n},1,2025-03-01,K,${quoted(sku)},${n + 1},1,`),
    );
    await drop(
      'de/stock/s.csv',
      'sku,as_of,on_hand',
      ...skus.map((sku, n) => `${quoted(sku)},2025-03-01,${100 + n}`),
    );

    const series = await room.seriesOf(await plan({ market: 'de' }));

    expect(series.map(({ sku, demand, stock }) => [sku, demand, stock?.onHand])).toEqual(
      skus.map((sku, n) => [sku, [n + 1], 100 + n]),
    );
  });

  test('take stock that names no place for that of the market, also in its neighbour', async () => {
    const { drop, plan } = room.aMerchant('nowhere');
    await drop('de/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,1,1,');
    await drop('gb/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,2,1,');
    await drop('jp/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,4,1,');
    await drop('de/stock/s.csv', 'sku,as_of,on_hand,on_order', 'A,2025-03-01,9,3');

    const seriesIn = async (market: string) =>
      (await room.seriesOf(await plan({ market, asOf: '2025-03-01' })))[0];
    const [de, gb, jp] = [await seriesIn('de'), await seriesIn('gb'), await seriesIn('jp')];

    expect([de?.stock?.onHand, gb?.stock?.onHand, jp?.stock]).toEqual([9, 9, null]);
    expect([de?.siblings, gb?.siblings, jp?.siblings]).toEqual([
      [{ market: 'gb', start: '2025-03-01', demand: [2] }],
      [{ market: 'de', start: '2025-03-01', demand: [1] }],
      [],
    ]);
  });

  test('carry a count of nothing for a week, and to the next count', async () => {
    const { drop, plan } = room.aMerchant('carried');
    await drop('de/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,1,1,', 'O2,1,2025-03-03,K,A,2,1,');
    await drop('de/stock/s.csv', 'sku,as_of,on_hand', 'A,2025-03-02,0', 'A,2025-03-04,5', 'A,2025-03-06,0');

    const [series] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-15' }));

    // 2 March shut; 3 March sold although uncounted; 4 and 5 open; 6 to 12 shut; from 13 on nothing is known
    expect(series?.demand).toEqual([1, null, 2, 0, 0, ...Array(7).fill(null), 0, 0, 0]);
    expect(series?.censoredDays).toEqual([]);
  });

  test('leave expired contracts out and fall back from an expired list price to the general one', async () => {
    const { drop, plan } = room.aMerchant('expired');
    await drop('de/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K1,A,1,1,', 'O2,1,2025-03-03,K1,A,1,1,');
    await drop('de/customers/c.csv', 'customer_id,price_group', 'K1,gold');
    await drop(
      'de/prices/p.csv',
      'sku,valid_from,valid_to,price,price_group,customer_id,min_quantity',
      'A,2025-01-01,,12,,,',
      'A,2025-01-01,2025-03-02,10,gold,,0',
      'A,2025-01-01,2025-03-02,8,,K1,',
      'A,2025-01-01,2025-03-03,7,,K2,',
    );

    const [series] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-03' }));

    expect(series?.groups.map(({ priceSteps }) => priceSteps)).toEqual([
      [
        [0, 10_000_000],
        [2, 12_000_000],
      ],
    ]);
    expect(series?.priceList).toEqual([{ priceGroup: '', minQuantity: 1, unitPriceMicros: 12_000_000 }]);
    expect(series?.contracts.map(({ unitPriceMicros }) => unitPriceMicros)).toEqual([7_000_000]);
  });

  test('count what was ordered without a date, and where it goes now when it was moved', async () => {
    const { drop, plan } = room.aMerchant('moved');
    await drop('de/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,1,1,');
    await drop('de/stock/s.csv', 'sku,as_of,on_hand', 'A,2025-03-01,9');
    const header = 'order_id,sku,quantity,ordered_on,due_on,location';
    await drop(
      'de/purchase_orders/1.csv',
      header,
      'P1,A,100,,2025-04-01,',
      'P2,A,50,2025-02-01,2025-04-01,hamburg',
    );
    await drop('de/purchase_orders/2.csv', header, 'P2,A,50,2025-02-01,2025-04-01,elsewhere');

    const [series] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-01' }));

    expect(series?.stock?.onOrder).toBe(100);
  });

  test('add to a count what was ordered from suppliers after its day and has not come, so that none is ordered twice', async () => {
    const { drop, plan } = room.aMerchant('since');
    await drop('de/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,1,1,');
    await drop('de/stock/s.csv', 'sku,as_of,on_hand,on_order', 'A,2025-03-01,9,30');
    await drop(
      'de/purchase_orders/p.csv',
      'order_id,sku,quantity,ordered_on,received_on',
      'P1,A,30,2025-02-20,',
      'P2,A,7,2025-03-01,',
      'P3,A,100,2025-03-02,',
      'P4,A,50,2025-03-02,2025-03-03',
      'P5,A,1000,2025-03-04,',
    );

    const [series] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-03' }));

    expect(series?.stock).toMatchObject({ onHand: 9, onOrder: 130 });
  });

  test('follow a late correction in the days that it touches, and in no other', async () => {
    const { drop, plan } = room.aMerchant('late');
    await drop(
      'de/orders/1.csv',
      ORDERS,
      'O1,1,2025-03-01,K,A,1,1,',
      'O2,1,2025-03-02,K,A,2,1,',
      'O3,1,2025-03-03,K,A,3,1,',
      'O4,1,2025-03-03,K,B,3,1,',
    );
    const before = await room.seriesOf(await plan({ market: 'de' }));
    await drop('de/orders/2.csv', ORDERS, 'O2,1,2025-03-02,K,A,20,1,', 'O3,1,2025-03-03,K,A,3,1,cancelled');

    const after = await room.seriesOf(await plan({ market: 'de' }));

    expect([before, after].map((all) => all[0]?.demand)).toEqual([
      [1, 2, 3],
      [1, 20, 0],
    ]);
    expect(after[1]).toEqual(before[1]);
  });
});

describe("a supplier's terms", () => {
  test('go with its products, and are null where no suppliers file knows it', async () => {
    const { drop, plan } = room.aMerchant('terms');
    await drop('de/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,1,1,', 'O2,1,2025-03-01,K,B,1,1,');
    await drop('de/products/p.csv', 'sku,supplier,units_per_carton', 'A,Nord,24', 'B,Ost,');
    await drop(
      'de/suppliers/s.csv',
      'supplier,minimum_order_value,order_days,currency',
      'Nord,250,Mon;Thu,EUR',
    );

    const series = await room.seriesOf(await plan({ market: 'de' }));

    expect(series.map(({ product }) => [product.unitsPerCarton, product.supplierTerms])).toEqual([
      [24, { minimumOrderMicros: 250_000_000, orderDays: 'Mon;Thu', currency: 'EUR' }],
      [null, null],
    ]);
  });
});

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
