import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type DriftNight, driftEndKey } from '../../../lib/domain/index.ts';
import { ORDERS, openPlanRoom, type PlanRoom } from './plan-room.ts';
import { dayAt, driftNightOf, recordsOfPlan, salesOf, steady } from './steady-sales.ts';

let room: PlanRoom;
beforeAll(async () => {
  room = await openPlanRoom();
});
afterAll(async () => {
  await room.close();
});

describe('an alarm that a person ended', () => {
  const CHANGE = 150;
  const merchant = 'ended';
  let merchantRoom: ReturnType<PlanRoom['aMerchant']>;
  const night = async (day: number) => {
    const records = await recordsOfPlan(room, await merchantRoom.plan({ market: 'de', asOf: dayAt(day) }));
    return {
      found: await driftNightOf(room, merchant, dayAt(day)),
      up: records.find(({ sku }) => sku === 'UP'),
    };
  };
  /** What the route writes of an alarm that stands. */
  const endIt = ({ sku, since, raisedOn, words }: DriftNight['alarms'][number]) =>
    room.driftEnds.put(driftEndKey(merchant, 'de', sku), {
      ...{ sku, since, raisedOn, words, reason: 'a second shop', author: 'anna' },
      endedAt: '2025-06-14T09:00:00.000Z',
    });
  beforeAll(async () => {
    merchantRoom = room.aMerchant(merchant);
    const levelOn = (day: number) => (day < CHANGE ? 20 : day < CHANGE + 60 ? 60 : 15);
    await merchantRoom.drop(
      'de/orders/o.csv',
      ORDERS,
      ...steady(260),
      ...salesOf('UP', 260, levelOn),
      ...salesOf('ALSO', 260, (day) => (day < CHANGE ? 20 : 60)),
    );
    const { found } = await night(CHANGE + 7);
    expect(found.alarms.map(({ sku }) => sku).sort()).toEqual(['ALSO', 'UP']);
    for (const alarm of found.alarms) if (alarm.sku === 'UP') await endIt(alarm);
  });

  test('is none in the same night that is made again: the SKU is free, and forecast at the new level', async () => {
    const { found, up } = await night(CHANGE + 7);

    expect(found.alarms.map(({ sku }) => sku)).toEqual(['ALSO']);
    expect([up?.drift, up?.retrain]).toEqual([undefined, { use: 'all', from: dayAt(CHANGE) }]);
  });

  test('is not raised again by the same change, while others stand', async () => {
    const { found, up } = await night(CHANGE + 20);

    expect(found).toMatchObject({ raised: 0, standing: 1 });
    expect([up?.drift, up?.retrain?.from]).toEqual([undefined, dayAt(CHANGE)]);
  });

  test('does not keep the next change from being found', async () => {
    const { found, up } = await night(CHANGE + 70);

    expect(found.alarms.filter(({ sku }) => sku === 'UP')).toMatchObject([{ direction: -1 }]);
    expect(up?.drift?.raisedOn).toBe(dayAt(CHANGE + 70));
  });

  test('that stood for nights ends in the next, which counts it', async () => {
    const before = await night(CHANGE + 21);
    const [also] = before.found.alarms;
    if (also === undefined) throw new Error('no alarm stands');
    await endIt(also);

    const { found } = await night(CHANGE + 22);

    expect(also).toMatchObject({ sku: 'ALSO', raisedOn: dayAt(CHANGE + 7) });
    expect(found).toMatchObject({ standing: 0, ended: 1 });
  });

  test('ends nothing in an earlier night that is made again: what was found then is found again', async () => {
    const { found, up } = await night(CHANGE + 3);

    expect(found.standing).toBe(1);
    expect(up?.drift).toMatchObject({ direction: 1, raisedOn: dayAt(CHANGE + 3) });
  });
});
