import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoredOutcome } from '../../../lib/domain/index.ts';
import { foldOutcomes } from '../../../lib/operations/index.ts';
import { ORDERS, openPlanRoom, type PlanRoom } from '../plan/plan-room.ts';

let room: PlanRoom;
beforeAll(async () => {
  room = await openPlanRoom();
});
afterAll(() => room.close());

/** On the second of March ten were sold as the app saw it, and four went elsewhere. */
const outcome: StoredOutcome = {
  key: 'o-1',
  sku: 'A',
  from: '2025-03-02',
  to: '2025-03-02',
  unitsSold: 10,
  unitsLost: 4,
};

/** Fold the outcome in on a night after each upload of orders; what each night makes of it. */
async function nights(merchant: string, uploads: readonly string[][]) {
  const { drop, plan } = room.aMerchant(merchant);
  const folded = [];
  for (const [place, lines] of uploads.entries()) {
    await drop(`de/orders/o-${place}.csv`, ORDERS, ...lines);
    const [series] = await room.seriesOf(await plan({ market: 'de', asOf: '2025-03-04' }));
    if (series === undefined) throw new Error('no series was planned');
    const { record, counted, lostPerDay, warnings } = foldOutcomes(series, [outcome], 'EUR');
    folded.push({ demand: record.demand, counted, lostPerDay, warnings });
  }
  return folded;
}

const first = 'O1,1,2025-03-01,K,A,5,10,';
const last = 'O4,1,2025-03-04,K,A,5,10,';
const sold = 'O2,1,2025-03-02,K,A,10,10,';
const gap = '10 units were reported sold from 2025-03-02 to 2025-03-02, orders show 0';

describe('an outcome and the orders of its days', () => {
  test('come to the same where the orders come late', async () => {
    const [before, after] = await nights('late', [[first, last], [sold]]);
    const [atOnce] = await nights('at-once', [[first, sold, last]]);

    expect(before).toMatchObject({ demand: [5, 4, 0, 5], counted: 1, warnings: [gap] });
    expect(after).toMatchObject({ demand: [5, 14, 0, 5], counted: 1, warnings: [] });
    expect(after).toEqual(atOnce);
  });

  test('come to the same where the orders are corrected afterwards', async () => {
    const [, after] = await nights('corrected', [[first, 'O2,1,2025-03-02,K,A,100,10,', last], [sold]]);
    const [right] = await nights('right', [[first, sold, last]]);

    expect(after).toMatchObject({ demand: [5, 14, 0, 5] });
    expect(after).toEqual(right);
  });

  test('come to the same where an order is taken back', async () => {
    const [, after] = await nights('taken-back', [
      [first, sold, last],
      ['C2,1,2025-03-03,K,A,-10,10,cancelled'],
    ]);
    const [never] = await nights('never', [[first, last]]);

    expect(after).toEqual(never);
  });
});
