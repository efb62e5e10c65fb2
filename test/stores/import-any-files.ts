import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hostileFile } from './a-hostile-file.ts';
import { importText } from './import-text.ts';
import { shareDatabase } from './share-database.ts';

const LONG_MS = 3_300_000;

/** Imports of each of the four parts: 100,000 in full. */
const IMPORTS = process.env.TRADEWIND_FULL === undefined ? 125 : 25_000;

/**
 * Hold imports of generated files against what must be true of each: one of four parts, each a file of tests of its own, so that
 * both of jest's workers have their share.
 *
 * @param part - 1 to 4: other files in each
 */
export function testImportsOfAnyFile(part: number): void {
  const shared = shareDatabase();

  test(
    'counts every row of any file once: accepted, merged, refused with its reason, or waiting',
    async () => {
      await fc.assert(
        fc.asyncProperty(hostileFile, fc.constantFrom(0.05, 1), async ({ fileName, bytes }, refusedShare) => {
          const { result, rows, rejects } = await importText(bytes, {
            fileName,
            limits: { refusedShare },
            shared: shared(),
          });
          const { read, accepted, merged, quarantined, waiting } = result.rows;

          expect(read).toBe(accepted + merged + quarantined + waiting);
          expect(rows).toHaveLength(accepted);
          // one line a refused row, below the header
          expect(rejects.split('\n').length - 2).toBe(quarantined > 0 ? quarantined : -1);
          expect(result.reason === null).toBe(result.state === 'accepted');
          if (result.state === 'needsAnswer') expect(result.questions.length).toBeGreaterThan(0);
        }),
        { numRuns: IMPORTS, seed: 70 + part },
      );
    },
    LONG_MS,
  );
}
