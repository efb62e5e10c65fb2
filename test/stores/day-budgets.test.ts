import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDayBudgets, createWriteTogether, openDayBudgets } from '../../lib/stores/index.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo, tables } from '../functions/embedded-dynamo.ts';

let dynamo: EmbeddedDynamo;
let days = 0;

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
});
afterAll(() => dynamo.stop());

const LIMIT = 1000;

function account() {
  const { client } = dynamo;
  const now = () => 1_700_000_000;
  const budgets = createDayBudgets({
    ...openDayBudgets({ client, table: tables.decisions, now }),
    writeTogether: createWriteTogether(client),
    now,
  });
  days++;
  const day = `2026-01-${days}`;
  /** What a shard would approve of its batch. */
  const approve = async (batch: string, drafts: Record<string, number>) => {
    const wishes = Object.entries(drafts).map(([name, amountMinor]) => ({ name, amountMinor }));
    const fits = (amountMinor: number, spent: number) => spent + amountMinor <= LIMIT;
    const judged = await budgets.setAside(
      { merchant: 'demo', market: 'de', day, batch },
      wishes,
      (wish, spent) => fits(wish.amountMinor, spent),
    );
    return wishes.filter(({ name, amountMinor }) => fits(amountMinor, judged.get(name) ?? Number.NaN));
  };
  return { approve };
}

describe("a day's money", () => {
  test('is never overspent, however batches meet or repeat', async () => {
    const batches = fc.uniqueArray(
      fc.tuple(fc.nat(4), fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 4 })),
      {
        selector: ([batch]) => batch,
        minLength: 1,
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(batches, fc.array(fc.nat(4), { maxLength: 4 }), async (given, again) => {
        const { approve } = account();
        const one = ([batch, amounts]: [number, number[]]) =>
          approve(String(batch), Object.fromEntries(amounts.map((minor, i) => [`${batch}/${i}`, minor])));
        const repeats = given.filter(([batch]) => again.includes(batch));

        const answers = await Promise.all([...given, ...repeats].map(one));
        const later = await Promise.all(given.map(one));

        const approved = new Map(
          [...answers, ...later].flat().map(({ name, amountMinor }) => [name, amountMinor]),
        );
        expect([...approved.values()].reduce((sum, minor) => sum + minor, 0)).toBeLessThanOrEqual(LIMIT);
        // who was approved once is approved again: a repeat goes on where the first was cut off
        const lost = answers.flat().filter(({ name }) => !later.flat().some((draft) => draft.name === name));
        expect(lost).toEqual([]);
      }),
      { numRuns: 15, seed: 7 },
    );
  });

  test('goes to who comes first, and what does not fit leaves the rest to smaller drafts', async () => {
    const { approve } = account();

    expect(await approve('a', { big: 700, tooBig: 400, small: 300 })).toMatchObject([
      { name: 'big' },
      { name: 'small' },
    ]);
    expect(await approve('b', { next: 1, nothing: 0 })).toMatchObject([{ name: 'nothing' }]);
  });

  test('counts another draft of a repeated batch besides the first', async () => {
    const { approve } = account();
    await approve('a', { v1: 700 });

    expect(await approve('a', { v2: 700 })).toEqual([]);
    expect(await approve('a', { v1: 700, v3: 300 })).toHaveLength(2);
  });
});
