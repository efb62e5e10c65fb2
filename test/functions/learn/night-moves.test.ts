import { describe, expect, test } from '@jest/globals';
import { nightLines } from '../../../functions/learn/night-lines.ts';
import { type NightView, nightMoves } from '../../../functions/learn/night-moves.ts';
import type { Decision, ShardRef } from '../../../lib/domain/index.ts';
import { aDecision } from '../api/a-decision.ts';
import { aPolicy } from '../stored-documents.ts';

const rules: NightView['rules'] = {
  ...{ killed: false, twoPersonsFromMinor: null },
  auto: {
    ...{ mode: 'suggest', largestStep: 0, moneyPerDayMinor: -1 },
    ...{ leastConfidence: Number.POSITIVE_INFINITY, oldestDataDays: -1 },
  },
};
/** The night after that of `aDecision`: its files show the old price. */
const night = (given: Partial<NightView> = {}): NightView => ({
  ...{ runId: 'de-2025-02-01', at: '2025-02-02T02:40:00.000Z', rules },
  known: { priceMicros: 10_000_000, onHand: 50, onOrder: 0 },
  ...given,
});
const next = (given: Partial<Decision> = {}) =>
  aDecision({
    ...{ decision: 'de:A-1:v2', policyVersion: 'v2', runId: 'de-2025-02-01', asOf: '2025-02-01' },
    ...{ validUntil: '2025-02-04T02:40:00.000Z' },
    ...given,
  });
const shard: ShardRef = {
  ...{ merchant: 'demo', market: 'de', asOf: '2025-02-01', runId: 'de-2025-02-01', shard: 's00001' },
  ...{ key: 'runs/demo/de-2025-02-01/s00001.jsonl.gz', series: 1 },
};
const by = (name: string) => ({ by: name, at: '2025-02-01T09:00:00.000Z' });
const told = (moves: ReturnType<typeof nightMoves>) => moves.map(({ event, after }) => [event, after.state]);

describe('nightMoves', () => {
  test('proposes where nothing is open, and does nothing where nothing is asked', () => {
    expect(told(nightMoves(undefined, next(), night()))).toEqual([['propose', 'proposed']]);
    expect(nightMoves(undefined, null, night())).toEqual([]);
  });

  test('keeps the first approval of two where the draft is the same, and voids it where it is another', () => {
    const stored = aDecision({ approvals: [by('anna')] });
    const same = nightMoves(stored, next(), night()).at(-1)?.after;
    const other = nightMoves(stored, next({ price: { micros: 10_500_000, currency: 'EUR' } }), night()).at(
      -1,
    )?.after;

    expect(same).toMatchObject({ version: 1, approvals: [by('anna')], decision: stored.decision });
    expect(other).toMatchObject({ version: 2, approvals: [], decision: stored.decision });
  });

  test('withdraws a draft that nothing asks for', () => {
    expect(told(nightMoves(aDecision(), null, night())).at(-1)).toEqual(['expire', 'expired']);
  });

  test('gives each line a name of its own in the order of what was done, where a draft is withdrawn and proposed anew', () => {
    const { version: _, ...ofBefore } = aDecision();
    const moves = nightMoves(ofBefore, next(), night());

    const lines = nightLines(shard, moves, aPolicy(), {
      ...{ at: night().at, controlVersion: { merchant: 0, market: 0 } },
    });

    expect(told(moves)).toEqual([
      ['propose', 'proposed'],
      ['expire', 'expired'],
      ['propose', 'proposed'],
    ]);
    const names = lines.map(({ entry }) => entry);
    expect(new Set(names).size).toBe(3);
    expect([...names].sort()).toEqual(names);
  });

  test('leaves what a person approved to its time, and expires it then', () => {
    const stored = aDecision({ state: 'approved', approvals: [by('anna')] });

    expect(nightMoves(stored, next(), night())).toEqual([]);
    expect(told(nightMoves(stored, next(), night({ at: '2025-02-03T02:40:00.000Z' })))).toEqual([
      ['expire', 'expired'],
      ['propose', 'proposed'],
    ]);
  });

  test('applies an approved price that the files show, and observes it a week later', () => {
    const stored = aDecision({ state: 'approved', approvals: [by('anna')] });
    const shown = { priceMicros: 11_000_000, onHand: 50, onOrder: 0 };

    const applied = nightMoves(stored, null, night({ known: shown }));
    expect(told(applied)).toEqual([['apply', 'applied']]);
    const week = night({ at: '2025-02-09T02:40:00.000Z', runId: 'de-2025-02-08', known: shown });
    expect(nightMoves(applied[0]?.after, null, week)).toMatchObject([
      { event: 'observe', after: { observed: { outcome: '7 days in force' } } },
    ]);
  });

  test('applies an approved order alone when as many units are on their way', () => {
    const stored = aDecision({
      ...{ state: 'approved', subject: 'order', approvals: [by('anna')], orderUnits: 24 },
      price: { micros: 10_000_000, currency: 'EUR' },
      stock: { onHand: 50, onOrder: 0 },
    });
    const coming = (onOrder: number) =>
      told(nightMoves(stored, null, night({ known: { priceMicros: 10_000_000, onHand: 50, onOrder } })));

    expect(coming(23)).toEqual([]);
    expect(coming(24)).toEqual([['apply', 'applied']]);
  });

  test('does not propose again what was rejected, while it would have held', () => {
    const rejected = aDecision({ state: 'rejected', reasonCode: 'other' });

    expect(nightMoves(rejected, next(), night())).toEqual([]);
    expect(told(nightMoves(rejected, next({ orderUnits: 10 }), night()))).toEqual([['propose', 'proposed']]);
    expect(told(nightMoves(rejected, next(), night({ at: '2025-02-04T02:40:00.000Z' })))).toEqual([
      ['propose', 'proposed'],
    ]);
  });

  test('leaves what happened in this very run, and applies nothing while everything is stopped', () => {
    const stored = aDecision({ state: 'approved', approvals: [by('anna')] });
    const shown = { priceMicros: 11_000_000, onHand: 50, onOrder: 0 };

    expect(nightMoves(stored, next(), night({ runId: stored.runId }))).toEqual([]);
    expect(nightMoves(stored, null, night({ known: shown, rules: { ...rules, killed: true } }))).toEqual([]);
  });
});
