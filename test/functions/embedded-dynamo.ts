import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoServer } from '../../infra/local/dynamo-server.ts';

/** Every table of a deployment, by the name that the tests give it. */
export const tables = {
  controls: 'controls',
  policies: 'policies',
  forecasts: 'forecasts',
  adjustments: 'adjustments',
  insights: 'insights',
  decisions: 'decisions',
  decisionLog: 'decisionLog',
  logSalts: 'logSalts',
  purchaseOrders: 'purchaseOrders',
  outcomes: 'outcomes',
  uploads: 'uploads',
  runs: 'runs',
  catalog: 'catalog',
  identities: 'identities',
  idempotency: 'idempotency',
  exports: 'exports',
  notices: 'notices',
  privacy: 'privacy',
} as const;

/** A DynamoDB of one test file, in its own process, with empty tables as the stack makes them. */
export type EmbeddedDynamo = { client: DynamoDBClient; endpoint: string; stop(): Promise<void> };

export async function startEmbeddedDynamo(): Promise<EmbeddedDynamo> {
  const server = createDynamoServer({ createTableMs: 0 });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // a server that listens on a port has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await createTables(client);
  return {
    client,
    endpoint,
    stop: async () => {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Make every table: `pk` and `sk`, and the indexes of `policies` and `decisions`. */
export async function createTables(client: DynamoDBClient): Promise<void> {
  for (const name of Object.values(tables))
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
          ...(name === 'policies' ? [{ AttributeName: 'risk', AttributeType: 'N' as const }] : []),
          ...(name === 'decisions' ? DECISION_ATTRIBUTES : []),
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        ...(name === 'policies' ? { GlobalSecondaryIndexes: [BY_RISK] } : {}),
        ...(name === 'decisions' ? { GlobalSecondaryIndexes: DECISION_INDEXES } : {}),
      }),
    );
}

const DECISION_ATTRIBUTES = [
  { AttributeName: 'list', AttributeType: 'S' as const },
  { AttributeName: 'rank', AttributeType: 'N' as const },
  { AttributeName: 'feed', AttributeType: 'S' as const },
  { AttributeName: 'change', AttributeType: 'S' as const },
];

const DECISION_INDEXES = [
  ['byState', 'list', 'rank'],
  ['byChange', 'feed', 'change'],
].map(([IndexName, hash, range]) => ({
  IndexName,
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' as const },
}));

const BY_RISK = {
  IndexName: 'byRisk',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'risk', KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
};
