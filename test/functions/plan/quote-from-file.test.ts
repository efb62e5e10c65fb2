import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { forecastSeries } from '../../../functions/forecast/forecast-series.ts';
import { openPolicy, type PolicyDocument, storePolicy } from '../../../lib/domain/index.ts';
import { learnPolicy, recommend } from '../../../lib/operations/index.ts';
import { guardPrice } from '../../../lib/oversight/index.ts';
import { createPseudonyms } from '../../../lib/runtime/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { euro, someSettings } from '../../operations/a-series.ts';
import { SECRET } from '../ingest/ingest-room.ts';
import { ORDERS, openPlanRoom, type PlanRoom } from './plan-room.ts';
import { dayAt, recordsOfPlan, salesOf, steady } from './steady-sales.ts';

const MERCHANT = 'quoting';
const DAYS = 360;
const asOf = dayAt(DAYS - 1);
const QUOTES = [
  'quote_id,customer_id,sku,quantity,price,quoted_at,valid_to,outcome',
  `Q1,K1,BOLT,100,8.50,${dayAt(350)},${dayAt(380)},open`,
  // over, lost, and of no known end: they bind nobody
  `Q2,K2,BOLT,1,7.00,${dayAt(300)},${dayAt(330)},open`,
  `Q3,K3,BOLT,1,7.00,${dayAt(350)},${dayAt(380)},lost`,
  `Q4,K4,BOLT,1,7.00,${dayAt(350)},,open`,
  // below what it costs
  `Q5,K0,BOLT,1,3.00,${dayAt(350)},${dayAt(380)},open`,
];

let room: PlanRoom;
let policy: PolicyDocument;
beforeAll(async () => {
  room = await openPlanRoom();
  const { drop, plan } = room.aMerchant(MERCHANT);
  await drop('de/orders/o.csv', ORDERS, ...steady(DAYS), ...salesOf('BOLT', DAYS, () => 20));
  await drop('de/products/p.csv', 'sku,unit_cost,cost_currency', 'BOLT,4,EUR');
  await drop('de/prices/p.csv', 'sku,valid_from,price', `BOLT,${dayAt(0)},10`);
  await drop('de/stock/s.csv', 'sku,as_of,on_hand', `BOLT,${asOf},400`);
  await drop('de/quotes/q.csv', ...QUOTES);
  const planned = await plan({ market: 'de', asOf });
  const record = (await recordsOfPlan(room, planned)).find(({ sku }) => sku === 'BOLT');
  if (record === undefined) throw new Error('the SKU has no series');
  const shard = { ...planned, shard: 's00001', key: '', series: 6 };
  const { document: forecast } = forecastSeries({ shard, record });
  const settings = {
    ...someSettings(),
    asOf,
    runId: planned.runId,
    validUntil: `${dayAt(DAYS + 2)}T00:00:00Z`,
  };
  // as the table keeps it
  policy = openPolicy(storePolicy(learnPolicy(record, forecast, aMarket(), settings).document));
});
afterAll(() => room.close());

const ask = (code: string, quantity: number) => {
  const customer = createPseudonyms(SECRET, MERCHANT).pseudonymOf(code);
  const query = { customer, quantity };
  const answer = recommend(policy, { market: 'de', query, now: `${dayAt(DAYS)}T08:00:00Z`, guardPrice });
  if (answer.kind !== 'ready') throw new Error(answer.detail);
  return answer;
};

describe('a quote that was dropped as a file', () => {
  test('is what its buyer is charged from the quantity on that was quoted', () => {
    const { effective, limitsApplied } = ask('K1', 100);

    expect(effective).toMatchObject({ price: { micros: 8.5 * euro, currency: 'EUR' }, source: 'quote' });
    expect(limitsApplied.map(({ limit }) => limit)).toContain('quote');
    expect(ask('K1', 99).effective).toMatchObject({ price: { micros: 10 * euro } });
  });

  test.each([
    ['of another buyer', 'K9'],
    ['that is over', 'K2'],
    ['that was lost', 'K3'],
    ['without a last day', 'K4'],
  ])('%s binds nobody: the list price holds', (_, code) => {
    const { effective, limitsApplied } = ask(code, 100);

    expect(effective.price).toEqual({ micros: 10 * euro, currency: 'EUR' });
    expect(limitsApplied.map(({ limit }) => limit)).not.toContain('quote');
  });

  test('below its floor is charged all the same, since it was given, and a person is told', () => {
    const { effective, warnings } = ask('K0', 1);

    expect(effective).toMatchObject({ price: { micros: 3 * euro }, source: 'quote' });
    expect(warnings.join('\n')).toContain('below');
  });
});
