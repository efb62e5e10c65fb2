import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { forecastSeries } from '../../../functions/forecast/forecast-series.ts';
import { tellDrift } from '../../../functions/report/tell-drift.ts';
import {
  type DriftNight,
  insightKeys,
  type PlanResult,
  type SeriesRecord,
} from '../../../lib/domain/index.ts';
import { openDrifts, openSegmentations } from '../../../lib/stores/index.ts';
import { ORDERS, openPlanRoom, type PlanRoom } from './plan-room.ts';
import { dayAt, driftNightOf, FIRST, recordsOfPlan, salesOf, steady } from './steady-sales.ts';

let room: PlanRoom;
beforeAll(async () => {
  room = await openPlanRoom();
});
afterAll(async () => {
  await room.close();
});

const nightOf = (merchant: string, asOf: string) => driftNightOf(room, merchant, asOf);
const recordsOf = (planned: PlanResult) => recordsOfPlan(room, planned);

describe('a SKU whose demand triples on day 150', () => {
  const merchant = 'tripled';
  const CHANGE = 150;
  let merchantRoom: ReturnType<PlanRoom['aMerchant']>;
  const nights = new Map<number, ReturnType<typeof makeNight>>();
  /** The night as it was first made. */
  const night = (day: number) => {
    const made = nights.get(day) ?? makeNight(day);
    nights.set(day, made);
    return made;
  };
  const makeNight = async (day: number) => {
    const planned = await merchantRoom.plan({ market: 'de', asOf: dayAt(day) });
    const records = await recordsOf(planned);
    return {
      planned,
      found: await nightOf(merchant, dayAt(day)),
      up: records.find(({ sku }) => sku === 'UP'),
    };
  };
  beforeAll(async () => {
    merchantRoom = room.aMerchant(merchant);
    await merchantRoom.drop(
      'de/orders/o.csv',
      ORDERS,
      ...steady(260),
      ...salesOf('UP', 260, (day) => (day < CHANGE ? 20 : 60)),
    );
  });

  test('raises nothing while days are too few, and nothing before it', async () => {
    expect(await night(20)).toMatchObject({ found: { tested: 0, standing: 0 }, up: { sku: 'UP' } });
    const { found, up } = await night(CHANGE - 1);
    expect([found.tested, found.standing, up?.drift, up?.retrain]).toEqual([6, 0, undefined, undefined]);
  });

  test('raises an alarm after a week, and the same night forecasts at the new level', async () => {
    const { planned, found, up } = await night(CHANGE + 7);

    expect(found).toMatchObject({ raised: 1, standing: 1, ended: 0 });
    expect(found.alarms[0]).toMatchObject({ sku: 'UP', signal: 'level', direction: 1, since: dayAt(CHANGE) });
    expect(Math.abs((found.alarms[0]?.size ?? 0) - 2)).toBeLessThan(0.4);
    // 40 more units a day at 10 €
    expect(Math.abs((found.alarms[0]?.moneyPerDay?.minor ?? 0) - 40_000)).toBeLessThan(6000);
    // the eighth day, Whit Monday, is not counted
    expect(up).toMatchObject({ drift: { daysSince: 7 }, retrain: { use: 'all', from: dayAt(CHANGE) } });
    const shard = { ...planned, shard: 's00001', key: '', series: 6 };
    const levelOf = (record: SeriesRecord) => {
      const { document } = forecastSeries({ shard, record });
      if (document.kind !== 'ready') throw new Error(document.detail);
      return {
        units: document.mean.reduce((sum, units) => sum + units, 0) / 56,
        warnings: document.warnings,
      };
    };
    if (up === undefined) throw new Error('the SKU has no series');
    const { retrain: _, ...unaware } = up;
    const retrained = levelOf(up);
    expect(Math.abs(retrained.units - 60)).toBeLessThan(6);
    expect(Math.abs(levelOf(unaware).units - 60)).toBeGreaterThan(Math.abs(retrained.units - 60));
    expect(retrained.warnings).toContainEqual(
      expect.stringMatching(
        /^learnt from all days, those before 2025-06-05 at the level since: it sells \d+ % more/,
      ),
    );
  });

  test('keeps its entry and tells of it once', async () => {
    const { planned } = await night(CHANGE + 7);
    const at = { client: room.client, table: 'insights', now: () => 0 };
    const stores = { drifts: openDrifts(at), segmentations: openSegmentations(at), epochSeconds: () => 0 };
    const request = { ...planned, forecast: [], learn: [], segment: { buyers: 0, segments: 0 } };
    const when = { startedAt: '2025-06-13T01:00:00Z', at: '2025-06-13T02:00:00Z' };

    const told = await tellDrift(room.lake, stores, request, when);

    expect(told.summary).toEqual({ raised: 1, standing: 1, ended: 0, features: [] });
    expect(told.event).toMatchObject({
      type: 'drift.raised',
      data: { raised: 1, up: 1, down: 0, tested: 6 },
    });
    expect(await tellDrift(room.lake, stores, request, when)).toEqual(told);
    const key = insightKeys.drift(merchant, 'de', planned.asOf);
    expect((await stores.drifts.get(key))?.value.alarms).toHaveLength(1);
  });

  test('lets the alarm stand without raising it anew, and tells of it no more', async () => {
    const { found, up } = await night(CHANGE + 15);

    expect(found).toMatchObject({ raised: 0, standing: 1, ended: 0 });
    expect(up?.drift).toMatchObject({ raisedOn: dayAt(CHANGE + 7), daysSince: 15 });
  });

  test('ends it after four settled weeks; the forecast goes on at the new level', async () => {
    const { found, up } = await night(CHANGE + 28);

    expect(found).toMatchObject({ raised: 0, standing: 0, ended: 1 });
    expect([up?.drift, up?.retrain]).toEqual([undefined, { use: 'all', from: dayAt(CHANGE) }]);
  });

  test('does not raise the same change twice', async () => {
    for (const day of [CHANGE + 29, CHANGE + 100]) {
      const { found, up } = await night(day);
      expect([day, found.raised, found.standing, up?.retrain?.from]).toEqual([day, 0, 0, dayAt(CHANGE)]);
    }
  });

  test('finds the same when a night is repeated after later ones', async () => {
    const first = await night(CHANGE + 7);

    expect((await makeNight(CHANGE + 7)).found).toEqual(first.found);
  });
});

describe('what is not drift', () => {
  const nightAfter = async (merchant: string, lines: string[], asOf: string) => {
    const { drop, plan } = room.aMerchant(merchant);
    await drop('de/orders/o.csv', ORDERS, ...lines);
    await plan({ market: 'de', asOf });
    return nightOf(merchant, asOf);
  };

  test('orders that stopped coming: nobody knows what was sold since', async () => {
    const night = await nightAfter('stale', steady(150), dayAt(170));

    expect(night).toMatchObject({ tested: 5, standing: 0 });
  });

  test('two weeks of a file that is missing in between', async () => {
    const lines = steady(180).filter((line) => {
      const date = line.split(',')[2] ?? '';
      return date < dayAt(150) || date >= dayAt(164);
    });

    expect(await nightAfter('gap', lines, dayAt(179))).toMatchObject({ tested: 5, standing: 0 });
  });

  describe('what is explained, beside the same that is not', () => {
    let night: DriftNight;
    const alarmOf = (sku: string) => night.alarms.find((alarm) => alarm.sku === sku);
    beforeAll(async () => {
      const { drop, plan } = room.aMerchant('explained');
      const risen = ['PROMOTED', 'CHEAPER', 'MORE'];
      const stopped = ['SOLDOUT', 'LESS'];
      await drop(
        'de/orders/o.csv',
        ORDERS,
        ...steady(160),
        ...risen.flatMap((sku) => salesOf(sku, 160, (day) => (day < CHANGE ? 20 : 60))),
        ...stopped.flatMap((sku) => salesOf(sku, 160, (day) => (day < CHANGE ? 20 : 0))),
      );
      const promotion = `Sale,promotion,PROMOTED,${dayAt(CHANGE)},${dayAt(170)}`;
      await drop('de/events/e.csv', 'name,kind,sku,from,to', promotion);
      const counts = [140, 147, 154].map((day) => `SOLDOUT,${dayAt(day)},0`);
      await drop('de/stock/s.csv', 'sku,as_of,on_hand', ...counts);
      const prices = [`CHEAPER,${FIRST},10`, `CHEAPER,${dayAt(CHANGE)},7`];
      await drop('de/prices/p.csv', 'sku,valid_from,price', ...prices);
      await plan({ market: 'de', asOf: dayAt(159) });
      night = await nightOf('explained', dayAt(159));
    });
    const CHANGE = 140;

    test('a promotion that was known beforehand', () => {
      expect(alarmOf('PROMOTED')).toBeUndefined();
    });

    test('a stock-out', () => {
      expect(alarmOf('SOLDOUT')).toBeUndefined();
    });

    test('a price cut by the seller that sold more; the cut is counted', () => {
      expect([alarmOf('CHEAPER'), night.priceMoves]).toEqual([undefined, 1]);
    });

    test('the same rise and the same stop without a reason are alarms', () => {
      expect(night).toMatchObject({ raised: 2, standing: 2 });
      expect(alarmOf('MORE')).toMatchObject({ direction: 1, since: dayAt(CHANGE) });
      // its last day before sold 15 of a usual 20, and counts as the first after
      expect(alarmOf('LESS')).toMatchObject({ since: dayAt(CHANGE - 1) });
    });
  });

  test('a single order, a SKU that is returned whole, a market with nothing else', async () => {
    const night = await nightAfter(
      'tiny',
      [`O1,1,${FIRST},K,A,1,1,`, `O2,1,${FIRST},K,B,2,1,`, `O2c,1,${FIRST},K,B,-2,1,cancelled`],
      dayAt(90),
    );

    expect(night).toMatchObject({ tested: 0, standing: 0 });
  });
});

describe('the memory of the nights', () => {
  test('holds one-day-ahead forecasts of the nights before, and never those of another merchant', async () => {
    const { drop, plan } = room.aMerchant('remembered');
    await drop('de/orders/o.csv', ORDERS, ...steady(120));
    await drop('de/products/p.csv', 'sku,unit_cost,currency', 'A1,4,EUR');
    await plan({ market: 'de', asOf: dayAt(100) });
    await plan({ market: 'de', asOf: dayAt(110) });

    const keys = await room.lake.list('drift-memory/');
    expect(keys.filter((key) => key.includes('/remembered/'))).toHaveLength(2);
    expect(await nightOf('remembered', dayAt(110))).toMatchObject({ costMoves: 0, standing: 0 });
  });
});
