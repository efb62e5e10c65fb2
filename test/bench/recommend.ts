import { fork } from 'node:child_process';
import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { build } from 'esbuild';
import { draftDecision } from '../../functions/learn/learn-series.ts';
import { createHandler } from '../../functions/recommend/handler.ts';
import { BUNDLING } from '../../infra/constructs/bundle-functions.ts';
import { controlKeys, decisionClaimsSchema, insightKeys, skuKey } from '../../lib/domain/index.ts';
import { medianOf } from '../../lib/numeric/index.ts';
import { createCustomerNames } from '../../lib/runtime/customer-names.ts';
import type { HttpAnswer } from '../../lib/runtime/http-answer.ts';
import type { HttpEvent } from '../../lib/runtime/http-event.ts';
import { createPseudonyms } from '../../lib/runtime/pseudonyms.ts';
import { createSigner } from '../../lib/runtime/signing.ts';
import { createTenants } from '../../lib/runtime/tenancy.ts';
import { decisionOptions } from '../../lib/stores/decision-lists.ts';
import { createHotPathReader, type HotQuestion, hotPathRequest } from '../../lib/stores/hot-path.ts';
import { openBuyers, openControls, openDecisions, openPolicies } from '../../lib/stores/tables.ts';
import { createTables, tables } from '../functions/embedded-dynamo.ts';
import { anEvent } from '../functions/http-requests.ts';
import { invoker } from '../functions/invoke.ts';
import { aPolicy, markets, merchants } from '../functions/stored-documents.ts';
import { benchColdStart, type ColdStartFigures } from './cold-start.ts';

/** The hot path against the least that must be done: milliseconds are medians and belong to this machine. */
export type RecommendFigures = {
  pairs: number;
  recommendMs: number;
  bareMs: number;
  /** Median over pairs of the handler's time by that of the bare one right beside it; the goal is at most 1.15. */
  ratio: number;
  /** The same for a request that names its customer by the merchant's own code: hashed, and one more row in the batch. */
  customerRatio: number;
  /** The handler's own work, by difference of the medians. */
  addedMs: number;
  /** As it is deployed; the goal is at most 600 KB. */
  bundleKb: number;
  /**
   * Read units as DynamoDB counts them where the caller says the stock, without a customer and with one; the goal is at most 3. And
   * where the stored level has to be asked for.
   */
  readUnits: number;
  customerReadUnits: number;
  bareReadUnits: number;
  coldStart: ColdStartFigures;
};

const ROUTE = 'GET /v1/markets/{market}/skus/{sku}/recommendation';
const PATH = { market: 'de', sku: 'A-1' };
const SECRET = 'a-secret-of-pseudonyms';
const CODE = 'K-1';
const CUSTOMER = createPseudonyms(SECRET, 'demo').pseudonymOf(CODE);

type Timed = (event: HttpEvent) => Promise<HttpAnswer>;

/**
 * Measure the recommendation handler, with all its middlewares, against a bare handler that sends the same BatchGetItem
 * and returns its rows: one process, one client, pairs in turn so that both meet the same machine.
 */
export async function benchRecommend(pairs = 2000): Promise<RecommendFigures> {
  const process = fork(new URL('./dynamo-process.ts', import.meta.url));
  const port = await new Promise((resolve) => process.once('message', resolve));
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials,
  });
  try {
    await storeRows(client);
    const ours = recommendation(client);
    const times = await timePairs(ours, bare(client), { pairs });
    const ofCustomer = await timePairs(ours, bare(client, CUSTOMER), { pairs, customer: CODE });
    const recommendMs = medianOf(times.map(([ours]) => ours));
    const bareMs = medianOf(times.map(([, theirs]) => theirs));
    return {
      pairs,
      recommendMs: rounded(recommendMs),
      bareMs: rounded(bareMs),
      ratio: ratioOf(times),
      customerRatio: ratioOf(ofCustomer),
      addedMs: rounded(recommendMs - bareMs),
      bundleKb: await bundleKb(),
      readUnits: await readUnitsOf(client, { stockIsSaid: true }),
      customerReadUnits: await readUnitsOf(client, { stockIsSaid: true, customer: CUSTOMER }),
      bareReadUnits: await readUnitsOf(client, {}),
      coldStart: await benchColdStart(endpoint, anEvent(ROUTE, { path: PATH })),
    };
  } finally {
    client.destroy();
    process.disconnect();
  }
}

/** A policy as large as learning writes them: 25 stock levels, 7 prices, 6 orders, three best actions a level. */
async function storeRows(client: DynamoDBClient): Promise<void> {
  await createTables(client);
  const levels = Array.from({ length: 25 }, (_, level) => level);
  const prices = [0, 1, 2, 3, 4, 5, 6];
  const policy = aPolicy({
    stockLevels: 25,
    priceMicros: prices.map((price) => 9_000_000 + price * 350_000),
    actions: prices.flatMap((price) => [0, 10, 20, 40, 60, 80].map((orderUnits) => ({ price, orderUnits }))),
    top: levels.map((level) => [
      [level, 1234.5678 + level],
      [level + 1, 1230.4321 + level],
      [level + 2, 1229.1234 + level],
    ]),
    practice: levels.map((level) => [level, 1200.9876 + level]),
    gainByLevel: levels.map((level) => [250 + level, 100, 400]),
  });
  const at = { client, now: () => 0 };
  await openPolicies({ ...at, table: tables.policies }).put(skuKey('demo', 'de', 'A-1'), policy);
  await openBuyers({ ...at, table: tables.insights }).put(insightKeys.buyer('demo', 'de', CUSTOMER), {
    ...{
      customer: CUSTOMER,
      segment: 'steady',
      runId: policy.runId,
      asOf: policy.asOf,
      recencyDays: 3,
      orders: 40,
    },
    ...{
      yearRevenue: { minor: 1_234_500, currency: 'EUR' },
      firstOrder: '2023-01-02',
      lastOrder: '2025-01-28',
    },
    priceGroup: 'gold',
  });
  const decision = draftDecision(policy, 'de', { now: new Date().toISOString(), category: 'Hinges' });
  if (decision === null) throw new Error('the policy asks for a decision');
  await openDecisions({ ...at, table: tables.decisions }).put(
    skuKey('demo', 'de', 'A-1'),
    { ...decision, state: 'approved', approvals: [{ by: 'anna', at: new Date().toISOString() }] },
    decisionOptions('demo', decision, 100),
  );
  const controls = openControls({ ...at, table: tables.controls });
  for (const key of [controlKeys.merchant('demo'), controlKeys.market('demo', 'de')])
    await controls.put(key, { mode: 'suggest', killed: false });
}

function recommendation(client: DynamoDBClient): Timed {
  return invoker(
    createHandler({
      tenants: createTenants(merchants, markets),
      readRows: createHotPathReader(client, tables),
      customerNames: createCustomerNames(async () => SECRET),
      decisions: createSigner('decision', decisionClaimsSchema, async () => 'a-signing-secret'),
      now: () => new Date().toISOString(),
    }),
  );
}

function bare(client: DynamoDBClient, customer?: string): Timed {
  return async ({ pathParameters }) => {
    const { market = '', sku = '' } = pathParameters ?? {};
    const RequestItems = hotPathRequest(tables, {
      merchant: 'demo',
      market,
      sku,
      customer,
      stockIsSaid: true,
    });
    const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems }));
    return { statusCode: 200, body: JSON.stringify(Responses) };
  };
}

/** Time both in turn, each first every other time, after a warm-up that is not counted. */
async function timePairs(
  ours: Timed,
  theirs: Timed,
  { pairs, customer }: { pairs: number; customer?: string },
): Promise<[number, number][]> {
  const event = anEvent(ROUTE, {
    path: PATH,
    query: {
      onHand: '42',
      onOrder: '20',
      price: '10.5',
      ...(customer === undefined ? {} : { customer, quantity: '60' }),
    },
  });
  const time = async (handler: Timed): Promise<number> => {
    const startedMs = performance.now();
    const { statusCode } = await handler(event);
    const tookMs = performance.now() - startedMs;
    if (statusCode !== 200) throw new Error(`the handler answered ${statusCode}`);
    return tookMs;
  };
  const times: [number, number][] = [];
  for (let pair = -200; pair < pairs; pair++) {
    const first = await time(pair % 2 === 0 ? ours : theirs);
    const second = await time(pair % 2 === 0 ? theirs : ours);
    if (pair >= 0) times.push(pair % 2 === 0 ? [first, second] : [second, first]);
  }
  return times;
}

/** Sum the capacity that the BatchGetItem consumes, as the table's service reports it. */
async function readUnitsOf(
  client: DynamoDBClient,
  asked: Pick<HotQuestion, 'customer' | 'stockIsSaid'>,
): Promise<number> {
  const RequestItems = hotPathRequest(tables, { merchant: 'demo', ...PATH, ...asked });
  const { ConsumedCapacity } = await client.send(
    new BatchGetItemCommand({ RequestItems, ReturnConsumedCapacity: 'TOTAL' }),
  );
  return (ConsumedCapacity ?? []).reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

async function bundleKb(): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: ['functions/recommend/main.ts'],
    ...BUNDLING,
    write: false,
  });
  return Math.round((outputFiles[0]?.contents.length ?? 0) / 1000);
}

const ratioOf = (times: readonly [number, number][]) =>
  rounded(medianOf(times.map(([ours, theirs]) => ours / theirs)));

const rounded = (value: number) => Math.round(value * 1000) / 1000;
