import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import {
  addDays,
  adjustmentsViewSchema,
  contracts,
  forecastViewSchema,
  parseAs,
  runStartedSchema,
  runViewSchema,
  uploadCreatedSchema,
} from '../../../lib/domain/index.ts';
import { PATIENCE_MS, type RunningStack } from '../running-stack.ts';

const MARKET = '/v1/markets/gb';

/** Forecasts that people bring, and what they change. */
export function rivalTests(stack: () => RunningStack): void {
  test('takes a planner’s forecast and a person’s adjustment, shows it at once and follows it in the next run', async () => {
    const worklist = contracts['GET /v1/markets/{market}/skus'].answer;
    const { items } = await stack().read(worklist, `${MARKET}/skus?limit=20`);
    const sku = items.find(({ kind }) => kind === 'ready')?.sku ?? '';
    const path = `${MARKET}/forecasts/${sku}`;
    const before = await stack().read(forecastViewSchema, path);
    if (before.kind !== 'ready') throw new Error(`no forecast of ${sku}`);
    const from = addDays(before.asOf, 1);
    const seen = await stack().get(`${path}/adjustments`);
    const etag = seen.headers.get('etag') ?? '';

    const wanted = { from, to: from, unitsPerDay: 777, reason: 'a customer announced a large order' };
    const change = { serve: 'always', adjustments: [wanted] };
    const made = await stack().put(`${path}/adjustments`, change, { 'if-match': etag });
    const again = await stack().put(`${path}/adjustments`, change, { 'if-match': etag });
    const atOnce = await stack().read(forecastViewSchema, path);
    await upload(stack(), `sku,date,mean,source\n${sku},${from},5,planner\n`);
    const run = await runNow(stack());
    const after = await stack().read(forecastViewSchema, path);

    expect(parseAs(adjustmentsViewSchema, made.body, 'adjustments').adjustments).toMatchObject([wanted]);
    expect(again.status).toBe(412);
    expect(atOnce).toMatchObject({ mean: before.mean, adjusted: { mean: [777, ...before.mean.slice(1)] } });
    if (after.kind !== 'ready') throw new Error(`no forecast of ${sku} any more`);
    expect(after.mean[0]).toBe(777);
    expect(after.contest?.served).toBe('adjustments');
    expect(after.contest?.contestants.map(({ name }) => name).sort()).toEqual([
      'adjustments',
      'blend',
      'default',
      'planner',
    ]);
    expect(after.contest?.unadjusted?.mean).toEqual(before.mean);
    expect(after.adjusted?.mean[0]).toBe(777);
    expect(run.summary?.forecastValueAdded?.map(({ name, served }) => [name, served]).sort()).toEqual([
      ['adjustments', 1],
      ['blend', 0],
      ['planner', 0],
    ]);
  });
}

async function upload(stack: RunningStack, text: string): Promise<void> {
  const asked = await stack.post('/v1/uploads', { market: 'gb', kind: 'forecasts', fileName: 'f.csv' });
  const { upload, put } = parseAs(uploadCreatedSchema, asked.body, 'the upload');
  await fetch(put.url, { method: 'PUT', body: text });
  const schema = contracts['GET /v1/uploads/{upload}'].answer;
  for (const startedMs = performance.now(); performance.now() - startedMs < PATIENCE_MS; await pause(250)) {
    const { state, reason } = await stack.read(schema, `/v1/uploads/${upload.upload}`);
    if (state === 'accepted') return;
    if (state !== 'awaited' && state !== 'reading') throw new Error(`the upload is ${state}: ${reason}`);
  }
  throw new Error('the upload was not read');
}

async function runNow(stack: RunningStack) {
  const askedAt = new Date().toISOString();
  const started = await stack.post(`${MARKET}/runs`, {});
  const { runId } = parseAs(runStartedSchema, started.body, 'the started run');
  for (const startedMs = performance.now(); performance.now() - startedMs < PATIENCE_MS; await pause(250)) {
    const run = await stack.read(runViewSchema, `/eu-central-1/v1/runs/${runId}`);
    if (run.state !== 'running' && (run.finishedAt ?? '') > askedAt) return run;
  }
  throw new Error(`the run ${runId} has not ended`);
}
