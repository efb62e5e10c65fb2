import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHandler } from '../../../functions/ingest/handler.ts';
import { openDatabase } from '../../../lib/stores/lake-database.ts';
import { tables } from '../embedded-dynamo.ts';
import { anEvent, type IngestRoom, openIngestRoom } from './ingest-room.ts';

const PERSONS = /Anna|Ahr|Berta|Bux|example\.org|555 0|Hafenstra/;
const FILES = {
  'demo/de/customers/c.csv': [
    'customer_id,name,contact_name,email,phone,address,country,price_group,since',
    'K1,Anna AG,Anna Ahr,anna@example.org,+49 555 01,Hafenstraße 1,DE,gold,2024-01-01',
    'K2,Berta AG,Berta Bux,DE,+49 555 02,Hafenstraße 2,berta@example.org,gold,2024-01-01',
    'K3,Berta AG,Berta Bux,b@example.org,+49 555 03,Hafenstraße 3,DE,gold,Berta Bux',
    ...Array.from({ length: 60 }, (_, n) => `G${n},Anna AG,,g@example.org,,,DE,gold,2024-01-01`),
  ],
  'demo/de/orders/o.csv': [
    'order_id,ordered_at,customer_id,contact_name,email,sku,quantity,unit_price,description',
    'O1,2025-01-02,K1,Anna Ahr,anna@example.org,A,1,2.50,for anna@example.org',
    'O2,2025-01-02,K9,Berta Bux,b@example.org,A,b@example.org,2.50,bolts',
    ...Array.from({ length: 60 }, (_, n) => `P${n},2025-01-02,K1,Anna Ahr,a@example.org,A,1,2.50,bolts`),
  ],
};

let room: IngestRoom;
beforeAll(async () => {
  room = await openIngestRoom();
});
afterAll(async () => {
  await room.close();
});

/** The lake's rows and texts as one text. Parquet is packed: its bytes would hide what it holds. */
async function lakeText(): Promise<string> {
  const database = await openDatabase({ directory: room.temporaryDirectory, memoryMib: 256 });
  const path = join(room.temporaryDirectory, 'read.parquet');
  const texts: string[] = [];
  try {
    for (const key of await room.lake.list('')) {
      const bytes = await room.lake.get(key);
      texts.push(key);
      if (!key.endsWith('.parquet')) {
        texts.push(new TextDecoder().decode(bytes));
        continue;
      }
      await writeFile(path, bytes);
      texts.push(JSON.stringify(await database.run(`FROM read_parquet('${path}')`)));
    }
  } finally {
    database.close();
  }
  return texts.join('\n');
}

async function tablesText(): Promise<string> {
  const scans = Object.values(tables).map((TableName) => room.client.send(new ScanCommand({ TableName })));
  return JSON.stringify((await Promise.all(scans)).map(({ Items }) => Items));
}

test('no name, address, e-mail or telephone number of a person reaches the lake, a refused row, a table or the log', async () => {
  const log: unknown[] = [];
  const note = (...line: unknown[]) => log.push(line);
  const ingest = createHandler({ ...room.dependencies, logger: { info: note, warn: note } });
  for (const [number, [key, lines]] of Object.entries(FILES).entries()) {
    await room.dropped.put(key, lines.join('\n'), 'text/csv');
    await ingest({ body: anEvent(key, number), again: false });
  }

  const [lake, stored, logged] = [await lakeText(), await tablesText(), JSON.stringify(log)];

  expect(lake).toContain('bolts');
  expect(lake).toContain('3,country,"",holds an e-mail address or a telephone number');
  expect(stored).toContain('partlyAccepted');
  expect(logged).toContain('upload read');
  for (const text of [lake, stored, logged]) expect(text).not.toMatch(PERSONS);
  // nor does a customer's own code, other than sealed
  for (const text of [lake, stored, logged]) expect(text).not.toMatch(/"K[139]"/);
});
