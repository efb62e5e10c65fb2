import { once } from 'node:events';
import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Summary } from '../../infra/local/start/summary.ts';
import { countRows, demoPart, writeFiles } from './data-folder.ts';
import { type Documents, differences, documentsOf } from './restart/documents.ts';
import {
  collect,
  end,
  PATIENCE_MS,
  runStart,
  spawnStart,
  startStack,
  summaryOf,
  temporaryState,
} from './running-stack.ts';

const FULL = process.env.TRADEWIND_FULL !== undefined;
jest.setTimeout(FULL ? 30 * PATIENCE_MS : PATIENCE_MS);

/** Two markets that share a location, and more SKUs than one shard takes in one of them. */
const MARKETS = ['de', 'gb'];
const SKUS = [
  ...['FA', 'TO', 'SA', 'PK', 'OF', 'CL'].flatMap((prefix) =>
    ['103', '106', '109', '110'].map((n) => `${prefix}-${n}`),
  ),
  'OF-107',
  'CL-105',
];

/** When to kill: as soon as something is told that says so. */
const MOMENTS = {
  'while files are read': /accepted {7}\S+/,
  'while series are forecast': /de-2026-06-30: \d+ series/,
  'while policies are learnt': /learn 1\/\d/,
} as const;

describe('a start that is killed and started again', () => {
  const state = temporaryState();
  const data = join(state.folder, 'data');
  const files = demoPart({ markets: MARKETS, skus: SKUS });
  const at = (name: string) => ['--state', join(state.folder, name), '--data', data, '--port', '0'];
  let undisturbed: { summary: Summary; documents: Documents };

  beforeAll(async () => {
    writeFiles(data, files);
    const summary = summaryOf(await runStart(...at('undisturbed'), '--once'));
    undisturbed = { summary, documents: await documentsAt('undisturbed') };
  }, PATIENCE_MS);
  afterAll(() => state.remove());

  /** What the API shows of a state, after one more start that finds everything done. */
  async function documentsAt(name: string): Promise<Documents> {
    const stack = await startStack(join(state.folder, name), '--data', data);
    try {
      expect(stack.printed()).toContain(`0 of ${Object.keys(files).length} files dropped`);
      return await documentsOf(stack, MARKETS);
    } finally {
      await stack.stop();
    }
  }

  /** Give a state the keys of the undisturbed one: buyers' pseudonyms are made with them. */
  function withTheSameKeys(name: string): void {
    const from = join(state.folder, 'undisturbed');
    for (const secrets of globSync('*/secrets', { cwd: from }))
      cpSync(join(from, secrets), join(state.folder, name, secrets), { recursive: true });
  }

  async function expectTheSame(name: string): Promise<void> {
    const { seconds: _, peakMiB: __, ...counts } = summaryOf(await runStart(...at(name), '--once'));
    const { seconds: ___, peakMiB: ____, ...expected } = undisturbed.summary;
    expect(counts).toEqual(expected);
    expect(differences(await documentsAt(name), undisturbed.documents)).toEqual([]);
  }

  test('reads every row, undisturbed', () => {
    expect(undisturbed.summary).toMatchObject({
      markets: 2,
      rows: { read: countRows(files), quarantined: 0 },
    });
    expect(undisturbed.summary.policies).toBeGreaterThan(0);
  });

  test('ends with the same numbers and documents after three kills, one in each stage', async () => {
    withTheSameKeys('killed');

    for (const [when, sign] of Object.entries(MOMENTS)) {
      const told = await killWhen(spawnStart(at('killed')), (text) => sign.test(text));
      expect({ when, told }).toMatchObject({ told: expect.stringMatching(sign) });
    }

    await expectTheSame('killed');
  });

  (FULL ? test : test.skip)('ends with the same after a kill at any of twenty moments', async () => {
    for (let n = 1; n <= 20; n++) {
      withTheSameKeys(`killed-${n}`);
      const child = spawnStart(at(`killed-${n}`));
      const lateMs = (undisturbed.summary.seconds * 1000 * n) / 20;
      await Promise.race([pause(lateMs), once(child, 'close')]);
      await end(child, 'SIGKILL');

      await expectTheSame(`killed-${n}`);
    }
  });
});

/** Kill a start once it has told something. @returns all that it told */
async function killWhen(
  child: ReturnType<typeof spawnStart>,
  isTime: (told: string) => boolean,
): Promise<string> {
  const out = collect(child);
  while (!isTime(out.stderr()) && child.exitCode === null) await pause(20);
  await end(child, 'SIGKILL');
  return out.stderr();
}
