import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { TradewindEvent } from '../../lib/domain/index.ts';
import { createEventBus } from '../../lib/runtime/index.ts';

type Entry = { Detail: string; DetailType: string; Source: string; EventBusName: string };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A service in EventBridge's words; `answer` says of each call which of its entries fail, or with which status it ends. */
async function openBus(answer: (call: number, entries: Entry[]) => number | boolean[]) {
  const calls: Entry[][] = [];
  const pauses: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { Entries } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { Entries: Entry[] };
    calls.push(Entries);
    const failing = answer(calls.length, Entries);
    if (typeof failing === 'number') return response.writeHead(failing).end('{}');
    const results = Entries.map((_, place) =>
      failing[place] === true ? { ErrorCode: 'ThrottlingException' } : { EventId: `e${place}` },
    );
    const FailedEntryCount = failing.filter(Boolean).length;
    return response.end(JSON.stringify({ FailedEntryCount, Entries: results }));
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  const client = new EventBridgeClient({
    ...{ endpoint: `http://127.0.0.1:${port}`, region: 'eu-central-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  return { bus: createEventBus({ client, bus: 'events', pause }), calls, pauses };
}

const anEvent = (id: string, kind = 'orders'): TradewindEvent => ({
  ...{ id, type: 'data.stale', merchant: 'demo', market: 'de', at: '2026-01-05T06:00:00.000Z' },
  data: { kind, lastDate: null, asOf: '2026-01-04' },
});

describe('announce', () => {
  test('puts ten events a call, in their order, each under its type', async () => {
    const { bus, calls } = await openBus(() => []);

    await bus.announce(Array.from({ length: 23 }, (_, place) => anEvent(`n${place}`)));

    expect(calls.map((entries) => entries.length)).toEqual([10, 10, 3]);
    const ids = calls.flat().map(({ Detail }) => JSON.parse(Detail).id);
    expect(ids).toEqual(Array.from({ length: 23 }, (_, place) => `n${place}`));
    expect(calls[0]?.[0]).toMatchObject({
      ...{ EventBusName: 'events', Source: 'tradewind', DetailType: 'data.stale' },
    });
  });

  test('calls nobody for no events', async () => {
    const { bus, calls } = await openBus(() => []);

    await bus.announce([]);

    expect(calls).toEqual([]);
  });

  test('keeps a call under 256 KiB', async () => {
    const { bus, calls } = await openBus(() => []);

    await bus.announce(['a', 'b', 'c'].map((id) => anEvent(id, 'x'.repeat(100 * 1024))));

    expect(calls.map((entries) => entries.length)).toEqual([2, 1]);
  });

  test('puts again only what was refused, after pauses that double', async () => {
    const refusals = [[false, true, true], [false, true], [false]];
    const { bus, calls, pauses } = await openBus((call) => refusals[call - 1] ?? []);

    await bus.announce([anEvent('first'), anEvent('second'), anEvent('third')]);

    const told = calls.map((entries) => entries.map(({ Detail }) => JSON.parse(Detail).id));
    expect(told).toEqual([['first', 'second', 'third'], ['second', 'third'], ['third']]);
    expect(pauses).toEqual([200, 400]);
  });

  test('puts all again when the service fails as a whole', async () => {
    const { bus, calls } = await openBus((call) => (call === 1 ? 503 : []));

    await bus.announce([anEvent('first'), anEvent('second')]);

    expect(calls.map((entries) => entries.length)).toEqual([2, 2]);
  });

  test('gives up after six tries and says how many are left', async () => {
    const { bus, calls } = await openBus((call) => [call > 0, false]);

    const refused = bus.announce([anEvent('a'), anEvent('b')]);

    await expect(refused).rejects.toMatchObject({ code: 'upstream', message: /not taken 1 of 2/ });
    expect(calls).toHaveLength(6);
  });
});
