import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Client } from '../../../lib/client/index.ts';
import { addDays } from '../../../lib/domain/index.ts';
import { PATIENCE_MS, type RunningStack } from '../running-stack.ts';
import { ended, firstReady } from './writing.ts';

/** Forecasts that people bring, and what they change. */
export function rivalTests(stack: () => RunningStack): void {
  test('takes a planner’s forecast and a person’s adjustment, shows it at once and follows it in the next run', async () => {
    const client = stack().client();
    const sku = await firstReady(client, 'gb');
    const path = { market: 'gb', sku };
    const forecast = async () => {
      const { body } = await client.call('GET /v1/markets/{market}/forecasts/{sku}', { path });
      if (body.kind !== 'ready') throw new Error(`no forecast of ${sku}`);
      return body;
    };
    const before = await forecast();
    const from = addDays(before.asOf, 1);
    const { etag = '' } = await client.call('GET /v1/markets/{market}/forecasts/{sku}/adjustments', { path });

    const wanted = { from, to: from, unitsPerDay: 777, reason: 'a customer announced a large order' };
    const body = { serve: 'always' as const, adjustments: [wanted] };
    const change = () =>
      client.call('PUT /v1/markets/{market}/forecasts/{sku}/adjustments', { path, body, ifMatch: etag });
    const made = await change();
    const again = await change().catch((error: unknown) => error);
    const atOnce = await forecast();
    await upload(client, `sku,date,mean,source\n${sku},${from},5,planner\n`);
    const started = await client.call('POST /v1/markets/{market}/runs', { path: { market: 'gb' } });
    const run = await ended(client, started.body.runId);
    const after = await forecast();

    expect(made.body.adjustments).toMatchObject([wanted]);
    expect(again).toMatchObject({ status: 412, code: 'stale' });
    expect(atOnce).toMatchObject({ mean: before.mean, adjusted: { mean: [777, ...before.mean.slice(1)] } });
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

async function upload(client: Client, text: string): Promise<void> {
  const { body: asked } = await client.call('POST /v1/uploads', {
    body: { market: 'gb', kind: 'forecasts', fileName: 'f.csv' },
  });
  await fetch(asked.put.url, { method: 'PUT', body: text });
  const path = { upload: asked.upload.upload };
  for (const startedMs = performance.now(); performance.now() - startedMs < PATIENCE_MS; await pause(250)) {
    const { state, reason } = (await client.call('GET /v1/uploads/{upload}', { path })).body;
    if (state === 'accepted') return;
    if (state !== 'awaited' && state !== 'reading') throw new Error(`the upload is ${state}: ${reason}`);
  }
  throw new Error('the upload was not read');
}
