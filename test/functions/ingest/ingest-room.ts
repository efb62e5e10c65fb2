import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createHandler, type IngestDependencies } from '../../../functions/ingest/handler.ts';
import { partsOf } from '../../../functions/ingest/upload-event.ts';
import { type Merchant, type TradewindEvent, type Upload, uploadKey } from '../../../lib/domain/index.ts';
import {
  type ObjectStore,
  openCatalog,
  openIdentities,
  openPrivacyMarks,
  openPseudonymKeys,
  openRuns,
  openSavedMappings,
  openUploads,
} from '../../../lib/stores/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { startEmbeddedStorage } from '../../stores/embedded-storage.ts';
import { startEmbeddedDynamo, tables } from '../embedded-dynamo.ts';

export const SECRET = 'a secret of the tests, long enough';
export const NOW = '2026-01-05T06:00:00.000Z';

export const markets = [
  aMarket(),
  aMarket({ market: 'gb', country: 'GB', currency: 'GBP', timeZone: 'Europe/London' }),
  aMarket({ market: 'jp', country: 'JP', currency: 'JPY', timeZone: 'Asia/Tokyo', location: 'osaka' }),
];
export const merchants: Merchant[] = [
  { merchant: 'demo', name: 'Demo', markets: ['de', 'gb', 'jp'] },
  { merchant: 'other', name: 'Other', markets: ['de'] },
];

/** Wire ingest as its `main.ts` does, on these stores and a clock that stands; what it announces nobody hears. */
export function ingestDependencies(
  client: DynamoDBClient,
  objects: { dropped: ObjectStore; lake: ObjectStore },
  temporaryDirectory: string,
) {
  const now = () => Math.floor(Date.parse(NOW) / 1000);
  return {
    ...objects,
    uploads: openUploads({ client, table: tables.uploads, now }),
    catalog: openCatalog({ client, table: tables.catalog, now }),
    identities: openIdentities({ client, table: tables.identities, now }),
    mappings: openSavedMappings({ client, table: tables.uploads, now }),
    marks: openPrivacyMarks({ client, table: tables.privacy, now }),
    events: { announce: async () => undefined },
    merchants,
    markets,
    keys: openPseudonymKeys({ client, table: tables.privacy, now }),
    readPseudonyms: async () => SECRET,
    now: () => NOW,
    temporaryDirectory,
    deadAfterMs: 900_000,
    logger: { info: () => undefined, warn: () => undefined },
  } satisfies IngestDependencies;
}

/** Embedded stores, the handler on them, and a way to drop a file as a person would. */
export type IngestRoom = Awaited<ReturnType<typeof openIngestRoom>>;

export async function openIngestRoom() {
  const dynamo = await startEmbeddedDynamo();
  const storage = await startEmbeddedStorage();
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'tradewind-test-'));
  const now = () => Math.floor(Date.parse(NOW) / 1000);
  const { client } = dynamo;
  const runs = openRuns({ client, table: tables.runs, now });
  const { dropped, lake } = storage;
  const announced: TradewindEvent[] = [];
  const wired = ingestDependencies(client, { dropped, lake }, temporaryDirectory);
  const { uploads, catalog, identities } = wired;
  const dependencies: IngestDependencies = {
    ...wired,
    events: { announce: async (events) => void announced.push(...events) },
  };
  const ingest = createHandler(dependencies);
  let dropsSoFar = 0;
  const drop = async (key: string, body: string | Uint8Array, eventTime?: string): Promise<Upload> => {
    dropsSoFar += 1;
    await dropped.put(key, Buffer.from(body), 'text/csv');
    await ingest({ body: anEvent(key, dropsSoFar, { eventTime }), again: false });
    const all = await uploads.queryAll(uploadKey(partsOf(key).merchant, '').pk);
    const latest = all
      .map(({ value }) => value)
      .filter((upload) => upload.key === key)
      .sort((a, b) => (a.sequence < b.sequence ? 1 : -1))[0];
    if (latest === undefined) throw new Error(`no upload of ${key}`);
    return latest;
  };
  return {
    client,
    dropped,
    lake,
    uploads,
    catalog,
    identities,
    runs,
    announced,
    dependencies,
    temporaryDirectory,
    ingest,
    drop,
    close: async () => {
      await Promise.all([dynamo.stop(), storage.stop()]);
      await rm(temporaryDirectory, { recursive: true, force: true });
    },
  };
}

/** An S3 event, its key encoded as S3 encodes it; `number` orders events. */
export function anEvent(
  key: string,
  number = 1,
  given: { eventName?: string; eventTime?: string | undefined } = {},
): string {
  const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
  const sequencer = number.toString(16).toUpperCase().padStart(16, '0');
  return JSON.stringify({
    Records: [
      {
        eventName: given.eventName ?? 'ObjectCreated:Put',
        eventTime: given.eventTime ?? '2026-01-05T05:59:00.000Z',
        s3: { bucket: { name: 'uploads' }, object: { key: encoded, sequencer } },
      },
    ],
  });
}
