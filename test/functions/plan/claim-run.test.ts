import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claimRun } from '../../../functions/plan/claim-run.ts';
import { type DueRun, type Run, runKey } from '../../../lib/domain/index.ts';
import { openRuns, type RunTable } from '../../../lib/stores/index.ts';
import { type EmbeddedDynamo, startEmbeddedDynamo } from '../embedded-dynamo.ts';

let dynamo: EmbeddedDynamo;
let runs: RunTable;

beforeAll(async () => {
  dynamo = await startEmbeddedDynamo();
  runs = openRuns({ client: dynamo.client, table: 'runs', now: () => 0 });
});
afterAll(() => dynamo.stop());

const due: DueRun = { dueAt: '2026-01-05T02:30:00Z', asOf: '2026-01-04' };
const now = '2026-01-05T02:30:20.000Z';

/** A run of a merchant of its own, stored as said. */
async function aRun(merchant: string, stored?: Partial<Run>) {
  const run = { merchant, market: 'de', asOf: '2026-01-04', runId: 'de-2026-01-04' };
  const row: Run = { ...run, state: 'running', startedAt: now, series: 0, shards: 0, ...stored };
  if (stored !== undefined) await runs.put(runKey(merchant, run.runId), row);
  return run;
}

const byClock = (execution: string) => ({ execution, due });
const byPerson = (execution: string) => ({ execution, due: undefined });

describe('claimRun', () => {
  test('gives a run to one of ten executions that want it at once', async () => {
    const run = await aRun('ten');
    const names = Array.from({ length: 10 }, (_, number) => `e${number}`);

    const claims = await Promise.all(names.map((name) => claimRun({ runs, now }, run, byClock(name))));

    const stored = await runs.get(runKey('ten', run.runId), { consistent: true });
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(new Set(claims.map((claim) => (claim.kind === 'taken' ? claim.by : claim.row.execution)))).toEqual(
      new Set([stored?.value.execution]),
    );
  });

  test('lets a retry of the same execution go on, with the time of its start', async () => {
    const run = await aRun('retry', { execution: 'mine', startedAt: '2026-01-05T02:30:01Z' });

    expect(await claimRun({ runs, now }, run, byClock('mine'))).toMatchObject({
      kind: 'claimed',
      row: { startedAt: '2026-01-05T02:30:01Z', execution: 'mine' },
    });
  });

  test.each<[string, Partial<Run>, ReturnType<typeof byClock> | ReturnType<typeof byPerson>, string]>([
    ['that is under way', { execution: 'other' }, byClock('late'), 'taken'],
    ['that is under way, for a person too', { execution: 'other' }, byPerson('person'), 'taken'],
    [
      'of which nobody has heard for longer than any lasts',
      { startedAt: '2026-01-04T01:00:00Z' },
      byClock('next'),
      'claimed',
    ],
    ['that ended since it was due', { state: 'finished' }, byClock('late'), 'taken'],
    ['that failed since it was due', { state: 'failed' }, byClock('late'), 'taken'],
    ['that this execution has ended', { state: 'finished', execution: 'me' }, byPerson('me'), 'taken'],
    [
      'that a person had made before it was due',
      { state: 'finished', startedAt: '2026-01-04T16:00:00Z' },
      byClock('night'),
      'claimed',
    ],
    ['that ended, for a person who asks for it again', { state: 'finished' }, byPerson('person'), 'claimed'],
  ])('answers of a run %s what holds', async (what, stored, claimant, kind) => {
    const run = await aRun(`case-${what.length}`, stored);

    expect((await claimRun({ runs, now }, run, claimant)).kind).toBe(kind);
  });
});
