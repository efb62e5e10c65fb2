import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Summary } from '../../infra/local/start/summary.ts';
import { countRows, demoPart, writeFiles } from './data-folder.ts';
import { type Documents, differences, documentsOf } from './restart/documents.ts';
import { MOMENTS, type Moment, THREE_MOMENTS } from './restart/moments.ts';
import { type StoredObjects, storedObjects } from './restart/stored-objects.ts';
import {
  type Ended,
  PATIENCE_MS,
  runProgram,
  runStart,
  startStack,
  summaryOf,
  temporaryState,
} from './running-stack.ts';

const DYING = join(import.meta.dirname, 'restart/start-and-die.ts');
const KILLING = join(import.meta.dirname, 'restart/start-and-kill-function.ts');
const FULL = process.env.TRADEWIND_FULL !== undefined;
const PATIENCE = FULL ? 10 * PATIENCE_MS : PATIENCE_MS;
jest.setTimeout(PATIENCE);

/** Two markets that share a location, and more SKUs than one shard takes in one of them. */
const MARKETS = ['de', 'gb'];
const SKUS = [
  ...['FA', 'TO', 'SA', 'PK', 'OF', 'CL'].flatMap((prefix) =>
    ['103', '106', '109', '110'].map((n) => `${prefix}-${n}`),
  ),
  'OF-107',
  'CL-105',
];

describe('a start that is killed and started again', () => {
  const state = temporaryState();
  const data = join(state.folder, 'data');
  const files = demoPart({ markets: MARKETS, skus: SKUS });
  const at = (name: string) => ['--state', join(state.folder, name), '--data', data, '--port', '0'];
  let undisturbed: { summary: Summary; documents: Documents; objects: StoredObjects };

  beforeAll(async () => {
    writeFiles(data, files);
    const summary = summaryOf(await runStart(...at('undisturbed'), '--once'));
    const documents = await documentsAt('undisturbed');
    undisturbed = { summary, documents, objects: storedObjects(join(state.folder, 'undisturbed')) };
  }, PATIENCE);
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

  /** See that a state is the undisturbed one, after the start that completes it. */
  async function expectTheSame(name: string, completed: Ended): Promise<void> {
    const { seconds: _, peakMiB: __, ...counts } = summaryOf(completed);
    const { seconds: ___, peakMiB: ____, ...expected } = undisturbed.summary;
    expect(counts).toEqual(expected);
    expect(differences(await documentsAt(name), undisturbed.documents)).toEqual([]);
    expect(storedObjects(join(state.folder, name))).toEqual(undisturbed.objects);
  }

  test('reads every row, undisturbed', () => {
    expect(undisturbed.summary).toMatchObject({
      markets: 2,
      rows: { read: countRows(files), quarantined: 0 },
    });
    expect(undisturbed.summary.policies).toBeGreaterThan(0);
  });

  /** Kill starts of one state at these moments, one after the other. */
  async function killAt(name: string, moments: readonly Moment[]): Promise<void> {
    withTheSameKeys(name);
    for (const moment of moments) {
      const { signal, stderr } = await runProgram(DYING, JSON.stringify(moment), ...at(name), '--once');
      expect([moment.name, signal, stderr]).toEqual([
        moment.name,
        'SIGKILL',
        expect.stringContaining(`dies: ${moment.name}`),
      ]);
    }
  }

  test('ends with the same numbers, documents and bytes after three kills, one in each stage, and that of a function in its work', async () => {
    await killAt('killed', THREE_MOMENTS);
    const completed = await runProgram(KILLING, 'report', ...at('killed'), '--once');

    expect(completed.stderr).toContain('kills: report');
    await expectTheSame('killed', completed);
  });

  (FULL ? test : test.skip).each([0, 1, 2, 3])(
    'ends with the same after twenty kills, on both sides of every step: part %d of four',
    async (part) => {
      // four states, each killed at five moments in their order
      const name = `killed-${part}`;
      await killAt(
        name,
        MOMENTS.filter((_moment, place) => place % 4 === part),
      );
      await expectTheSame(name, await runStart(...at(name), '--once'));
    },
  );
});
