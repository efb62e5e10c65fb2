import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseHeader, type TextRecord } from '../../lib/importing/index.ts';
import { scanRecords } from '../../lib/stores/lake-scan.ts';
import { delimitedBatches } from '../../lib/stores/text-records.ts';
import { hostileFile } from './a-hostile-file.ts';
import { importText } from './import-text.ts';

const isFull = process.env.TRADEWIND_FULL !== undefined;
const LONG_MS = 3_300_000;

/** MiB of a large file, made of one file again and again, and of one that is a quarter of it. */
const LARGE_MIB = isFull ? 8 : 1;
const PARTS = 4;
/** What a MiB of the large file may cost, against a MiB of the quarter: what costs more with every row has no end. */
const MOST_GROWTH = 2;
/** What else runs on the machine makes the same work dearer, and nothing makes it cheaper: a file has so many tries. */
const TRIES = 5;

test(
  'takes processor time in proportion to a text of any kind',
  async () => {
    await fc.assert(
      fc.asyncProperty(hostileFile, async ({ fileName, bytes }) => {
        fc.pre(bytes.length > 200 && !isPacked(bytes));
        const least = { part: Infinity, whole: Infinity };
        for (
          let attempt = 0;
          attempt < TRIES && !(least.whole < MOST_GROWTH * PARTS * least.part);
          attempt++
        ) {
          least.part = Math.min(least.part, await secondsOf(fileName, bytes, LARGE_MIB / PARTS));
          least.whole = Math.min(least.whole, await secondsOf(fileName, bytes, LARGE_MIB));
        }

        expect(least.whole / (PARTS * least.part)).toBeLessThan(MOST_GROWTH);
      }),
      { numRuns: isFull ? 100 : 3, seed: 9 },
    );
  },
  LONG_MS,
);

/** Import a file made of another again and again, and see that each row is somewhere. @returns processor time, seconds */
async function secondsOf(fileName: string, bytes: Uint8Array, mib: number): Promise<number> {
  const large = Buffer.concat(Array<Uint8Array>(Math.ceil((mib * 2 ** 20) / bytes.length)).fill(bytes));
  const before = process.cpuUsage();
  const { result } = await importText(large, { fileName, limits: { refusedShare: 1 }, query: null });
  const { user, system } = process.cpuUsage(before);
  const { read, accepted, merged, quarantined, waiting } = result.rows;

  expect(read).toBe(accepted + merged + quarantined + waiting);
  return (user + system) / 1e6;
}

const isPacked = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

test(
  'scans any text without a crash, and writes each of its rows once, to the rows or to the problems',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'tradewind-scan-'));
    const [rowsFile, problemsFile] = [join(directory, 'rows'), join(directory, 'problems')];
    const countLines = async (file: string) => (await readFile(file, 'utf8')).split('\n').length - 1;
    try {
      await fc.assert(
        fc.asyncProperty(hostileFile, fc.array(fc.nat(400), { maxLength: 3 }), async ({ bytes }, cuts) => {
          await Promise.all([writeFile(rowsFile, ''), writeFile(problemsFile, '')]);
          const text = Buffer.from(bytes).toString();
          const batches = delimitedBatches(pieces(text, cuts), () => undefined);
          const settle = async (head: readonly TextRecord[]) => {
            const place = chooseHeader('orders', head, {})?.place ?? 0;
            return { headerPlace: place, places: [0, 2], carried: { order: 0, places: [0, 1] } };
          };
          const records = await scanRecords({
            batches,
            rowsFile,
            problemsFile,
            mayEndEarly: false,
            refuseBroken: true,
            settle,
          }).catch((error: Error) => {
            expect(error.message).toBe('the file is empty');
            return 0;
          });

          expect((await countLines(rowsFile)) + (await countLines(problemsFile))).toBe(records);
        }),
        { numRuns: isFull ? 100_000 : 2000, seed: 8 },
      );
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  LONG_MS,
);

async function* pieces(text: string, cuts: readonly number[]): AsyncGenerator<string> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    if (cut > from && cut < text.length) {
      yield text.slice(from, cut);
      from = cut;
    }
  }
  yield text.slice(from);
}
