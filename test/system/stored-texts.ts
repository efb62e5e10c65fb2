import { globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { createDynamoServer } from '../../infra/local/dynamo-server.ts';
import { readBody } from '../../lib/stores/document-items.ts';
import { openDatabase } from '../../lib/stores/index.ts';

/** What a stack keeps, as text by its place: `{bucket}/{key}` of an object, `{region} {table} {pk} {sk}` of an item. */
export type StoredTexts = ReadonlyMap<string, string>;

/**
 * Read everything that a stopped stack keeps in its buckets and tables, so that it can be searched: Parquet as JSON, what is packed
 * unpacked, and of signed ids what they carry.
 *
 * @param stateDirectory - what the local cloud was given as its own
 */
export async function storedTexts(stateDirectory: string): Promise<StoredTexts> {
  const texts = new Map<string, string>();
  await addObjects(texts, stateDirectory);
  for (const region of globSync('dynamodb/*', { cwd: stateDirectory }))
    await addItems(texts, join(stateDirectory, region));
  return new Map([...texts].map(([place, text]) => [place, withSignedOpened(text)]));
}

async function addObjects(texts: Map<string, string>, stateDirectory: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'stored-texts-'));
  const objects = new DatabaseSync(join(stateDirectory, 'storage/fauxqs.db'), { readOnly: true });
  const duckDb = await openDatabase({ directory, memoryMib: 256 });
  try {
    const rows = objects.prepare('SELECT bucket, key, body FROM s3_objects ORDER BY bucket, key').iterate();
    for (const { bucket, key, body } of rows) {
      // the table has a blob there
      const bytes = Buffer.from(body as Uint8Array);
      const file = join(directory, 'object.parquet');
      let text = bytes.toString('utf8');
      if (text.startsWith('PAR1')) {
        await writeFile(file, bytes);
        text = JSON.stringify(await duckDb.run(`FROM read_parquet('${file}')`));
      } else if (bytes.length > 1 && bytes.readUInt16BE() === GZIP) text = gunzipSync(bytes).toString('utf8');
      texts.set(`${bucket}/${key}`, text);
    }
  } finally {
    duckDb.close();
    objects.close();
    await rm(directory, { recursive: true });
  }
}

/** The first two bytes of a gzip file (RFC 1952). */
const GZIP = 0x1f8b;

async function addItems(texts: Map<string, string>, path: string): Promise<void> {
  const region = path.split('/').at(-1) ?? '';
  const server = createDynamoServer({ path, createTableMs: 0 });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  // a server that listens on a port has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region, credentials });
  const { TableNames = [] } = await client.send(new ListTablesCommand());
  for (const TableName of TableNames)
    for await (const { Items = [] } of paginateScan({ client }, { TableName }))
      for (const { body, ...item } of Items) {
        const beside = Object.values(item).map(({ S, N }) => S ?? N);
        const place = `${region} ${TableName} ${item.pk?.S} ${item.sk?.S}`;
        texts.set(place, [...beside, body && readBody({ body })].join(' '));
      }
  client.destroy();
  server.closeAllConnections();
  await new Promise((settle) => server.close(settle));
}

/** A signed id carries a question in base64url, buyers among it: what it says is put behind the text. */
function withSignedOpened(text: string): string {
  const carried = [...text.matchAll(/[\w-]{6,}\.([\w-]{40,})\.[\w-]{20,}/g)].map(([, payload = '']) =>
    Buffer.from(payload, 'base64url').toString('utf8'),
  );
  return [text, ...carried].join('\n');
}
