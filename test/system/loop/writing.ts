import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { generateDemo } from '../../../infra/local/demo/index.ts';
import {
  contracts,
  outcomesAnswerSchema,
  parseAs,
  recommendationSchema,
  runStartedSchema,
  runViewSchema,
  type Upload,
} from '../../../lib/domain/index.ts';
import { PATIENCE_MS, type RunningStack } from '../running-stack.ts';

const REGIONS = ['eu-central-1', 'ap-northeast-1', 'us-east-1'];

/** What users bring in, and what becomes of it. */
export function writingTests(stack: () => RunningStack): void {
  test('lists every file of the demo as an upload whose rows add up', async () => {
    const files = generateDemo();

    const uploads = await allUploads(stack());

    const names = uploads.map(({ market, kind, fileName }) => `${market}/${kind}/${fileName}`);
    expect(names.sort()).toEqual(
      files.map(({ market, kind, fileName }) => `${market}/${kind}/${fileName}`).sort(),
    );
    for (const { rows } of uploads) expect(rows.read).toBe(rows.accepted + rows.merged + rows.quarantined);
    const lines = files.reduce((sum, { body }) => sum + linesIn(body) - 1, 0);
    expect(uploads.reduce((sum, { rows }) => sum + rows.read, 0)).toBe(lines);
  });

  test('accepts all of them but four rows of the corrections, each with its place and reason', async () => {
    const uploads = await allUploads(stack());

    const [partly, ...others] = uploads.filter(({ state }) => state !== 'accepted');
    expect(others).toEqual([]);
    expect(partly).toMatchObject({ state: 'partlyAccepted', market: 'de', kind: 'orders' });
    expect(partly?.fileName).toContain('corrections');
    expect(partly?.rows.quarantined).toBe(4);
    expect(partly?.rejects.map(({ column, value }) => [column, value]).sort()).toEqual([
      ['ordered_at', '2026-06-31T10:15:00'],
      ['ordered_at', 'unknown'],
      ['sku', ''],
      ['unit_price', '-4.90'],
    ]);
    for (const { line, reason } of partly?.rejects ?? []) {
      expect(line).toBeGreaterThan(1);
      expect(reason).not.toBe('');
    }
  });

  test('counts an outcome once, however often it is posted, and learns from it in the next run', async () => {
    const worklist = contracts['GET /v1/markets/{market}/skus'].answer;
    const { items } = await stack().read(worklist, '/v1/markets/gb/skus?limit=20');
    const sku = items.find(({ kind }) => kind === 'ready')?.sku ?? '';
    const path = `/v1/markets/gb/skus/${sku}/recommendation`;
    const before = await stack().read(recommendationSchema, path);
    const outcome = { key: 'till-4711', sku, from: '2026-06-22', to: '2026-06-28', unitsLost: 12 };
    const decisionId = before.kind === 'ready' ? before.decisionId : '';
    const post = () => stack().post('/v1/markets/gb/outcomes', { outcomes: [{ ...outcome, decisionId }] });

    const [first, second] = [await post(), await post()];
    const other = await stack().post('/v1/markets/gb/outcomes', {
      outcomes: [{ ...outcome, unitsLost: 99 }],
    });
    const started = await stack().post('/v1/markets/gb/runs', {});
    const run = await ended(stack(), parseAs(runStartedSchema, started.body, 'the started run').runId);
    const after = await stack().read(recommendationSchema, path);

    const totals = [first, second, other].map(({ body }) => parseAs(outcomesAnswerSchema, body, 'outcomes'));
    expect(totals).toMatchObject([
      { counted: 1, alreadyCounted: 0, refused: 0 },
      { counted: 0, alreadyCounted: 1, refused: 0 },
      { counted: 0, alreadyCounted: 0, refused: 1 },
    ]);
    expect(started.status).toBe(202);
    expect(run.state).toBe('finished');
    expect(before).toMatchObject({ evidence: { outcomes: 0 } });
    expect(after).toMatchObject({ evidence: { outcomes: 1 } });
  });

  test('gives a request with the same Idempotency-Key the stored answer', async () => {
    const { items } = await stack().read(
      contracts['GET /v1/markets/{market}/skus'].answer,
      '/v1/markets/us/skus?limit=1',
    );
    const outcome = { key: 'once', sku: items[0]?.sku, from: '2026-06-22', to: '2026-06-28', unitsLost: 1 };
    const post = (unitsLost: number) =>
      stack().post(
        '/v1/markets/us/outcomes',
        { outcomes: [{ ...outcome, unitsLost }] },
        { 'idempotency-key': 'a-key-of-the-caller' },
      );

    const [first, second, changed] = [await post(1), await post(1), await post(2)];

    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(changed.status).toBe(422);
  });
}

async function allUploads(stack: RunningStack): Promise<Upload[]> {
  const schema = contracts['GET /v1/uploads'].answer;
  const lists = await Promise.all(
    REGIONS.map((region) => stack.read(schema, `/${region}/v1/uploads?limit=200`)),
  );
  return lists.flatMap(({ items }) => items);
}

/** Wait until a run that was started a moment ago has ended. */
async function ended(stack: RunningStack, runId: string) {
  const askedAt = new Date().toISOString();
  for (const startedMs = performance.now(); performance.now() - startedMs < PATIENCE_MS; await pause(250)) {
    const run = await stack.read(runViewSchema, `/eu-central-1/v1/runs/${runId}`);
    if (run.state !== 'running' && (run.finishedAt ?? '') > askedAt) return run;
  }
  throw new Error(`the run ${runId} has not ended after ${PATIENCE_MS / 1000} s`);
}

const linesIn = (body: Uint8Array) => new TextDecoder().decode(body).trimEnd().split('\n').length;
