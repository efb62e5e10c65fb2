import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NotFoundError, runKey } from '../../../lib/domain/index.ts';
import { createPseudonyms } from '../../../lib/runtime/index.ts';
import { marketHolidays } from '../../../lib/runtime/market-holidays.ts';
import { createProgressStore } from '../../../lib/stores/index.ts';
import { SECRET } from '../ingest/ingest-room.ts';
import { ORDERS, openPlanRoom, type PlanRoom } from './plan-room.ts';

let room: PlanRoom;
beforeAll(async () => {
  room = await openPlanRoom();
});
afterAll(async () => {
  await room.close();
});

describe('plan', () => {
  test('makes the series that one can work out by hand', async () => {
    const { drop, plan } = room.aMerchant('hand');
    const uploads = [
      await drop(
        'de/orders/o.csv',
        ORDERS,
        'O1,1,2025-03-01,K1,A,5,10,shipped',
        'O2,1,2025-03-01,K2,A,2,12,shipped',
        'O3,1,2025-03-04,K1,A,3,10,shipped',
        'O4,1,2025-03-06,K2,A,7,12,cancelled',
        'O5,1,2025-03-07,K1,A,-1,10,shipped',
        'O6,1,2025-03-08,K2,A,4,12,open',
      ),
      await drop(
        'de/stock/s.csv',
        'sku,as_of,on_hand,reserved,location',
        'A,2025-03-04,0,,hamburg',
        'A,2025-03-05,0,,hamburg',
        'A,2025-03-06,50,,hamburg',
        'A,2025-03-10,46,2,hamburg',
        'A,2025-03-10,999,0,elsewhere',
        'A,2025-03-11,1000,0,hamburg',
      ),
      await drop(
        'de/prices/p.csv',
        'sku,valid_from,valid_to,price,price_group,customer_id',
        'A,2025-01-01,,10,gold,',
        'A,2025-03-03,2025-03-05,9,gold,',
        'A,2025-02-01,,12,silver,',
        'A,2025-03-01,2025-12-31,8,,K1',
      ),
      await drop(
        'de/products/p.csv',
        'sku,name,category,unit_cost,pack_size,moq,supplier',
        'A,Bolt M8,bolts,6.5,10,50,S1',
      ),
      await drop(
        'de/purchase_orders/p.csv',
        'order_id,sku,quantity,ordered_on,received_on',
        'P1,A,100,2025-01-01,2025-01-11',
        'P2,A,100,2025-02-01,2025-02-15',
        'P3,A,20,2025-03-01,',
      ),
    ];
    await drop('de/customers/c.csv', 'customer_id,price_group', 'K1,gold', 'K2,silver');
    await drop('gb/orders/o.csv', ORDERS, 'O1,1,2025-03-09,K9,A,6,11,open');

    const result = await plan({ market: 'de', asOf: '2025-03-10' });

    expect(result).toMatchObject({ runId: 'de-2025-03-10', ready: true, series: 1, shards: 1 });
    expect(await room.shardsOf(result)).toMatchObject([{ ref: { ordersTo: '2025-03-08' } }]);
    const [series] = await room.seriesOf(result);
    expect(series).toEqual({
      events: marketHolidays({ country: 'DE' }, '2025-03-01', '2026-03-11'),
      sku: 'A',
      start: '2025-03-01',
      // the market's first night: every SKU's last year is replayed
      yearHistory: {
        stratum: 'r1',
        stock: [
          [3, 0],
          [4, 0],
          [5, 50],
          [9, 46],
        ],
        purchases: [
          [-59, -49, 100],
          [-28, -14, 100],
          [0, null, 20],
        ],
      },
      demand: [7, 0, 0, 3, null, 0, 0, 4, 0, 0],
      censoredDays: [3],
      groups: [
        {
          priceGroup: 'gold',
          demand: [5, 0, 0, 3, null, 0, 0, 0, 0, 0],
          priceSteps: [
            [0, 10_000_000],
            [2, 9_000_000],
            [5, 10_000_000],
          ],
        },
        {
          priceGroup: 'silver',
          demand: [2, 0, 0, 0, null, 0, 0, 4, 0, 0],
          priceSteps: [[0, 12_000_000]],
        },
      ],
      priceSource: 'list',
      priceList: [
        { priceGroup: 'gold', minQuantity: 1, unitPriceMicros: 10_000_000 },
        { priceGroup: 'silver', minQuantity: 1, unitPriceMicros: 12_000_000 },
      ],
      contracts: [
        {
          customer: createPseudonyms(SECRET, 'hand').pseudonymOf('K1'),
          minQuantity: 1,
          unitPriceMicros: 8_000_000,
          validTo: '2025-12-31',
        },
      ],
      product: {
        name: 'Bolt M8',
        category: 'bolts',
        unitCostMicros: 6_500_000,
        landedCostMicros: null,
        costCurrency: 'EUR',
        listPriceMicros: null,
        floorPriceMicros: null,
        ceilingPriceMicros: null,
        packSize: 10,
        minimumOrderUnits: 50,
        supplier: 'S1',
        unitsPerCarton: null,
        supplierTerms: null,
      },
      location: 'hamburg',
      stock: { onHand: 46, onOrder: 20, reserved: 2, asOf: '2025-03-10' },
      // 10 and 14 days: mean 12, sample deviation √8
      leadTime: { meanDays: 12, sdDays: expect.closeTo(Math.sqrt(8), 9), source: 'receipts', receipts: 2 },
      siblings: [{ market: 'gb', start: '2025-03-09', demand: [6, 0] }],
      // 5 × 10 + 2 × 12 + 3 × 10 − 1 × 10 + 4 × 12 euros
      yearRevenueMinor: 14_200,
      uploads: [...uploads].sort(),
    });
  });

  test('leaves a project order out of demand and keeps it in revenue', async () => {
    const { drop, plan } = room.aMerchant('project');
    const days = Array.from({ length: 12 }, (_, n) => `O${n},1,2025-03-${n + 10},K,A,1,1,`);
    await drop('de/orders/o.csv', ORDERS, ...days, 'P,1,2025-03-15,K,A,100,1,', 'Q,1,2025-03-21,K,B,100,1,');

    const [a, b] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-21' }));

    expect([a?.demand.reduce<number>((sum, units) => sum + (units ?? 0), 0), a?.yearRevenueMinor]).toEqual([
      12, 11_200,
    ]);
    // one line alone is no project: there is nothing that it stands out from
    expect(b?.demand).toEqual([100]);
  });

  test('takes prices paid where no list says, lead times from product, supplier or assumption, and no stock for none', async () => {
    const { drop, plan } = room.aMerchant('paid');
    const rows = ['A', 'B', 'C'].flatMap((sku) => [
      `${sku}1,1,2025-03-01,,${sku},1,3,`,
      `${sku}2,1,2025-03-02,,${sku},1,5,`,
      `${sku}3,1,2025-03-03,,${sku},1,4,`,
      `${sku}4,1,2025-03-08,,${sku},1,6,`,
    ]);
    await drop('de/orders/o.csv', ORDERS, ...rows);
    await drop('_all/products/p.csv', 'sku,lead_time_days,lead_time_sd_days,supplier', 'A,7,1,', 'B,,,S');
    await drop('_all/suppliers/s.csv', 'supplier,lead_time_days', 'S,28');

    const [a, b, c] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-09' }));

    expect(a).toMatchObject({ priceSource: 'paid', priceList: [], stock: null, start: '2025-03-01' });
    expect(a?.groups).toMatchObject([
      {
        priceGroup: '',
        demand: [1, 1, 1, 0, 0, 0, 0, 1, 0],
        priceSteps: [
          [0, 4_000_000],
          [7, 6_000_000],
        ],
      },
    ]);
    expect(a?.leadTime).toEqual({ meanDays: 7, sdDays: 1, source: 'product', receipts: 0 });
    expect(b?.leadTime).toEqual({ meanDays: 28, sdDays: 8, source: 'supplier', receipts: 0 });
    expect(c?.leadTime).toEqual({ meanDays: 14, sdDays: 4, source: 'assumed', receipts: 0 });
  });

  test('cuts the market into shards of 24 by SKU, the same bytes each time, without a time stamp', async () => {
    const { drop, plan } = room.aMerchant('shards');
    const skus = Array.from({ length: 50 }, (_, n) => `S${String(n).padStart(2, '0')}`);
    await drop(
      'de/orders/o.csv',
      ORDERS,
      ...skus.toReversed().map((sku) => `${sku},1,2025-03-01,K,${sku},1,1,`),
    );

    const result = await plan({ market: 'de' });
    const first = await room.shardsOf(result);
    const second = await room.shardsOf(await plan({ market: 'de' }));

    expect(result.asOf).toBe('2025-03-01');
    expect(first.map(({ ref }) => ref.series)).toEqual([24, 24, 2]);
    expect((await room.seriesOf(result)).map(({ sku }) => sku)).toEqual(skus);
    expect(second).toEqual(first);
    for (const { bytes } of first) expect([...bytes.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  });

  test('keeps two years of days, from the first sale within them', async () => {
    const { drop, plan } = room.aMerchant('window');
    await drop(
      'de/orders/o.csv',
      ORDERS,
      'O1,1,2023-03-06,K,A,9,1,',
      'O2,1,2023-03-07,K,A,1,1,',
      'O3,1,2025-03-10,K,A,2,1,',
    );

    const [series] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-10' }));

    // 735 days that end on 2025-03-10 begin on 2023-03-07
    expect([series?.start, series?.demand.length, series?.demand[0], series?.demand.at(-1)]).toEqual([
      '2023-03-07',
      735,
      1,
      2,
    ]);
  });
});

describe('the run of a plan', () => {
  test('is not ready without orders, with an empty manifest, and stays running for its report', async () => {
    const { plan } = room.aMerchant('none');

    const result = await plan({ market: 'jp', scheduledAt: '2026-01-04T18:30:00Z' });

    expect(result).toMatchObject({ asOf: '2026-01-04', ready: false, series: 0, shards: 0 });
    expect(await room.shardsOf(result)).toEqual([]);
    expect((await room.runs.get(runKey('none', 'jp-2026-01-04')))?.value.state).toBe('running');
  });

  test('keeps the time of its start when it starts again, and forgets its progress', async () => {
    const { drop, plan } = room.aMerchant('again');
    await drop('de/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,1,1,');
    const key = runKey('again', 'de-2025-03-01');
    const progress = createProgressStore(room.client, 'runs');
    await plan({ market: 'de' });
    const { value } = (await room.runs.get(key)) ?? {};
    if (value === undefined) throw new Error('no run');
    await room.runs.put(key, { ...value, startedAt: '2026-01-01T00:00:00Z' });
    await progress.done('again', 'de-2025-03-01', 'forecast', 's00001');

    await plan({ market: 'de' });

    const run = await room.runs.get(key);
    expect(run?.value).toMatchObject({ startedAt: '2026-01-01T00:00:00Z', series: 1, shards: 1 });
    expect(await progress.read('again', 'de-2025-03-01')).toEqual({ forecast: [], segment: [], learn: [] });
  });

  test("is refused for a market that is not the merchant's, and for an event that is no request", async () => {
    const { plan } = room.aMerchant('refused');

    await expect(plan({ market: 'us' })).rejects.toThrow(NotFoundError);
    await expect(plan({ market: 'DE!' })).rejects.toThrow('the run request does not fit');
  });
});
