import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { insightKeys, lakeKeys, purchaseOrderKeys, skuKey } from '../../../lib/domain/index.ts';
import { draftOrders } from '../../../lib/operations/index.ts';
import { forecastFile } from '../../../lib/stores/index.ts';
import { aSegmentation } from '../../charts/some-results.ts';
import { aCandidate, aDraftRequest } from '../../operations/a-candidate.ts';
import { aBuyer, aForecast, anInsufficientPolicy, aPolicy } from '../stored-documents.ts';
import { type ExportRoom, NIGHT, openExportRoom } from './export-room.ts';

let room: ExportRoom;
beforeAll(async () => {
  room = await openExportRoom();
});
afterAll(() => room.close());

const night = { runId: `de-${NIGHT}`, asOf: NIGHT };
const key = (sku: string, merchant = 'demo', market = 'de') => skuKey(merchant, market, sku);

const keep = (lakeKey: string, bytes: Uint8Array) =>
  room.lake.put(lakeKey, bytes, 'application/vnd.apache.parquet');

describe('a file of forecasts', () => {
  const days = { mean: [2, 2.5], p10: [1, 1], p50: [2, 2], p90: [3, 4] };

  beforeAll(async () => {
    await room.forecasts.put(key('A-1'), aForecast(days));
    await room.forecasts.put(key('=B'), {
      ...{ kind: 'insufficientData', sku: '=B', ...night, missing: ['history'], detail: 'too young' },
    });
    // two partitions that must not be met
    await room.forecasts.put(key('OTHER', 'other'), aForecast({ sku: 'OTHER' }));
    await room.forecasts.put(key('JP', 'demo', 'jp'), aForecast({ sku: 'JP' }));
  });

  test('has a row for each SKU and day, and one for each SKU that has no forecast', async () => {
    const [header, lacking, ...rows] = await room.linesOf({ kind: 'forecasts' });

    expect(header).toBe(
      'sku,date,mean,p10,p50,p90,adjusted_mean,adjusted_p10,adjusted_p50,adjusted_p90,level,trend,season,events,model,state,missing,as_of,run',
    );
    expect(lacking).toBe(`'=B,,,,,,,,,,,,,,,insufficientData,history,2025-01-31,de-2025-01-31`);
    expect(rows).toEqual([
      'A-1,2025-02-01,2.0,1.0,2.0,3.0,,,,,,,,,harmonic,ready,,2025-01-31,de-2025-01-31',
      'A-1,2025-02-02,2.5,1.0,2.0,4.0,,,,,,,,,harmonic,ready,,2025-01-31,de-2025-01-31',
      '',
    ]);
  });

  test('has dates as dates and numbers as numbers in Parquet, and what a text holds as it is', async () => {
    const rows = await room.rowsOf(
      { kind: 'forecasts' },
      'sku, date, mean, typeof(date) AS dates, typeof(mean) AS means, as_of, typeof(as_of) AS nights',
    );

    expect(rows).toEqual(
      [
        ['=B', null, null],
        ['A-1', '2025-02-01', 2],
        ['A-1', '2025-02-02', 2.5],
      ].map(([sku, date, mean]) => ({
        ...{ sku, date, mean, dates: 'DATE', means: 'DOUBLE', as_of: NIGHT, nights: 'DATE' },
      })),
    );
  });

  test('shows what a person changed beside what the night said', async () => {
    const change = { from: '2025-02-02', to: '2025-02-02', factor: 2, reason: 'a fair' };
    await room.adjustments.put(key('A-1'), {
      ...{ sku: 'A-1', serve: 'always' },
      entries: [{ ...change, author: 'anna', madeAt: '2025-01-31T09:00:00Z', madeOn: NIGHT }],
    });

    const rows = await room.rowsOf({ kind: 'forecasts' }, 'date, mean, adjusted_mean');
    await room.adjustments.remove(key('A-1'));

    expect(rows.slice(1)).toEqual([
      { date: '2025-02-01', mean: 2, adjusted_mean: 2 },
      { date: '2025-02-02', mean: 2.5, adjusted_mean: 5 },
    ]);
  });

  test('of a past night has what that night said, by the shards that its run had', async () => {
    await room.endNight();
    const past = (sku: string, mean: number[]) =>
      forecastFile([{ forecast: aForecast({ sku, ...days, mean }), naive: [0, 0] }]);
    await keep(lakeKeys.forecasts('demo', 'de', NIGHT, 's00001'), past('A-1', [7, 8]));
    await keep(lakeKeys.forecasts('demo', 'de', NIGHT, 's00002'), past('B-1', [1, 1]));
    // an earlier attempt at the same night had more shards
    await keep(lakeKeys.forecasts('demo', 'de', NIGHT, 's00003'), past('A-1', [99, 99]));

    const rows = await room.rowsOf(
      { kind: 'forecasts', asOf: NIGHT },
      'sku, date, mean, state, as_of, level',
    );

    expect(rows).toEqual(
      [
        ['A-1', '2025-02-01', 7],
        ['A-1', '2025-02-02', 8],
        ['B-1', '2025-02-01', 1],
        ['B-1', '2025-02-02', 1],
      ].map(([sku, date, mean]) => ({ sku, date, mean, state: 'ready', as_of: NIGHT, level: null })),
    );
  });

  test('of a night that nothing is kept of fails and says so', async () => {
    const made = await room.make({ kind: 'forecasts', asOf: '2020-02-29' });

    expect(made).toMatchObject({
      ...{ state: 'failed', reason: 'no forecasts are kept of the night 2020-02-29' },
    });
    expect(made.file).toBeUndefined();
  });
});

describe('a file of policies', () => {
  test('has what the worklist shows and what it rests on, money in the currency’s unit', async () => {
    const policy = aPolicy({ gainPerDay: { meanMinor: 250, lowerMinor: -5, upperMinor: 400 } });
    await room.policies.put(key('A-1'), policy, { numbers: { risk: 123_456 } });
    await room.policies.put(key('B-1'), anInsufficientPolicy('B-1'));

    const [header = '', first = '', second = ''] = await room.linesOf({ kind: 'policies' });
    const cells = (line: string) =>
      Object.fromEntries(header.split(',').map((name, place) => [name, line.split(',')[place]]));

    expect(cells(first)).toMatchObject({
      ...{ sku: 'A-1', name: 'Hinge', state: 'ready', money_at_risk: '1234.56', currency: 'EUR' },
      ...{ price: '10', floor_price: '8', ceiling_price: '', on_hand: '20.0', reorder_point: '12.0' },
      ...{ gain_per_day: '2.5', gain_per_day_lower: '-0.05', gain_per_day_upper: '4' },
      ...{ elasticity: '-1.5', evidence_weeks: '104', stock_out_date: '2025-02-20' },
      ...{ valid_until: '2025-02-03T00:00:00Z', supplier: 'S-1', location: 'hamburg' },
      run: 'de-2025-01-31',
    });
    // 4.5 units in all; the median of 14 days lies 1 below their mean, and that of 28 the square root of 2 times as far
    expect(Number(cells(first).next_28_days_p50)).toBeCloseTo(4.5 - Math.SQRT2, 12);
    expect(cells(second)).toMatchObject({
      ...{ sku: 'B-1', state: 'insufficientData', missing: 'unit_cost', price: '5', reorder_point: '' },
    });
  });
});

test('a file of decisions has the open one of each SKU, prices to a millionth', async () => {
  await room.decisions.put(key('A-1'), {
    ...{ decision: 'd-1', market: 'de', sku: 'A-1', state: 'proposed', ...night, policyVersion: 'v1' },
    ...{ price: { micros: 13_500, currency: 'EUR' }, currentPrice: { micros: 12_000_000, currency: 'EUR' } },
    ...{ orderUnits: 20, expectedGainPerDay: { minor: -250, currency: 'EUR' } },
  });

  const [header, row] = await room.linesOf({ kind: 'decisions' });

  expect(header).toBe(
    'decision,sku,state,price,current_price,currency,order_units,expected_gain_per_day,policy_version,as_of,run',
  );
  expect(row).toBe('d-1,A-1,proposed,0.0135,12,EUR,20.0,-2.5,v1,2025-01-31,de-2025-01-31');
});

describe('files of segments', () => {
  const customers = ['c1-00000000000000000000000000000aa1', 'c1-00000000000000000000000000000aaf'];

  beforeAll(async () => {
    await room.segmentations.put(insightKeys.segmentation('demo', 'de'), aSegmentation());
    const [bought = '', known = ''] = customers;
    await room.buyers.put(insightKeys.buyer('demo', 'de', bought), {
      ...{
        ...aBuyer,
        customer: bought,
        segment: 'small-buyers',
        yearRevenue: { minor: 100, currency: 'EUR' },
      },
      moved: { on: NIGHT, from: 's-0', to: 'small-buyers', why: 'orders, less often' },
    });
    await room.buyers.put(insightKeys.buyer('demo', 'de', known), {
      ...{ kind: 'unsegmented', customer: known, ...night, priceGroup: 'gold' },
    });
  });

  test('name each known customer by its pseudonym, with its segment or without one', async () => {
    const [header, ...rows] = await room.linesOf({ kind: 'segments' });

    expect(header).toBe(
      'customer,segment,segment_name,price_group,recency_days,orders,year_revenue,currency,first_order,last_order,moved_on,moved_from,moved_why,as_of,run',
    );
    expect(rows).toEqual([
      `${customers[0]},small-buyers,Small buyers,,3,2,1,EUR,2024-01-01,2025-01-28,2025-01-31,s-0,"orders, less often",2025-01-31,de-2025-01-31`,
      `${customers[1]},,,gold,,,,,,,,,,2025-01-31,de-2025-01-31`,
      '',
    ]);
  });

  test('describe the segments themselves', async () => {
    const rows = await room.rowsOf(
      { kind: 'segment_profiles' },
      'name, buyers, revenue, revenue_share, currency, typeof(revenue) AS money',
    );

    expect(rows).toEqual(
      [
        ...[{ name: 'Large regulars', buyers: 12, revenue: 40_000, revenue_share: 0.48 }],
        ...[{ name: 'Small buyers', buyers: 40, revenue: 40_000, revenue_share: 0.52 }],
      ].map((row) => ({ ...row, currency: 'EUR', money: 'DECIMAL(20,4)' })),
    );
  });
});

test('a file of purchase orders has the lines of every order that serves the market', async () => {
  const [draft] = draftOrders(aDraftRequest({ candidates: [aCandidate()] })).drafts;
  if (draft === undefined) throw new Error('the candidate needs nothing');
  const put = (id: string, changes: object) =>
    room.purchaseOrders.put(purchaseOrderKeys.order('demo', id), {
      ...{ ...draft, id, status: 'draft', ...changes },
    });
  await put('PO-1', { markets: ['de', 'gb'] });
  await put('PO-2', { markets: ['jp'] });

  const rows = await room.rowsOf(
    { kind: 'purchase_orders' },
    '"order", sku, units, unit_cost, value, currency, order_date, status',
  );

  expect(rows).toEqual([
    {
      ...{ order: 'PO-1', sku: 'A-1', units: 320, unit_cost: 2, value: 640, currency: 'EUR' },
      ...{ order_date: '2024-07-03', status: 'draft' },
    },
  ]);
});
