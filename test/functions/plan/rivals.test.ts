import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { skuKey } from '../../../lib/domain/index.ts';
import { ORDERS, openPlanRoom, type PlanRoom } from './plan-room.ts';

let room: PlanRoom;
beforeAll(async () => {
  room = await openPlanRoom();
});
afterAll(async () => {
  await room.close();
});

const FORECASTS = 'de/forecasts/f.csv';
const orders = ['O1,1,2026-01-01,K,A,1,1,', 'O2,1,2026-01-10,K,A,1,1,', 'O3,1,2026-01-10,K,B,1,1,'];

describe('who competes with the default forecast', () => {
  test('is every upload as it was made, corrections beside what they correct, on days after its own', async () => {
    const { drop, dropAt, plan } = room.aMerchant('vintages');
    await drop('de/orders/o.csv', ORDERS, ...orders);
    // 23:30 in London is the next day in Berlin
    const first = await dropAt(
      '2026-01-03T23:30:00.000Z',
      FORECASTS,
      'sku,date,mean,source',
      'A,2026-01-04,9,planner',
      'A,2026-01-05,5,planner',
      'A,2026-01-07,7,planner',
    );
    const second = await dropAt(
      '2026-01-06T09:00:00.000Z',
      'de/forecasts/again.csv',
      'sku,date,mean,source',
      'A,2026-01-05,50,planner',
      'A,2026-01-07,70,planner',
      'A,2026-01-08,80,R',
    );

    const [a, b] = await room.seriesOf(await plan({ market: 'de', asOf: '2026-01-10' }));

    expect(a?.rivals).toEqual({
      uploaded: [
        { source: 'R', madeOn: '2026-01-06', start: '2026-01-08', stepDays: 1, mean: [80] },
        { source: 'planner', madeOn: '2026-01-04', start: '2026-01-05', stepDays: 1, mean: [5, null, 7] },
        { source: 'planner', madeOn: '2026-01-06', start: '2026-01-07', stepDays: 1, mean: [70] },
      ],
      adjustments: [],
      serve: 'whenItPays',
      currency: 'EUR',
    });
    expect(a?.uploads).toEqual(expect.arrayContaining([first, second]));
    expect(b).not.toHaveProperty('rivals');
  });

  test('is two of one day’s uploads where their weeks begin on different weekdays', async () => {
    const { drop, dropAt, plan } = room.aMerchant('weekdays');
    await drop('de/orders/o.csv', ORDERS, ...orders);
    const header = 'sku,date,mean,source';
    // the 11th and 18th are Sundays, the 12th and 19th Mondays
    const [sundays, mondays] = ['2026-01-09T08:00:00.000Z', '2026-01-09T09:00:00.000Z'];
    await dropAt(sundays, FORECASTS, header, 'A,2026-01-11,70,S&OP', 'A,2026-01-18,80,S&OP');
    await dropAt(mondays, 'de/forecasts/m.csv', header, 'A,2026-01-12,7,S&OP', 'A,2026-01-19,8,S&OP');

    const [a] = await room.seriesOf(await plan({ market: 'de', asOf: '2026-01-10' }));

    expect(a?.rivals?.uploaded).toEqual([
      { source: 'S&OP', madeOn: '2026-01-09', start: '2026-01-11', stepDays: 7, mean: [70, 80] },
      { source: 'S&OP', madeOn: '2026-01-09', start: '2026-01-12', stepDays: 7, mean: [7, 8] },
    ]);
  });

  test('has quantiles where both ends are given, a mean made of them, and a source where none is named', async () => {
    const { drop, plan } = room.aMerchant('quantiles');
    await drop('de/orders/o.csv', ORDERS, ...orders);
    await drop(FORECASTS, 'sku,date,p10,p50,p90', 'A,2026-01-11,10,20,40', 'A,2026-01-12,,8,');

    const [a] = await room.seriesOf(await plan({ market: 'de', asOf: '2026-01-10' }));

    expect(a?.rivals?.uploaded).toEqual([
      {
        source: 'upload',
        madeOn: '2026-01-05',
        start: '2026-01-11',
        stepDays: 1,
        // 0.3 · 10 + 0.4 · 20 + 0.3 · 40
        mean: [23, 8],
        p10: [10, null],
        p50: [20, null],
        p90: [40, null],
      },
    ]);
  });

  test('speaks for days ahead of the data though the calendar is further on', async () => {
    const { drop, dropAt, plan } = room.aMerchant('stale');
    await drop('de/orders/o.csv', ORDERS, ...orders);
    const late = '2026-03-01T09:00:00.000Z';
    await dropAt(late, FORECASTS, 'sku,date,mean', 'A,2026-01-10,9', 'A,2026-01-12,5', 'A,2026-01-13,6');

    const [a] = await room.seriesOf(await plan({ market: 'de', asOf: '2026-01-10' }));

    expect(a?.rivals?.uploaded).toMatchObject([{ madeOn: '2026-03-01', start: '2026-01-12', mean: [5, 6] }]);
  });

  test('is a week’s where all its dates are of one weekday', async () => {
    const { drop, plan } = room.aMerchant('weeks');
    await drop('de/orders/o.csv', ORDERS, ...orders);
    await drop(FORECASTS, 'sku,date,mean', 'A,2026-01-12,70', 'A,2026-01-26,140', 'B,2026-01-12,7');

    const [a, b] = await room.seriesOf(await plan({ market: 'de', asOf: '2026-01-10' }));

    expect(a?.rivals?.uploaded).toMatchObject([{ stepDays: 7, start: '2026-01-12', mean: [70, null, 140] }]);
    // its upload tells, not the one row that it has itself
    expect(b?.rivals?.uploaded).toMatchObject([{ stepDays: 7, mean: [7] }]);
  });

  test('is the person who adjusted it, for as long as what was changed can be judged', async () => {
    const { drop, plan } = room.aMerchant('person');
    await drop('de/orders/o.csv', ORDERS, ...orders);
    const made = {
      author: 'c',
      madeAt: '2026-01-02T08:00:00Z',
      madeOn: '2026-01-02',
      reason: 'a fair',
      factor: 2,
    };
    const recent = { ...made, from: '2026-01-08', to: '2026-01-20' };
    await room.adjustments.put(skuKey('person', 'de', 'B'), {
      sku: 'B',
      serve: 'always',
      entries: [{ ...made, from: '2025-01-01', to: '2025-01-02' }, recent],
    });

    const [a, b] = await room.seriesOf(await plan({ market: 'de', asOf: '2026-01-10' }));

    expect(a).not.toHaveProperty('rivals');
    expect(b?.rivals).toEqual({ uploaded: [], adjustments: [recent], serve: 'always', currency: 'EUR' });
  });
});
