import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DecisionLogEntry, RunName } from '../../lib/domain/index.ts';
import {
  createDecisionLog,
  createLogSalts,
  findLogged,
  type LogPlace,
  type LogQuestion,
  openLoggedActs,
  openLogSalts,
  openSeals,
  sealDecisions,
  writeNightLines,
} from '../../lib/stores/index.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo } from '../functions/embedded-dynamo.ts';
import { anAct } from './contract/log-contract.ts';
import { objectsInMemory } from './objects-in-memory.ts';

const market = 'de';
const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
/** A night of the third day has more rows than a group. */
const skusOf = (day: number) => Array.from({ length: day === 2 ? 5_300 : 3 }, (_, i) => `S-${i % 400}`);

let dynamo: EmbeddedDynamo;
let commitments: Record<'anna' | 'ben', string>;
/** Everything that was logged, oldest first. */
const logged: DecisionLogEntry[] = [];
let read = 0;
const objects = { ...objectsInMemory(), bucket: 'lake' };
const counted = {
  getPart: async (key: string, from: number, to: number) => {
    read += to - from;
    return (await objects.get(key)).slice(from, to);
  },
};

const sources = () => {
  const at = { client: dynamo.client, table: 'decisionLog', now: () => 0 };
  return { objects: counted, acts: openLoggedActs(at), seals: openSeals(at) };
};

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
  const salts = createLogSalts(openLogSalts({ client: dynamo.client, table: 'logSalts', now: () => 0 }));
  const { acts, seals } = sources();
  const log = createDecisionLog({ client: dynamo.client, acts, salts });
  const act = async (day: string, sku: string, by: string, deputyOf?: string) => {
    const at = `${day}T12:00:00.000Z`;
    const onBehalfOf = deputyOf === undefined ? {} : { onBehalfOf: deputyOf };
    const kept = await log.append(anAct({ at, market, sku, by, entry: `${at}/${sku}`, ...onBehalfOf }), []);
    if (kept !== null) logged.push(kept);
  };
  for (const [place, day] of DAYS.entries()) {
    const run: RunName = { merchant: 'demo', market, asOf: day, runId: `${market}-${day}` };
    await act(day, 'S-1', 'anna');
    await act(day, 'S-2', 'ben', place === 1 ? 'anna' : undefined);
    if (place === DAYS.length - 1) continue;
    const lines = skusOf(place).map((sku, i): DecisionLogEntry => {
      const at = `${day}T20:00:00.000Z`;
      const night = { by: 'tradewind', event: 'propose', from: null, to: 'proposed' } as const;
      return anAct({ ...night, at, market, sku, entry: `${at}/${i}`, runId: run.runId });
    });
    await writeNightLines(objects, { ...run, shard: 's00001' }, lines);
    await sealDecisions({ objects, acts, seals, now: () => `${day}T23:00:00.000Z` }, run);
    logged.push(...lines);
  }
  const find = async (name: string) => (await salts.find('demo', { kind: 'person', name })) ?? '';
  commitments = { anna: await find('anna'), ben: await find('ben') };
});
afterAll(() => dynamo.stop());

/** All pages of a question, one after the other. */
async function allOf(question: LogQuestion): Promise<DecisionLogEntry[]> {
  const entries: DecisionLogEntry[] = [];
  let start: LogPlace | undefined;
  do {
    const { found, next } = await findLogged(sources(), question, start);
    entries.push(...found.map(({ entry }) => entry));
    start = next ?? undefined;
  } while (start !== undefined);
  return entries;
}

const asked = (given: Partial<LogQuestion> = {}): LogQuestion => ({
  ...{ merchant: 'demo', market, limit: 200 },
  ...{ from: '2026-03-01T00:00:00.000Z', until: '2026-04-01T00:00:00.000Z' },
  ...given,
});

describe('findLogged', () => {
  test('finds on its pages, whatever is asked, what a look at every entry finds, newest first', async () => {
    const day = fc.integer({ min: 0, max: DAYS.length });
    const questions = fc.record({
      sku: fc.constantFrom(undefined, 'S-1', 'S-2', 'S-399', 'S-999'),
      who: fc.constantFrom(undefined, 'anna' as const, 'ben' as const, 'tradewind' as const),
      days: fc.tuple(day, day),
      limit: fc.constantFrom(3, 200),
    });
    await fc.assert(
      fc.asyncProperty(questions, async ({ sku, who, days: [first, second], limit }) => {
        const bounds = [first, second].sort().map((place) => `${dayAt(place)}T00:00:00.000Z`);
        const [from = '', until = ''] = bounds;
        const person = who === 'anna' || who === 'ben' ? commitments[who] : who;
        // threes of a large night would be thousands of pages
        const most = sku === undefined && person !== commitments.anna ? 200 : limit;

        const found = await allOf(asked({ sku, person, from, until, limit: most }));

        const expected = logged.filter(
          (entry) =>
            (sku === undefined || entry.sku === sku) &&
            (person === undefined || entry.by === person || entry.onBehalfOf === person) &&
            entry.at >= from &&
            entry.at < until,
        );
        expect(found.map(({ entry }) => entry)).toEqual(expected.map(({ entry }) => entry).reverse());
      }),
      { seed: 1, numRuns: 16 },
    );
  });

  test('says where an entry is sealed, and of one that is not yet that it is not', async () => {
    const { found } = await findLogged(sources(), asked({ person: commitments.anna }));

    expect(found.map(({ entry: { by }, seal, row }) => [by === commitments.anna, seal?.number, row])).toEqual(
      [
        [true, undefined, null],
        [true, 4, 0],
        [true, 3, 0],
        // by a deputy in her place
        [false, 2, 1],
        [true, 2, 0],
        [true, 1, 0],
      ],
    );
  });

  test('reads nothing of the files of other days', async () => {
    const bytesOf = async (question: LogQuestion) => {
      read = 0;
      await allOf(question);
      return read;
    };
    const [first = ''] = await objects.list('decision-log/demo/de/');
    const { length } = await objects.get(first);

    const ofFirst = await bytesOf(asked({ sku: 'S-1', until: '2026-03-02T00:00:00.000Z' }));
    const ofLast = await bytesOf(asked({ from: '2026-03-05T00:00:00.000Z' }));

    expect(ofFirst).toBeGreaterThan(0);
    // its footer, and the one group of its rows
    expect(ofFirst).toBeLessThanOrEqual(2 * length);
    // that day is not sealed yet
    expect(ofLast).toBe(0);
  });

  test('knows nothing of another merchant, and of a market without a seal what is not sealed', async () => {
    expect(await allOf(asked({ merchant: 'other' }))).toEqual([]);
    expect(await allOf(asked({ market: 'fr' }))).toEqual([]);
  });
});

const dayAt = (place: number) => DAYS[place] ?? '2026-03-06';
