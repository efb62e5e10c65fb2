import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { createTables } from '../../functions/embedded-dynamo.ts';

const PATIENCE_MS = 150_000;

/**
 * Start Amazon's DynamoDB Local in memory, with every table of a deployment.
 *
 * @param jarPath - `DynamoDBLocal.jar`, its native libraries beside it
 * @throws Error with what Java printed when it does not answer within 150 s
 */
export async function startDynamoDbLocal(jarPath: string) {
  const jar = resolve(jarPath);
  const port = await freePort();
  const libraries = `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`;
  const options = [libraries, '-jar', jar, '-inMemory', '-port', String(port), '-disableTelemetry'];
  // it leaves a file where it runs
  const child = spawn('java', options, {
    cwd: dirname(jar),
    env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await answers(client, child, () => printed);
  await createTables(client);
  return {
    client,
    stop: async () => {
      client.destroy();
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function answers(client: DynamoDBClient, child: ChildProcess, printed: () => string): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(200)) {
    if (child.exitCode !== null) break;
    const isUp = await client.send(new ListTablesCommand({})).then(
      () => true,
      () => false,
    );
    if (isUp) return;
  }
  child.kill();
  throw new Error(`DynamoDB Local does not answer:\n${printed()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  // a server that listens on a port has an AddressInfo
  const { port } = server.address() as AddressInfo;
  await new Promise((settle) => server.close(settle));
  return port;
}
