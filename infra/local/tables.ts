import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { InputError } from '../../lib/domain/index.ts';
import { createDynamoServer } from './dynamo-server.ts';
import { type JsonObject, listAt, objectAt, textAt } from './json.ts';
import type { Resource } from './stacks.ts';

/** DynamoDB: one dynalite a region, persistent in `{stateDirectory}/dynamodb/{region}`. */
export type Tables = {
  /** The port of a region's dynalite on the loopback; `undefined` for a region without tables. */
  port(region: string): number | undefined;
  close(): Promise<void>;
};

/**
 * Start DynamoDB and make every table of the templates that does not exist yet, with its secondary indexes.
 */
export async function startTables(resources: readonly Resource[], stateDirectory: string): Promise<Tables> {
  const tables = resources.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable');
  const servers = new Map<string, Server>();
  for (const region of new Set(tables.map((table) => table.region))) {
    const path = join(stateDirectory, 'dynamodb', region);
    await mkdir(path, { recursive: true });
    const server = createDynamoServer({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    await new Promise<void>((settle, fail) => {
      server.once('error', fail);
      server.listen(0, '127.0.0.1', settle);
    });
    servers.set(region, server);
    const own = tables.filter((table) => table.region === region);
    const client = createClient(portOf(server), region);
    for (const table of own) await createTable(client, table);
    client.destroy();
  }
  return {
    port: (region) => {
      const server = servers.get(region);
      return server && portOf(server);
    },
    close: async () => {
      await Promise.all([...servers.values()].map(closeServer));
    },
  };
}

function createClient(port: number, region: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

function portOf(server: Server): number {
  // a server that listens on a TCP port has an AddressInfo
  return (server.address() as AddressInfo).port;
}

function closeServer(server: Server): Promise<void> {
  // dynalite waits 30 s for connections that the SDK keeps alive, unless they are closed
  server.closeAllConnections();
  return new Promise((settle) => server.close(() => settle()));
}

async function createTable(client: DynamoDBClient, table: Resource): Promise<void> {
  try {
    await client.send(new DescribeTableCommand({ TableName: table.ref }));
    return;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  try {
    await client.send(new CreateTableCommand(tableDefinition(table)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  while (!(await isActive(client, table.ref)));
}

async function isActive(client: DynamoDBClient, name: string): Promise<boolean> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  return Table?.TableStatus === 'ACTIVE';
}

/** What `CreateTable` takes of an `AWS::DynamoDB::GlobalTable`; the rest (TTL, recovery, encryption) is the cloud's. */
function tableDefinition(table: Resource): CreateTableCommandInput {
  const { properties } = table;
  const indexes = listAt(properties.GlobalSecondaryIndexes).map((index) => {
    const { IndexName, KeySchema, Projection } = objectAt(index, table.id);
    return { IndexName, KeySchema, Projection };
  });
  const definition: JsonObject = {
    TableName: table.ref,
    AttributeDefinitions: listAt(properties.AttributeDefinitions),
    KeySchema: listAt(properties.KeySchema),
    BillingMode: textAt(properties.BillingMode ?? 'PAY_PER_REQUEST', table.id),
  };
  if (definition.BillingMode !== 'PAY_PER_REQUEST') {
    throw new InputError(`${table.id}: the local cloud makes tables on demand alone`);
  }
  // CloudFormation's and the SDK's words for these parts are the same; dynalite validates them
  const input = definition as unknown as CreateTableCommandInput;
  // the same for the indexes
  if (indexes.length > 0) input.GlobalSecondaryIndexes = indexes as never;
  return input;
}
