import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createBuyerLake } from '../../functions/segment/buyer-lake.ts';
import { type BuyerLake, createHandler } from '../../functions/segment/handler.ts';
import {
  openAdvice,
  openBuyers,
  openSegmentations,
  openTargetIndexes,
  openTargetLists,
} from '../../lib/stores/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { AS_OF, type LakeSize, writeLake } from './synthetic-lake.ts';

/** What the step took, and what it wrote. */
export type BuyerFigures = {
  size: LakeSize;
  /** Processor seconds of the whole process by part, the lake's threads among them. */
  seconds: Record<string, number>;
  /** Of the process, in MiB. */
  peakMib: number;
  items: number;
  itemMib: number;
  /** 1 KiB each: what DynamoDB counts and charges. */
  writeUnits: number;
  fileMib: number;
};

/**
 * Run the segment step's whole work on a made-up market: real DuckDB, real engines, real encoding of items. In place of DynamoDB
 * stands a client that counts what it is sent and keeps nothing, in place of S3 a counter of bytes.
 */
export async function benchBuyers(size: LakeSize): Promise<BuyerFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'tradewind-buyers-'));
  try {
    const lake = await writeLake(folder, size);
    const clock = createClock();
    const written = { items: 0, bytes: 0, units: 0, fileBytes: 0 };
    const insights = { client: countingClient(written), table: 'insights', now: () => 0 };
    const handler = createHandler({
      lake: timed(createBuyerLake({ ...lake, temporaryDirectory: folder }, [aMarket()]), clock),
      objects: {
        put: async (_key, body) => {
          written.fileBytes += body.length;
          clock.mark('offers, advice and its items, Parquet');
        },
      },
      nights: { before: async () => undefined, keep: async () => clock.mark('segments') },
      segmentations: openSegmentations(insights),
      buyers: openBuyers(insights),
      advice: beginning(openAdvice(insights), () => clock.mark('offers trained, purchases foreseen')),
      targetLists: openTargetLists(insights),
      targetIndexes: openTargetIndexes(insights),
      readOptOuts: async () => new Set(),
      progress: { done: async () => {} },
      markets: [aMarket()],
    });
    await handler({ merchant: 'demo', market: 'de', asOf: AS_OF, runId: `de-${AS_OF}` });
    clock.mark('target lists, customers');
    return {
      size,
      seconds: clock.seconds,
      peakMib: Math.round(process.resourceUsage().maxRSS / 1024),
      items: written.items,
      itemMib: Math.round(written.bytes / 2 ** 20),
      writeUnits: written.units,
      fileMib: Math.round(written.fileBytes / 2 ** 20),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Clock = { seconds: Record<string, number>; mark(part: string): void };

/** Charges processor time since the last mark to a part. */
function createClock(): Clock {
  let last = process.cpuUsage();
  const seconds: Record<string, number> = {};
  return {
    seconds,
    mark: (part) => {
      const { user, system } = process.cpuUsage(last);
      last = process.cpuUsage();
      seconds[part] = Math.round(10 * ((seconds[part] ?? 0) + (user + system) / 1e6)) / 10;
      const [now, peak] = [process.memoryUsage.rss() / 2 ** 20, process.resourceUsage().maxRSS / 1024];
      process.stderr.write(
        `${part}: ${seconds[part]} s, ${Math.round(now)} MiB now, peak ${Math.round(peak)} MiB so far\n`,
      );
    },
  };
}

/** Charge the lake's opening and reading to a part of its own. */
function timed(lake: BuyerLake, clock: Clock): BuyerLake {
  return {
    read: async (run, home) => {
      clock.mark('start');
      const facts = await lake.read(run, home);
      clock.mark('lake: opened, read, closed');
      return facts;
    },
  };
}

/** Tell when the first of many writes begins. */
function beginning<T extends { putAll(entries: never): Promise<void> }>(table: T, begun: () => void): T {
  let isFirst = true;
  return {
    ...table,
    putAll: (entries: never) => {
      if (isFirst) begun();
      isFirst = false;
      return table.putAll(entries);
    },
  };
}

type Written = { items: number; bytes: number; units: number };

function countingClient(written: Written): DynamoDBClient {
  const count = (item: object) => {
    let bytes = 0;
    for (const value of Object.values(item) as { S?: string; N?: string; B?: Uint8Array }[])
      bytes += value.B?.length ?? Buffer.byteLength(value.S ?? value.N ?? '');
    written.items++;
    written.bytes += bytes;
    written.units += Math.ceil(bytes / 1024);
  };
  const send = async ({ input }: { input: { Item?: object; RequestItems?: Record<string, Request[]> } }) => {
    if (input.Item !== undefined) count(input.Item);
    for (const requests of Object.values(input.RequestItems ?? {}))
      for (const { PutRequest } of requests) count(PutRequest.Item);
    return {};
  };
  // the tables' writes call `send` alone
  return { send } as unknown as DynamoDBClient;
}
type Request = { PutRequest: { Item: object } };

if (import.meta.main) {
  const { values } = parseArgs({ options: { buyers: { type: 'string', default: '300000' } } });
  const buyers = Number(values.buyers);
  const figures = await benchBuyers({ buyers, orderLines: 10 * buyers, skus: Math.min(3000, buyers) });
  console.log(JSON.stringify(figures, undefined, 2));
}
