import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../../lib/domain/index.ts';
import { marketHolidays } from '../../../lib/runtime/market-holidays.ts';
import { ORDERS, openPlanRoom, type PlanRoom } from './plan-room.ts';

let room: PlanRoom;
beforeAll(async () => {
  room = await openPlanRoom();
});
afterAll(async () => {
  await room.close();
});

const EVENTS = 'name,from,to,sku,category,kind';

describe('the events of a plan', () => {
  test('are those of the SKU, its category and the market, also the planned ones', async () => {
    const { drop, plan } = room.aMerchant('events');
    await drop('de/products/p.csv', 'sku,category', 'A,tools', 'B,paint');
    await drop('de/orders/o.csv', ORDERS, ...['A', 'B'].map((sku, i) => `O${i},1,2025-03-01,K,${sku},1,1,`));
    await drop(
      'de/events/e.csv',
      EVENTS,
      'Tool week,2025-03-10,2025-03-16,,tools,promotion',
      'B goes,2025-04-01,2025-04-01,B,,delisting',
      'Stock-taking,2025-03-20,2025-03-21,,,closure',
      'Before its first sale,2025-02-01,2025-02-02,,,promotion',
    );

    const [a, b] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-05' }));

    const uploaded = (events: typeof a) =>
      events?.events?.filter(({ kind }) => kind !== 'holiday').map(({ name, from, to }) => [name, from, to]);
    expect(uploaded(a)).toEqual([
      ['Tool week', '2025-03-10', '2025-03-16'],
      ['Stock-taking', '2025-03-20', '2025-03-21'],
    ]);
    expect(uploaded(b)).toEqual([
      ['Stock-taking', '2025-03-20', '2025-03-21'],
      ['B goes', '2025-04-01', '2025-04-01'],
    ]);
    expect(a?.events).toContainEqual({
      name: 'Good Friday',
      kind: 'holiday',
      from: '2025-04-18',
      to: '2025-04-18',
    });
  });

  test('hold the public holidays of the market’s country', () => {
    const inSummer = marketHolidays({ country: 'FR' }, '2025-07-01', '2025-08-31');

    expect(inSummer.map(({ from }) => from)).toEqual(['2025-07-14', '2025-08-15']);
    // 26 December 2026 is a Saturday: the Monday after is off in Great Britain
    expect(marketHolidays({ country: 'GB' }, '2026-12-24', '2026-12-31').map(({ from }) => from)).toContain(
      '2026-12-28',
    );
    expect(marketHolidays({ country: 'ZZ' }, '2025-01-01', '2025-12-31')).toEqual([]);
  });
});

describe('the planned prices of a plan', () => {
  test('are the changes that lists set after the run, counted on from the first day', async () => {
    const { drop, plan } = room.aMerchant('planned');
    await drop('de/orders/o.csv', ORDERS, 'O1,1,2025-03-01,K,A,1,1,');
    await drop(
      'de/prices/p.csv',
      'sku,valid_from,valid_to,price',
      'A,2025-01-01,,10',
      'A,2025-03-08,2025-03-10,9',
      'A,2025-04-01,,11',
    );

    const [series] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-05' }));

    expect(series?.priceList).toEqual([{ priceGroup: '', minQuantity: 1, unitPriceMicros: 10_000_000 }]);
    expect(series?.groups[0]).toMatchObject({
      priceSteps: [[0, 10_000_000]],
      plannedPriceSteps: [
        [7, 9_000_000],
        [10, 10_000_000],
        [31, 11_000_000],
      ],
    });
  });
});

describe('the profile of a plan', () => {
  test('is that of a new SKU’s category, or of the market, and is given to new SKUs alone', async () => {
    const { drop, plan } = room.aMerchant('profiles');
    const asOf = '2025-06-30';
    const days = (sku: string, count: number, units: number) =>
      Array.from(
        { length: count },
        (_, back) => `${sku}-${back},1,${addDays(asOf, -back)},K,${sku},${units},1,`,
      );
    await drop(
      'de/products/p.csv',
      'sku,category',
      ...['T1', 'T2', 'T3', 'TN'].map((sku) => `${sku},tools`),
      'PN,paint',
    );
    await drop(
      'de/orders/o.csv',
      ORDERS,
      ...days('T1', 60, 4),
      ...days('T2', 60, 5),
      ...days('T3', 60, 6),
      ...days('X1', 60, 100),
      ...days('TN', 6, 5),
      ...days('PN', 3, 5),
    );

    const series = await room.seriesOf(await plan({ market: 'de', asOf }));

    const profileOf = (name: string) => series.find(({ sku }) => sku === name)?.profile;
    expect(profileOf('T1')).toBeUndefined();
    expect(profileOf('TN')).toMatchObject({ series: 3, period: 7 });
    expect(profileOf('TN')?.level).toBeCloseTo(5, 6);
    expect(profileOf('PN')).toMatchObject({ series: 4 });
  });
});
