import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { InputError, NotFoundError } from '../../lib/domain/index.ts';
import { createObjectStore, type LogBucket, verifyLog } from '../../lib/stores/index.ts';
import { orUsage, runCommand } from './ask-stack.ts';

const USAGE = `npm run verify:log -- --merchant demo --market de (--bucket <lake bucket> | --folder <copy of it>) [--anchor <digest>]
  Checks a market's whole decision log: every seal, every file, every entry, and names the first broken place. --bucket reads
  with the AWS credentials (and AWS_ENDPOINT_URL) of the environment; --folder a copy, as "aws s3 sync" makes it. --anchor is
  a digest that run.finished told: the chain must hold it.`;

/**
 * Check a decision log in its bucket or in a copy of it.
 *
 * @param words - the command line, without node and script
 * @returns what was checked, in words
 * @throws InputError for words that don't fit, and when the log is not as it was sealed
 */
export async function verifyLogCommand(words: readonly string[]): Promise<string> {
  const options = {
    merchant: { type: 'string' },
    market: { type: 'string' },
    bucket: { type: 'string' },
    folder: { type: 'string' },
    anchor: { type: 'string' },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = orUsage(USAGE, () => parseArgs({ args: [...words], options, allowPositionals: false }));
  if (values.help) return USAGE;
  const { merchant, market, anchor } = values;
  if (merchant === undefined || market === undefined)
    throw new InputError(`--merchant and --market are needed. ${USAGE}`);
  const check = await verifyLog(bucketOf(values), {
    ...{ merchant, market },
    ...(anchor === undefined ? {} : { anchor }),
  });
  if (check.kind === 'broken') throw new InputError(`BROKEN at ${check.where}: ${check.why}`);
  if (check.newest === null) return `${merchant}, ${market}: no seal yet`;
  const { number, digest, at } = check.newest;
  return `${merchant}, ${market}: intact, ${check.seals} seals over ${check.entries} entries; the newest is ${number} of ${at}, ${digest}`;
}

function bucketOf({
  bucket,
  folder,
}: {
  bucket?: string | undefined;
  folder?: string | undefined;
}): LogBucket {
  if (folder !== undefined) return folderAsBucket(folder);
  if (bucket === undefined) throw new InputError(`--bucket or --folder is needed. ${USAGE}`);
  return createObjectStore(new S3Client({ forcePathStyle: true }), bucket);
}

/** Read a copy of a bucket. */
function folderAsBucket(folder: string): LogBucket {
  return {
    get: async (key) =>
      readFile(join(folder, key)).catch((cause: unknown) => {
        throw new NotFoundError(`no object ${key}`, { cause });
      }),
    list: async (prefix) => {
      const names = await readdir(join(folder, prefix)).catch(() => []);
      return names.sort().map((name) => `${prefix}${name}`);
    },
  };
}

if (import.meta.main) await runCommand(() => verifyLogCommand(process.argv.slice(2)));
