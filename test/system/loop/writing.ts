import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { generateDemo } from '../../../infra/local/demo/index.ts';
import type { Client } from '../../../lib/client/index.ts';
import type { Upload } from '../../../lib/domain/index.ts';
import { PATIENCE_MS, type RunningStack } from '../running-stack.ts';

const JAPAN = 'ap-northeast-1';
const REGIONS = ['eu-central-1', JAPAN, 'us-east-1'];

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
    const client = stack().client();
    const sku = await firstReady(client, 'gb');
    const advise = async () => (await client.call(RECOMMENDATION, { path: { market: 'gb', sku } })).body;
    const before = await advise();
    const decisionId = before.kind === 'ready' ? before.decisionId : '';
    const outcome = { key: 'till-4711', sku, ...LAST_WEEK };
    const post = async (said: { unitsLost: number; decisionId?: string }) => {
      const body = { outcomes: [{ ...outcome, ...said }] };
      return (await client.call(OUTCOMES, { path: { market: 'gb' }, body })).body;
    };

    const first = await post({ unitsLost: 12, decisionId });
    const second = await post({ unitsLost: 12, decisionId });
    const other = await post({ unitsLost: 99 });
    const started = await client.call('POST /v1/markets/{market}/runs', { path: { market: 'gb' } });
    const run = await ended(client, started.body.runId);
    const after = await advise();

    expect([first, second, other]).toMatchObject([
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
    const client = stack().client();
    const outcome = { key: 'once', sku: await firstReady(client, 'us'), ...LAST_WEEK };
    const post = (unitsLost: number) =>
      client.call(OUTCOMES, {
        path: { market: 'us' },
        body: { outcomes: [{ ...outcome, unitsLost }] },
        idempotencyKey: 'a-key-of-the-caller',
      });

    const [first, second] = [await post(1), await post(1)];

    expect(second.body).toEqual(first.body);
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    await expect(post(2)).rejects.toMatchObject({ status: 422, code: 'invalid-input' });
  });

  test('charges what a person approved, from the next request on, and takes no second approval from the same person', async () => {
    const client = stack().client(JAPAN);
    const ids: string[] = [];
    for await (const item of client.items('GET /v1/decisions', { query: { market: 'jp', limit: 10 } }))
      if ('sku' in item && item.price.micros !== item.currentPrice.micros) ids.push(item.decision);
    const decision = ids[0] ?? 'no draft moves a price';
    const { body: draft, etag = '' } = await client.call('GET /v1/decisions/{decision}', {
      path: { decision },
    });
    if (!('sku' in draft)) throw new Error(`${decision} is of no SKU`);
    const approve = (ifMatch: string) =>
      client.call('POST /v1/decisions/{decision}/approve', { path: { decision }, ifMatch });

    await expect(approve('"999"')).rejects.toMatchObject({ status: 412, code: 'stale' });
    const { body: approved } = await approve(etag);
    const path = { market: 'jp', sku: draft.sku };
    const { body: advice } = await client.call(RECOMMENDATION, { path });

    expect(approved.state).toBe('approved');
    expect(advice).toMatchObject({ effective: { price: draft.price } });
    await expect(approve(etag)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  });
}

const RECOMMENDATION = 'GET /v1/markets/{market}/skus/{sku}/recommendation';
const OUTCOMES = 'POST /v1/markets/{market}/outcomes';
const LAST_WEEK = { from: '2026-06-22', to: '2026-06-28' };

async function allUploads(stack: RunningStack): Promise<Upload[]> {
  const uploads: Upload[] = [];
  for (const region of REGIONS)
    for await (const upload of stack.client(region).items('GET /v1/uploads', { query: { limit: 200 } }))
      uploads.push(upload);
  return uploads;
}

/** A SKU of the market that has a policy. */
export async function firstReady(client: Client, market: string): Promise<string> {
  for await (const { kind, sku } of client.items('GET /v1/markets/{market}/skus', { path: { market } }))
    if (kind === 'ready') return sku;
  throw new Error(`no SKU of ${market} has a policy`);
}

/** Wait until a run that was started a moment ago has ended. */
export async function ended(client: Client, runId: string) {
  const askedAt = new Date().toISOString();
  for (const startedMs = performance.now(); performance.now() - startedMs < PATIENCE_MS; await pause(250)) {
    const { body: run } = await client.call('GET /v1/runs/{run}', { path: { run: runId } });
    if (run.state !== 'running' && (run.finishedAt ?? '') > askedAt) return run;
  }
  throw new Error(`the run ${runId} has not ended after ${PATIENCE_MS / 1000} s`);
}

const linesIn = (body: Uint8Array) => new TextDecoder().decode(body).trimEnd().split('\n').length;
