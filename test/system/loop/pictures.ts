import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { contracts } from '../../../lib/domain/index.ts';
import { readSvg } from '../../charts/read-svg.ts';
import type { RunningStack } from '../running-stack.ts';

/** `npm run plot` against the running stack. */
export function pictureTests(stack: () => RunningStack, folder: () => string): void {
  const plot = async (file: string, ...words: string[]) => {
    const { url, token } = stack().session;
    const out = join(folder(), file);
    const all = ['infra/commands/plot.ts', '--api', url, '--out', out, ...words];
    const { stdout } = await promisify(execFile)(process.execPath, all, {
      env: { ...process.env, TRADEWIND_TOKEN: token },
    });
    expect(stdout.trim()).toBe(out);
    return readFileSync(out, 'utf8');
  };

  describe('the plot command', () => {
    test('writes a SKU’s forecast as SVG that names the SKU', async () => {
      const worklist = contracts['GET /v1/markets/{market}/skus'].answer;
      const { items } = await stack().read(worklist, '/v1/markets/us/skus?limit=1');
      const sku = items[0]?.sku ?? '';

      const svg = await plot('forecast.svg', '--market', 'us', '--sku', sku);

      expect(svg).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg.trimEnd()).toMatch(/<\/svg>$/);
      expect(svg).toContain(sku);
    });

    test('writes a market’s segments as SVG that names each', async () => {
      const { answer } = contracts['GET /v1/markets/{market}/segments'];
      const segmentation = await stack().read(answer, '/v1/markets/us/segments');

      const svg = await plot('segments.svg', '--market', 'us');

      const names = segmentation.kind === 'ready' ? segmentation.segments.map(({ name }) => name) : [];
      expect(names.length).toBeGreaterThan(1);
      // a long name goes over lines: words on end hold it all the same
      const words = readSvg(svg).words.join(' ');
      for (const name of names) expect(words).toContain(name);
    });
  });
}
