import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { createNameBuyer } from '../../../functions/api/name-buyer.ts';
import { createPrivacyRoutes } from '../../../functions/api/privacy.ts';
import { createHandler, type PrivacyDependencies } from '../../../functions/privacy/handler.ts';
import type { PrivacyMessage } from '../../../lib/domain/index.ts';
import { createCursors } from '../../../lib/runtime/cursor.ts';
import { createPseudonyms, createTenants, pseudonymsOfVersion } from '../../../lib/runtime/index.ts';
import { readBody } from '../../../lib/stores/document-items.ts';
import {
  openControls,
  openDatabase,
  openPrivacyMarks,
  openPrivacyRequests,
  openPseudonymKeys,
  openRuns,
  withLake,
} from '../../../lib/stores/index.ts';
import { tables } from '../embedded-dynamo.ts';
import { markets, merchants, NOW, openIngestRoom, SECRET } from '../ingest/ingest-room.ts';

export type PrivacyRoom = Awaited<ReturnType<typeof openPrivacyRoom>>;

/** Ingest, the routes of buyers' requests and the function that does them, on embedded stores; the queue is a list. */
export async function openPrivacyRoom() {
  const room = await openIngestRoom();
  const { client, lake, dropped, catalog, uploads, identities, temporaryDirectory } = room;
  const database = await openDatabase({ directory: temporaryDirectory, memoryMib: 128 });
  const clock = { now: '2026-01-06T09:00:00.000Z' };
  const now = () => clock.now;
  const at = (table: string) => ({ client, table, now: () => Math.floor(Date.parse(clock.now) / 1000) });
  const queue: { message: PrivacyMessage; delaySeconds: number }[] = [];
  const audit: unknown[][] = [];
  const log = { info: (...line: unknown[]) => void audit.push(line), warn: () => undefined };
  const send = async (message: PrivacyMessage, delaySeconds = 0) =>
    void queue.push({ message, delaySeconds });
  const requests = openPrivacyRequests(at(tables.privacy));
  const keys = openPseudonymKeys(at(tables.privacy));
  /** The secret of pseudonyms, which a test may change. */
  const secret = { text: SECRET };
  const readPseudonyms = async () => secret.text;
  room.dependencies.readPseudonyms = readPseudonyms;
  const dependencies: PrivacyDependencies = {
    ...{ client, tables, lake, dropped, catalog, uploads, requests, merchants, markets, now },
    ...{ keys, identities },
    runs: openRuns(at(tables.runs)),
    pseudonymsOf: async (merchant, version) => pseudonymsOfVersion(secret.text, merchant, version),
    again: send,
    ...{ temporaryDirectory, logger: log },
  };
  const routes = createPrivacyRoutes({
    tenants: createTenants(merchants, markets),
    cursors: createCursors(async () => SECRET),
    privacyRequests: requests,
    privacyMarks: openPrivacyMarks(at(tables.privacy)),
    nameBuyer: createNameBuyer(identities, readPseudonyms),
    ...{ pseudonymKeys: keys, controls: openControls(at(tables.controls)), readPseudonyms },
    sendPrivacy: send,
    signExport: async (key) => ({ url: `https://lake/${key}`, expiresAt: NOW }),
    ...{ audit: log, now },
  });
  const callerOf = (merchant: string) => ({
    merchant,
    client: 'officer',
    person: 'officer',
    scopes: new Set(['admin', 'identify']),
  });
  const requestOf = (customer: string, merchant: string) => ({
    ...{ caller: callerOf(merchant), market: undefined, path: { customer }, query: {}, body: undefined },
    ...{ requestId: 'request-1', ifMatch: undefined, acceptLanguage: undefined },
  });
  /** Read the queue until it is empty or only messages that wait are left. */
  const work = async (
    given: Partial<PrivacyDependencies> = {},
    { outOfTime = (): boolean => false } = {},
  ) => {
    const handle = createHandler({ ...dependencies, ...given });
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (next.delaySeconds > 0) return void queue.push(next);
      await handle({ body: JSON.stringify(next.message), last: false, outOfTime });
    }
  };
  const erase = async (customer: string, merchant = 'demo') =>
    (await routes['POST /v1/customers/{customer}/erase']({ ...requestOf(customer, merchant), body: {} }))
      .body;
  const receipt = async (customer: string, merchant = 'demo') =>
    (await routes['GET /v1/customers/{customer}/erase'](requestOf(customer, merchant))).body;
  const askWhatIsHeld = async (customer: string, merchant = 'demo') =>
    (await routes['POST /v1/customers/{customer}/export']({ ...requestOf(customer, merchant), body: {} }))
      .body;
  const held = async (customer: string, merchant = 'demo') => {
    await askWhatIsHeld(customer, merchant);
    await work();
    const { body } = await routes['GET /v1/customers/{customer}/export'](requestOf(customer, merchant));
    const key = body.link?.url.replace('https://lake/', '') ?? '';
    return JSON.parse(new TextDecoder().decode(await lake.get(key)));
  };
  const rehash = async (merchant = 'demo') =>
    (await routes['POST /v1/privacy-requests/rehash']({ ...requestOf('', merchant), path: {}, body: {} }))
      .body;
  const requestNamed = async (request: string, merchant = 'demo') =>
    (await routes['GET /v1/privacy-requests/{request}']({ ...requestOf('', merchant), path: { request } }))
      .body;
  /** Every object and item of now, as text: what Parquet holds as JSON, what is packed unpacked. */
  const everything = async (): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    for (const key of await lake.list('')) {
      const file = join(temporaryDirectory, `${randomUUID()}.parquet`);
      await lake.download(key, file);
      const bytes = await readFile(file);
      const text = key.endsWith('.parquet')
        ? JSON.stringify(await database.run(`FROM read_parquet('${file}')`))
        : (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      found.set(`lake ${key}`, text);
    }
    for (const key of await dropped.list(''))
      found.set(`uploads ${key}`, Buffer.from(await dropped.get(key)).toString('utf8'));
    for (const [name, table] of Object.entries(tables)) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
      for (const item of Items)
        found.set(
          `table ${name} ${item.pk?.S} ${item.sk?.S}`,
          `${item.pk?.S} ${item.sk?.S} ${readBody(item)}`,
        );
    }
    return found;
  };
  /** Where any of these words stands. */
  const whereIs = async (...words: string[]) =>
    [...(await everything())]
      .filter(([, text]) => words.some((word) => text.includes(word)))
      .map(([at]) => at);
  /** Units a SKU and day, as the plan reads them. */
  const demand = (market = 'de', merchant = 'demo') =>
    withLake(
      { objects: lake, catalog, temporaryDirectory, merchant, market, demandAsOf: '2026-01-05' },
      ({ run }) =>
        run(
          'SELECT sku, ordered_on, sum(units) AS units FROM order_demand GROUP BY ALL ORDER BY sku, ordered_on',
        ),
    );
  return {
    ...room,
    ...{
      clock,
      queue,
      audit,
      requests,
      work,
      erase,
      rehash,
      requestNamed,
      secret,
      keys,
      receipt,
      askWhatIsHeld,
      held,
      whereIs,
      everything,
      demand,
    },
    close: async () => {
      database.close();
      await room.close();
    },
    privacy: dependencies,
    pseudonymOf: (code: string, merchant = 'demo') =>
      createPseudonyms(secret.text, merchant).pseudonymOf(code),
  };
}
