import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type HttpServer, startHttpServer } from '../../../infra/local/http-server.ts';
import { createClient } from '../../../lib/client/index.ts';
import { outcomeKey, type StoredOutcome, skuKey } from '../../../lib/domain/index.ts';
import { foldOutcomes } from '../../../lib/operations/index.ts';
import { aSeries } from '../../operations/a-series.ts';
import { type FrontDoor, openFrontDoor } from '../../security/front-door.ts';
import { aPolicy } from '../stored-documents.ts';

/** `npm run test:fuzz` posts ten thousand. */
const isFull = process.env.TRADEWIND_FULL !== undefined;
const OUTCOMES = isFull ? 10_000 : 500;
const CONNECTIONS = 50;
/** One outcome of ten comes twice under its key of idempotency, one of ten under two of them. */
const EVERY = 10;
jest.setTimeout(1_200_000);

let door: FrontDoor;
let server: HttpServer;
beforeAll(async () => {
  door = await openFrontDoor();
  await door.api.stores.policies.put(skuKey('demo', 'de', 'A-1'), aPolicy());
  server = await startHttpServer(0);
  server.open((request) => door.answer(request));
});
afterAll(async () => {
  await server?.close();
  await door?.stop();
});

type Sending = { key: string; once: string };

/** Each outcome, and right behind it its twin where it has one. */
function sendings(): Sending[] {
  return Array.from({ length: OUTCOMES }, (_, index) => index).flatMap((index) => {
    const one = { key: `till-${index}`, once: `request-${index}` };
    if (index % EVERY === 0) return [one, one];
    return index % EVERY === 5 ? [one, { ...one, once: `${one.once}-again` }] : [one];
  });
}

describe('outcomes of one SKU, posted at the same time from fifty connections', () => {
  let waits = 0;
  const answers: { counted: number; alreadyCounted: number; refused: number; replayed: boolean }[] = [];
  const stored = async (): Promise<StoredOutcome[]> => {
    const rows = await door.api.stores.outcomes.queryAll(outcomeKey('demo', 'de', 'A-1', '').pk);
    return rows.map(({ value }) => value);
  };

  beforeAll(async () => {
    const token = await door.token({ merchant: 'demo', scope: 'ingest' });
    const sleep = (milliseconds: number) => {
      waits += 1;
      return new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
    };
    const client = createClient({
      baseUrl: server.url,
      token,
      retry: { tries: 20, longestWaitMs: 2000, sleep },
    });
    const post = async ({ key, once }: Sending) => {
      const outcome = { key, sku: 'A-1', from: '2025-01-20', to: '2025-01-20', unitsLost: 1 };
      const { body, replayed } = await client.call('POST /v1/markets/{market}/outcomes', {
        ...{ path: { market: 'de' }, body: { outcomes: [outcome] }, idempotencyKey: once },
      });
      const { counted, alreadyCounted, refused } = body;
      answers.push({ counted, alreadyCounted, refused, replayed });
    };
    // one iterator for all: each connection takes the next when it has its answer
    const waiting = sendings().values();
    const connection = async () => {
      for (const sending of waiting) await post(sending);
    };

    const startMs = performance.now();
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    if (isFull)
      process.stdout.write(
        `${OUTCOMES} outcomes in ${answers.length} requests from ${CONNECTIONS} connections: ${seconds} s, ${waits} waits for a twin in flight\n`,
      );
  });

  test('are each answered as counted once; a twin is told so, or gets the kept answer', () => {
    const fresh = answers.filter(({ replayed }) => !replayed);
    const sum = (what: 'counted' | 'alreadyCounted' | 'refused') =>
      fresh.reduce((all, answer) => all + answer[what], 0);

    expect(answers).toHaveLength(OUTCOMES + (2 * OUTCOMES) / EVERY);
    expect(answers.length - fresh.length).toBe(OUTCOMES / EVERY);
    expect([sum('counted'), sum('alreadyCounted'), sum('refused')]).toEqual([OUTCOMES, OUTCOMES / EVERY, 0]);
  });

  test('are each one row', async () => {
    const keys = (await stored()).map(({ key }) => key);

    expect(keys).toHaveLength(OUTCOMES);
    expect(new Set(keys)).toEqual(new Set(sendings().map(({ key }) => key)));
  });

  test('are each one unit of demand, and one piece of evidence, to the night', async () => {
    const demand = Array<number>(31).fill(100);
    const groups = [{ priceGroup: '', demand, priceSteps: [] }];
    const january = aSeries({ start: '2025-01-01', demand, groups });

    const { record, counted } = foldOutcomes(january, await stored(), 'EUR');

    expect(counted).toBe(OUTCOMES);
    // the twentieth is the day that they are of
    expect(record.demand).toEqual(demand.map((units, day) => (day === 19 ? units + OUTCOMES : units)));
  });
});
