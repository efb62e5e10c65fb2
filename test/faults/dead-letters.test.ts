import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { startEventSources } from '../../infra/local/event-sources.ts';
import { provideMoveTasks } from '../../infra/local/move-tasks.ts';
import { readRoles } from '../../infra/local/roles.ts';
import type { Resource } from '../../infra/local/stacks.ts';
import { type Storage, startStorage } from '../../infra/local/storage.ts';
import { eventually } from '../infra/local/mini-cloud.ts';
import { type CloudRoom, openCloudRoom } from './cloud-room.ts';
import { FILES } from './dropped-files.ts';
import { makeObjectsFaulty } from './faulty-clients.ts';
import { type IngestProcess, ingestProcess } from './ingest-process.ts';
import { placesIn } from './state-digest.ts';

const region = 'eu-central-1';
const arnOf = (name: string) => `arn:aws:sqs:${region}:000000000000:${name}`;
const FUNCTION = `arn:aws:lambda:${region}:000000000000:function:ingest`;

/** The stack's queue, its dead letters after five deliveries, and what feeds ingest from it. */
const resources: Resource[] = [
  aResource('AWS::SQS::Queue', 'DeadLetters', {}),
  aResource('AWS::SQS::Queue', 'Queue', {
    VisibilityTimeout: 1800,
    RedrivePolicy: { deadLetterTargetArn: arnOf('DeadLetters'), maxReceiveCount: 5 },
  }),
  aResource('AWS::Lambda::EventSourceMapping', 'Source', {
    EventSourceArn: arnOf('Queue'),
    FunctionName: FUNCTION,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  }),
];

function aResource(type: string, id: string, properties: Resource['properties']): Resource {
  const place = { id, stack: 'Test', region, arn: arnOf(id), ref: arnOf(id) };
  return { ...place, type, properties, assetPath: undefined, assets: new Map() };
}

let room: CloudRoom;
let folder: string;
let storage: Storage;
beforeAll(async () => {
  room = await openCloudRoom();
  folder = await mkdtemp(join(tmpdir(), 'tradewind-queues-'));
  storage = await startStorage(resources, folder);
});
afterAll(async () => {
  await storage.close();
  await rm(folder, { recursive: true });
  await room.close();
});

/** Answer an invocation as ingest does: name the messages that failed. */
async function answerBatch(ingest: IngestProcess, payload: string): Promise<string> {
  // the event source makes events of SQS and no others
  const { Records } = JSON.parse(payload) as SQSEvent;
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { body, messageId, attributes } of Records)
    await ingest({ body, again: Number(attributes.ApproximateReceiveCount) > 1 }).catch(() =>
      batchItemFailures.push({ itemIdentifier: messageId }),
    );
  return JSON.stringify({ batchItemFailures });
}

describe('a file that nobody can read', () => {
  test('ends in the dead-letter queue after five deliveries, and is read like any other once it is brought back', async () => {
    const event = await room.drop(...(FILES[0] ?? ['', '']));
    const clients = room.newClients();
    // the bucket answers nobody, until that is mended
    const mendable = { refused: 1, unanswered: 0, random: () => 0 };
    makeObjectsFaulty(clients.s3, mendable);
    let deliveries = 0;
    const ingest: IngestProcess = (message) => {
      deliveries += 1;
      return ingestProcess(clients, room)(message);
    };
    const sources = startEventSources({
      ...{ resources, roles: readRoles([]), concurrency: 1, retryAfterSeconds: 1 },
      hidden: new Set(),
      gatewayUrl: `http://127.0.0.1:${storage.port}`,
      functions: {
        invoke: async (_arn, payload) => ({ kind: 'done', payload: await answerBatch(ingest, payload) }),
        roleOf: () => 'arn:aws:iam::000000000000:role/ingest',
      },
      onProblem: (message) => {
        throw new Error(message);
      },
    });
    const depths = () => [storage.depth(arnOf('Queue')), storage.depth(arnOf('DeadLetters'))];
    const whenDepthsAre = (...wanted: number[]) =>
      eventually(() => (String(depths()) === String(wanted) ? depths() : undefined), 30_000);

    storage.send(arnOf('Queue'), event);
    await whenDepthsAre(0, 1);
    const failedAfter = deliveries;
    mendable.refused = 0;
    const tasks = provideMoveTasks(resources, `http://127.0.0.1:${storage.port}`);
    await tasks.answer('StartMessageMoveTask', { SourceArn: arnOf('DeadLetters') });
    await whenDepthsAre(0, 0);
    const brought = await room.digest();
    sources.close();

    expect(failedAfter).toBe(5);
    await room.forget();
    await ingestProcess(room.newClients(), room)({ body: event, again: false });
    expect(brought).toEqual(await room.digest());
    expect(placesIn(brought, 'catalog')).toHaveLength(1);
  }, 60_000);
});
