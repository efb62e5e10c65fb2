import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { isObject, type JsonObject, parseJson } from './json.ts';
import { type AskTables, carryOut, type TransactionAnswer } from './transactions.ts';

/**
 * Make a DynamoDB that also knows transactions, which dynalite doesn't: a call waits while one is carried out, so that nobody sees
 * half of it. A process that dies in the middle leaves the first half, which the cloud would not.
 */
export function createDynamoServer(options: Parameters<typeof dynalite>[0]): Server {
  const server = dynalite(options);
  const [plain] = server.listeners('request') as RequestListener[];
  if (plain === undefined) return server;
  const turns = createTurns();
  const known = new Map<string, Promise<TransactionAnswer>>();
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers[OF_TRANSACTION] === inside) return plain(request, response);
    if (operationOf(request) !== 'TransactWriteItems')
      return void turns.share(() => answered(response, () => plain(request, response)));
    // a port is there as soon as requests come
    const { port } = server.address() as AddressInfo;
    const send = ({ status, body }: { status: number; body: JsonObject }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(body));
    };
    transact(request, port, turns, known).then(send, (error: unknown) =>
      send({ status: 400, body: { __type: 'ValidationException', message: String(error) } }),
    );
  });
  return server;
}

/** Marks the calls that a transaction consists of. */
const OF_TRANSACTION = 'x-tradewind-transaction';
const inside = 'part';

const operationOf = ({ headers }: IncomingMessage) =>
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);

/** A caller that repeats a transaction under its token gets the first answer, as the service gives for ten minutes. */
async function transact(
  request: IncomingMessage,
  port: number,
  turns: Turns,
  known: Map<string, Promise<TransactionAnswer>>,
): Promise<TransactionAnswer> {
  const text = await textOf(request);
  const input = parseJson(text, 'a transaction');
  const { ClientRequestToken: token } = isObject(input) ? input : {};
  const run = () => turns.alone(() => carryOut(askThrough(request, port), isObject(input) ? input : {}));
  if (typeof token !== 'string') return run();
  const before = known.get(token);
  const answer = before ?? run();
  known.set(token, answer);
  const { status } = await answer;
  // only what was written is remembered: a refused one may be tried again
  if (status !== 200) known.delete(token);
  return answer;
}

function askThrough({ headers }: IncomingMessage, port: number): AskTables {
  return async (operation: string, input: JsonObject) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: {
        authorization: headers.authorization ?? '',
        'x-amz-date': String(headers['x-amz-date'] ?? ''),
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        [OF_TRANSACTION]: inside,
      },
      body: JSON.stringify(input),
    });
    const answer = parseJson(await response.text(), `the answer to ${operation}`);
    return { failed: !response.ok, answer: isObject(answer) ? answer : {} };
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  // a request without an encoding yields buffers
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function answered(response: ServerResponse, begin: () => void): Promise<void> {
  return new Promise((settle) => {
    response.once('close', settle);
    begin();
  });
}

/** Either many at once, or one alone. */
type Turns = {
  share(work: () => Promise<void>): Promise<void>;
  alone<T>(work: () => Promise<T>): Promise<T>;
};

function createTurns(): Turns {
  const shared = new Set<Promise<void>>();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    share: async (work) => {
      // asked again after each wait: another one may have come in the meantime
      while (waiting > 0) await last;
      const running = work().finally(() => shared.delete(running));
      shared.add(running);
      await running;
    },
    alone: (work) => {
      waiting += 1;
      const turn = last
        .then(() => Promise.all(shared))
        .then(work)
        .finally(() => {
          waiting -= 1;
        });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
