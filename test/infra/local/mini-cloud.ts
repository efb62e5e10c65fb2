import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../../infra/local/index.ts';

/** The code of the mini app's functions, as bundles of one file each. */
const bundles: { [name: string]: string } = {
  // writes what an S3 event names into the table; a file called poison fails until the table says that this is mended
  record: `
    import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
    import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
    const table = new DynamoDBClient({});
    const s3 = new S3Client({});
    const isMended = async () => {
      const Key = { pk: { S: 'mended' }, sk: { S: 'poison' } };
      return (await table.send(new GetItemCommand({ TableName: process.env.TABLE, Key }))).Item !== undefined;
    };
    export const handler = async ({ Records }) => {
      const batchItemFailures = [];
      for (const { messageId, body } of Records) {
        const { s3: { bucket, object }, eventName } = JSON.parse(body).Records[0];
        const Key = decodeURIComponent(object.key.replaceAll('+', ' '));
        if (Key.includes('poison') && !(await isMended())) { batchItemFailures.push({ itemIdentifier: messageId }); continue; }
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key }));
        const Item = { pk: { S: 'seen' }, sk: { S: Key }, text: { S: await Body.transformToString() },
          size: { N: String(object.size) }, eventName: { S: eventName }, sequencer: { S: object.sequencer } };
        await table.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
      }
      return { batchItemFailures };
    };`,
  // one shard of a map: counts how often it was worked on; waits, fails, hangs or fills the memory when told to
  shard: `
    import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
    const table = new DynamoDBClient({});
    export const handler = async ({ shard, waitMs = 0, fail, fill }) => {
      await table.send(new UpdateItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: 'shards' }, sk: { S: shard } },
        UpdateExpression: 'ADD times :one', ExpressionAttributeValues: { ':one': { N: '1' } } }));
      const held = [];
      while (fill) { held.push(Buffer.alloc(50_000_000, 1)); await new Promise((settle) => setTimeout(settle, 20)); }
      await new Promise((settle) => setTimeout(settle, waitMs));
      if (fail) { const error = new Error('told to fail'); error.name = 'ToldToFail'; throw error; }
      return { shard, done: 1 };
    };`,
  // the pre-token trigger: mini/read becomes read, and the merchant joins the claims
  identity: `
    export const handler = async (event) => ({ ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: {
      claimsToAddOrOverride: { merchant: 'acme' },
      scopesToAdd: event.request.scopes.map((scope) => scope.replace('mini/', '')),
      scopesToSuppress: event.request.scopes } } } });`,
  // answers with its own event; asked to trespass, it writes into a table that its role does not name
  web: `
    import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
    import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
    const table = new DynamoDBClient({});
    const secrets = new SecretsManagerClient({});
    export const handler = async (event) => {
      const ask = event.queryStringParameters ?? {};
      if (ask.trespass) {
        const Item = { pk: { S: 'a' }, sk: { S: 'b' } };
        const error = await table.send(new PutItemCommand({ TableName: process.env.TABLE, Item })).catch((error) => error);
        return { statusCode: 200, body: JSON.stringify({ name: error.name, message: error.message }) };
      }
      if (ask.secret) {
        const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.SECRET }));
        return { statusCode: 200, body: JSON.stringify({ length: SecretString.length }) };
      }
      return { statusCode: 200, headers: { 'X-Region': process.env.AWS_REGION }, body: JSON.stringify(event) };
    };`,
};

/** A synthesised mini app, and a folder of the test's own for state; `remove` deletes the state. */
export type MiniApp = { templates: string; state: string; remove(): Promise<void> };

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '../../../node_modules/.cache/tradewind');

/**
 * Synthesise the mini app, or take what an earlier test synthesised from the same sources. The folder lies under
 * node_modules, where the bundles find the SDK.
 */
export async function synthesiseMiniApp(): Promise<MiniApp> {
  const sources = await Promise.all(
    ['mini-app.ts', 'mini-cloud.ts'].map((file) => readFile(join(here, file))),
  );
  const hash = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 16);
  const templates = join(cache, `mini-${hash}`, 'cdk.out');
  if (!existsSync(templates)) await synthesise(join(cache, `mini-${hash}`));
  const root = await mkdtemp(join(cache, 'state-'));
  return { templates, state: join(root, 'state'), remove: () => rm(root, { recursive: true, force: true }) };
}

async function synthesise(target: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  for (const [name, code] of Object.entries(bundles)) {
    await mkdir(join(draft, 'functions', name), { recursive: true });
    await writeFile(join(draft, 'functions', name, 'index.mjs'), code);
  }
  const arguments_ = [join(here, 'mini-app.ts'), join(draft, 'functions'), join(draft, 'cdk.out')];
  await promisify(execFile)(process.execPath, arguments_);
  // two tests may synthesise at once: the first to finish gives the folder its name
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
}

/** Start the mini app on a free port, with two slots and without schedules. */
export const startMiniCloud = (app: MiniApp, options: Partial<LocalCloudOptions> = {}): Promise<LocalCloud> =>
  startLocalCloud({
    templatesDirectory: app.templates,
    stateDirectory: app.state,
    port: 0,
    concurrency: 2,
    schedules: false,
    marketRegions: { de: 'eu-central-1', us: 'us-east-1' },
    ...options,
  });

/** Wait until a question has an answer. @throws Error after `timeoutMs` */
export async function eventually<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 10_000,
): Promise<T> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((settle) => setTimeout(settle, 50));
  }
  throw new Error(`nothing within ${timeoutMs} ms`);
}
