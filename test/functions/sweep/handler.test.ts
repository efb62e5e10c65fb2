import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHandler, type SweepDependencies } from '../../../functions/sweep/handler.ts';
import {
  catalogKey,
  type Run,
  runKey,
  type TradewindEvent,
  tradewindEventSchema,
  untoldKey,
} from '../../../lib/domain/index.ts';
import { createIdempotencyStore } from '../../../lib/stores/idempotency.ts';
import { openCatalog, openRuns, openUntold } from '../../../lib/stores/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo } from '../embedded-dynamo.ts';

let dynamo: EmbeddedDynamo;

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
});
afterAll(() => dynamo.stop());

/** Half past three of Monday, 5 January 2026, in Berlin. */
const DUE = '2026-01-05T02:30:00Z';
const run = { market: 'de', asOf: '2026-01-04', runId: 'de-2026-01-04', series: 0, shards: 0 };

type Room = {
  /** What the table holds of the night's run. */
  stored?: Partial<Run>;
  /** When the orders came, and the newest of them; `null` for a market without any. */
  orders?: { cameAt: string; lastDate: string } | null;
  startRun?: SweepDependencies['startRun'];
  announce?: SweepDependencies['announce'];
  /** Merchants whose only market has the same orders. */
  others?: readonly string[];
};

/** A merchant of its own with one market, some orders, and a sweep that may be asked again and again. */
async function aRoom(merchant: string, { stored, orders, startRun, announce, others = [] }: Room = {}) {
  const all = [merchant, ...others];
  let now = DUE;
  const open = { client: dynamo.client, now: () => Date.parse(now) / 1000 };
  const runs = openRuns({ ...open, table: 'runs' });
  const catalog = openCatalog({ ...open, table: 'catalog' });
  const untold = openUntold({ ...open, table: 'decisions' });
  const started: object[] = [];
  const said: TradewindEvent[] = [];
  const { cameAt, lastDate } = orders ?? { cameAt: '2026-01-03T18:00:00.000Z', lastDate: '2026-01-03' };
  for (const each of orders === null ? [] : all)
    await catalog.put(catalogKey(each, 'de', 'orders', 'u1'), {
      ...{ upload: 'u1', market: 'de', kind: 'orders', key: 'k', rows: 1, schemaVersion: 1 },
      ...{ sequence: `${cameAt}#1`, firstDate: '2025-01-01', lastDate },
    });
  if (stored !== undefined)
    await runs.put(runKey(merchant, run.runId), {
      ...{ merchant, ...run, state: 'running', startedAt: DUE },
      ...stored,
    });
  const sweep = createHandler({
    runs,
    catalog,
    idempotency: createIdempotencyStore(dynamo.client, 'idempotency', open.now),
    untold,
    startRun:
      startRun ??
      (async (request) => {
        started.push(request);
        return 'started';
      }),
    announce:
      announce ??
      (async (events) => void said.push(...events.map((event) => tradewindEventSchema.parse(event)))),
    merchants: all.map((each) => ({ merchant: each, name: each, markets: ['de', 'elsewhere'] })),
    markets: [aMarket()],
    limits: { graceMinutes: 15, lateAfterMinutes: 180, staleAfterDays: 3 },
    now: () => now,
    logger: { info: () => undefined, error: () => undefined },
  });
  const at = (time: string) => {
    now = `2026-01-05T${time}Z`;
    return sweep();
  };
  return { at, started, said, untold };
}

describe('an event of a decision that was left behind', () => {
  const data = {
    ...{ decision: 'de:A-1:v1', subject: 'price' as const, sku: 'A-1', version: 1 },
    price: { micros: 11_000_000, currency: 'EUR' },
    ...{ orderUnits: 0, validUntil: '2026-01-07T00:00:00Z', reasonCode: null, automatic: false },
  };
  const left = (merchant: string, at: string): TradewindEvent => ({
    ...{
      id: `decision_approved:${merchant}:a1:1`,
      type: 'decision.approved',
      merchant,
      market: 'de',
      at,
      data,
    },
  });

  test('is told once, when whoever decided has had a minute', async () => {
    const { at, said, untold } = await aRoom('behind');
    const event = left('behind', '2026-01-05T02:00:00Z');
    await untold.put(untoldKey('behind', event.id), event);

    await at('02:00:59');
    const early = said.filter(({ type }) => type === 'decision.approved');
    await at('02:01:00');
    await at('02:02:00');

    expect(early).toEqual([]);
    expect(said.filter(({ type }) => type === 'decision.approved')).toEqual([event]);
  });

  test('stays where the bus is away', async () => {
    const announce = async () => {
      throw new Error('the bus is away');
    };
    const { at, untold } = await aRoom('away', { announce });
    const event = left('away', '2026-01-05T01:00:00Z');
    await untold.put(untoldKey('away', event.id), event);

    await expect(at('02:00:00')).rejects.toThrow();
    expect(await untold.queryAll('away#untold')).toHaveLength(1);
  });
});

describe('a missed run', () => {
  test('is left to its schedule for a quarter of an hour, then started as the schedule would have', async () => {
    const { at, started } = await aRoom('missed');

    await at('02:44:59');
    const before = started.length;
    await at('02:45:00');

    expect(before).toBe(0);
    expect(started).toEqual([{ merchant: 'missed', market: 'de', dueAt: DUE, asOf: '2026-01-04' }]);
  });

  test.each<[string, Partial<Run>, number]>([
    ['that is under way', { startedAt: '2026-01-05T02:30:02Z' }, 0],
    ['that a person began just before its time', { startedAt: '2026-01-05T02:29:50Z' }, 0],
    ['that has ended', { state: 'finished', startedAt: '2026-01-05T02:30:02Z' }, 0],
    ['that has failed', { state: 'failed', startedAt: '2026-01-05T02:30:02Z' }, 0],
    [
      'that a person had made the evening before',
      { state: 'finished', startedAt: '2026-01-04T17:00:00Z' },
      1,
    ],
  ])('%s is started only where the night’s own is missing', async (what, stored, starts) => {
    const { at, started } = await aRoom(`stored-${what.length}`, { stored });

    await at('02:50:00');

    expect(started).toHaveLength(starts);
  });

  test('is none where the first orders came after it was due, or none came at all', async () => {
    const late = await aRoom('new', {
      orders: { cameAt: '2026-01-05T02:40:00.000Z', lastDate: '2026-01-04' },
    });
    const empty = await aRoom('empty', { orders: null });

    await late.at('09:00:00');
    await empty.at('09:00:00');

    expect([...late.started, ...late.said, ...empty.started, ...empty.said]).toEqual([]);
  });
});

describe('a late run', () => {
  test('is told of once, three hours after it was due, with what names it', async () => {
    const { at, said } = await aRoom('late', { stored: { startedAt: DUE } });

    await at('05:29:59');
    const before = said.length;
    await at('05:30:00');
    await Promise.all([at('06:00:00'), at('06:00:00'), at('12:00:00')]);

    expect(before).toBe(0);
    expect(said).toEqual([
      {
        ...{ id: expect.stringContaining('late'), type: 'run.late', merchant: 'late', market: 'de' },
        at: '2026-01-05T05:30:00Z',
        data: { runId: 'de-2026-01-04', asOf: '2026-01-04', dueAt: DUE },
      },
    ]);
  });

  test('may be one that could not be started', async () => {
    const { at, said } = await aRoom('never', { startRun: async () => 'known' });

    const result = await at('05:30:00');

    expect(result).toEqual({ markets: 1, started: 0, late: 1, stale: 0, failed: 0 });
    expect(said.map(({ type }) => type)).toEqual(['run.late']);
  });

  test('is not one that has ended, well or badly', async () => {
    const rooms = await Promise.all(
      (['finished', 'finishedWithFailures', 'insufficientData', 'failed'] as const).map((state) =>
        aRoom(`ended-${state.toLowerCase()}`, { stored: { state } }),
      ),
    );

    for (const { at } of rooms) await at('12:00:00');

    expect(rooms.flatMap(({ said }) => said)).toEqual([]);
  });

  test('is not one that had ended, while the shards that failed in it are tried again', async () => {
    const retriedAt = '2026-01-05T09:00:00Z';
    const { at, started, said } = await aRoom('retried', { stored: { state: 'running', retriedAt } });

    await at('09:05:00');

    expect(started).toEqual([]);
    expect(said).toEqual([]);
  });

  test('is told of by the next sweep where the bus did not take it', async () => {
    let tries = 0;
    const { at } = await aRoom('deaf', {
      stored: { startedAt: DUE },
      announce: async () => {
        if (tries++ === 0) throw new Error('no bus');
      },
    });

    await expect(at('06:00:00')).rejects.toThrow('1 of 1 markets could not be looked after');
    expect(await at('06:15:00')).toMatchObject({ late: 1 });
    expect(await at('06:30:00')).toMatchObject({ late: 0 });
  });
});

describe('data that have stopped coming', () => {
  const stored = { state: 'finished' as const };

  test('are told of once a business day, with the newest order’s date', async () => {
    const orders = { cameAt: '2026-01-01T00:00:00.000Z', lastDate: '2025-12-31' };
    const { at, said } = await aRoom('stale', { stored, orders });

    await Promise.all([at('02:50:00'), at('02:50:00')]);
    await at('23:00:00');

    expect(said).toMatchObject([
      {
        type: 'data.stale',
        merchant: 'stale',
        market: 'de',
        data: { kind: 'orders', lastDate: '2025-12-31', asOf: '2026-01-04' },
      },
    ]);
  });

  test('are not yet those that end three days before the business date', async () => {
    const orders = { cameAt: '2026-01-01T00:00:00.000Z', lastDate: '2026-01-01' };
    const { at, said } = await aRoom('fresh', { stored, orders });

    await at('02:50:00');

    expect(said).toEqual([]);
  });
});

test('a market that cannot be looked after stops no other, and is an error in the end', async () => {
  const started: string[] = [];
  const startRun: SweepDependencies['startRun'] = async ({ merchant }) => {
    if (merchant === 'first') throw new Error('AccessDenied');
    started.push(merchant);
    return 'started';
  };
  const { at } = await aRoom('first', { startRun, others: ['second', 'third'] });

  await expect(at('03:00:00')).rejects.toThrow('1 of 3 markets could not be looked after');

  expect(started).toEqual(['second', 'third']);
});
