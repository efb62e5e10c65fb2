import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { exportResults } from '../../../infra/commands/export.ts';
import { contracts, exportViewSchema, forecastViewSchema } from '../../../lib/domain/index.ts';
import { readBack } from '../../stores/read-parquet.ts';
import type { RunningStack } from '../running-stack.ts';

/** Results out as files: asked for, made by a function of its own, and got by a link. Of `jp`, which is at home in another region. */
export function exportTests(stack: () => RunningStack, stateFolder: () => string): void {
  const save = (file: string, ...words: string[]) => {
    const out = join(stateFolder(), file);
    return exportResults(['--market', 'jp', '--state', stateFolder(), '--out', out, ...words], {});
  };
  const saved = (file: string) => readFileSync(join(stateFolder(), file));

  test('holds every forecast that the API shows, day by day', async () => {
    const told = await save('forecasts.parquet', '--kind', 'forecasts', '--format', 'parquet');

    const days = await readBack(saved('forecasts.parquet'), 'sku, date, mean, p10, p50, p90');
    expect(told).toMatch(new RegExp(`^${days.length} rows of forecasts in `));
    const worklist = contracts['GET /v1/markets/{market}/skus'].answer;
    const { items } = await stack().read(worklist, '/v1/markets/jp/skus?limit=200&order=sku');
    expect(new Set(days.map(({ sku }) => sku))).toEqual(new Set(items.map(({ sku }) => sku)));
    for (const { sku } of items.slice(0, 3)) {
      const shown = await stack().read(forecastViewSchema, `/v1/markets/jp/forecasts/${sku}`);
      if (shown.kind !== 'ready') throw new Error(`${sku} has no forecast`);
      const own = days.filter((day) => day.sku === sku);
      for (const name of ['mean', 'p10', 'p50', 'p90'] as const)
        expect(own.map((day) => day[name])).toEqual(shown[name]);
    }
  });

  test('names buyers by the seller’s own codes for a token that may know them', async () => {
    await save('buyers.csv', '--kind', 'buyers', '--customer-codes');

    const [header, first] = saved('buyers.csv').toString('utf8').split('\r\n');
    expect(header).toMatch(/^\uFEFFcustomer_code,customer,segment,/);
    expect(first).toMatch(/^[^,]+,c1-[0-9a-f]{32},/);
  });

  test('gives a link to the one file, for whoever has it and nothing else', async () => {
    const asked = await stack().post('/v1/markets/jp/exports', { kind: 'decisions', format: 'csv' });
    const { export: id } = exportViewSchema.parse(asked.body);
    let view = await stack().read(exportViewSchema, `/v1/exports/${id}`);
    while (view.state === 'pending') view = await stack().read(exportViewSchema, `/v1/exports/${id}`);

    const url = view.link?.url ?? '';
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace(id, 'jp-OTHER'))).status).toBe(403);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(url.split('?')[0] ?? '')).ok).toBe(false);
  });
}
