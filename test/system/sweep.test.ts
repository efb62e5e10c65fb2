import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { pollUntil } from '../../infra/local/start/poll.ts';
import { readDeployment } from '../../infra/stacks/read-deployment.ts';
import { addDays, newestDueRun, runSchema } from '../../lib/domain/index.ts';
import { type RealCloud, startRealCloud } from './real-cloud.ts';
import { PATIENCE_MS } from './running-stack.ts';

jest.setTimeout(PATIENCE_MS);

const region = 'eu-central-1';
const HEADER = 'order_id,ordered_at,customer_id,sku,quantity,unit_price\n';
let real: RealCloud;

beforeAll(async () => {
  real = await startRealCloud();
}, PATIENCE_MS);
afterAll(() => real.close());

/** A market of the region that was due some time ago, whatever the time of day, and the run that it was due. */
function aDueMarket() {
  const now = new Date().toISOString();
  const due = readDeployment()
    .markets.filter(({ homeRegion }) => homeRegion === region)
    .map((market) => ({ market: market.market, ...newestDueRun(market, now) }))
    .find(({ dueAt }) => Date.now() - Date.parse(dueAt) > 20 * 60_000);
  if (due === undefined) throw new Error('every market is due at this very time');
  return due;
}

const rowsOf = async (table: string, pk: string, prefix: string) => {
  const { Items = [] } = await real.cloud.clients(region).dynamodb.send(
    new QueryCommand({
      TableName: real.table(table, region),
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':prefix': { S: prefix } },
    }),
  );
  return Items;
};

/** Drop orders that end on a date and wait until they are in the lake; then let them have come a week ago. */
async function bringOrders(market: string, last: string): Promise<void> {
  const { s3, dynamodb } = real.cloud.clients(region);
  const lines = Array.from(
    { length: 60 },
    (_, day) => `${day},${addDays(last, day - 59)},C${day % 7},A,3,2.50\n`,
  );
  const Key = `demo/${market}/orders/orders.csv`;
  const Bucket = real.cloud.outputs(region).UploadsBucket;
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: HEADER + lines.join('') }));
  const partition = `demo#${market}`;
  const entries = await pollUntil(async () => {
    const found = await rowsOf('Catalog', partition, 'orders#');
    return found.length > 0 ? { done: found } : { waiting: 'the upload' };
  });
  for (const Item of entries) {
    const body = JSON.parse(Item.body?.S ?? '{}');
    const sequence = `${new Date(Date.now() - 7 * 86_400_000).toISOString()}#1`;
    Item.body = { S: JSON.stringify({ ...body, sequence }) };
    await dynamodb.send(new PutItemCommand({ TableName: real.table('Catalog', region), Item }));
  }
}

const ended = () =>
  pollUntil(async () => {
    const all = real.cloud.executions();
    return all.every(({ status }) => status !== 'RUNNING') ? { done: all } : { waiting: 'the runs' };
  });

test('a night that no schedule started is started by the sweep, once, with the rights that it has', async () => {
  const { market, dueAt, asOf } = aDueMarket();
  await bringOrders(market, asOf);
  const sweep = () => real.cloud.fireSchedule('Sweep', new Date());

  await Promise.all([sweep(), sweep()]);
  // the schedule's own start comes late after all, and twice
  const late = () => real.cloud.fireSchedule(`Schedulesdemo${market}`, new Date(dueAt));
  await Promise.all([late(), late()]);
  const executions = await ended();
  await sweep();

  const own = executions.filter(({ input }) => JSON.parse(input).market === market);
  const byAnother = own.filter(({ output }) => JSON.parse(output ?? '{}').madeBy !== undefined);
  const [row] = await rowsOf('Runs', 'demo', `${market}-${asOf}`);
  expect(own.map(({ status }) => status)).toEqual(Array(3).fill('SUCCEEDED'));
  expect(byAnother).toHaveLength(2);
  expect(runSchema.parse(JSON.parse(row?.body?.S ?? ''))).toMatchObject({ market, asOf, state: 'finished' });
  expect(real.cloud.executions()).toHaveLength(executions.length);
});
