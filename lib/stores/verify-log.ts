import { createHash } from 'node:crypto';
import {
  inPlace,
  lakeKeys,
  NotFoundError,
  parseStored,
  type RunSeal,
  runSealSchema,
} from '../domain/index.ts';
import { entryLeaf, placeOf, whatBreaksChain, whatIsWrong } from '../oversight/index.ts';
import { readLogFile } from './decision-log-file.ts';
import { leavesKeyOf } from './decision-seals.ts';
import type { ObjectStore } from './objects.ts';

/** Whether a market's decision log is as it was sealed; `where` names the first place that is not. */
export type LogCheck =
  | { kind: 'intact'; seals: number; entries: number; newest: RunSeal | null }
  | { kind: 'broken'; where: string; why: string };

/** The lake bucket, or a copy of it. */
export type LogBucket = Pick<ObjectStore, 'get' | 'list'>;

const HASH_BYTES = 32;

/**
 * Check a market's whole decision log in the bucket alone: every seal and its place in the chain, every byte of every file,
 * every entry. One file at a time is in memory.
 *
 * @param anchor - a digest that was handed out (`run.finished`): it must be one of the chain's
 * @param heard - told of each seal that holds
 */
export async function verifyLog(
  objects: LogBucket,
  { merchant, market, anchor }: { merchant: string; market: string; anchor?: string },
  heard: (seal: RunSeal) => void = () => undefined,
): Promise<LogCheck> {
  const keys = await objects.list(lakeKeys.seal(merchant, market, 0).replace(`${inPlace(0)}.json`, ''));
  let before: RunSeal | null = null;
  let entries = 0;
  let isAnchored = anchor === undefined;
  for (const key of keys.filter((one) => one.endsWith('.json'))) {
    const seal: RunSeal | string = await readSeal(objects, key);
    if (typeof seal === 'string') return { kind: 'broken', where: key, why: seal };
    const fault = await faultOf(objects, key, seal, before);
    if (fault !== null) return { kind: 'broken', ...fault };
    heard(seal);
    entries += seal.entries;
    isAnchored ||= seal.digest === anchor;
    before = seal;
  }
  if (!isAnchored)
    return {
      kind: 'broken',
      where: `after seal ${before?.number ?? 0}`,
      why: 'no seal has the digest that was handed out: the newest seals are gone, or all were written anew',
    };
  return { kind: 'intact', seals: before?.number ?? 0, entries, newest: before };
}

async function readSeal(objects: LogBucket, key: string): Promise<RunSeal | string> {
  try {
    return parseStored(runSealSchema, Buffer.from(await objects.get(key)).toString('utf8'), key);
  } catch {
    return 'it is no seal any more';
  }
}

type Fault = { where: string; why: string };

async function faultOf(
  objects: LogBucket,
  key: string,
  seal: RunSeal,
  before: RunSeal | null,
): Promise<Fault | null> {
  const chain = whatBreaksChain(seal, before);
  if (chain !== null) return { where: key, why: chain };
  if (lakeKeys.seal(seal.merchant, seal.market, seal.number) !== key)
    return { where: key, why: `it is the seal ${seal.number} of ${seal.merchant} in ${seal.market}` };
  const bytes = await getIfAny(objects, seal.file.key);
  if (bytes === null) return { where: seal.file.key, why: 'the file is gone' };
  const isWhole = createHash('sha256').update(bytes).digest('hex') === seal.file.sha256;
  const { leaves, places, fault } = await leavesOf(objects, seal, bytes);
  if (fault !== null) return fault;
  const why = whatIsWrong(seal, { leaves, places }, before);
  if (why !== null) return { where: seal.file.key, why };
  return isWhole
    ? null
    : { where: seal.file.key, why: 'its bytes were changed, though its entries read the same' };
}

/** Hash what the file holds, and name the first row that is not the one whose hash was kept beside it. */
async function leavesOf(
  objects: LogBucket,
  seal: RunSeal,
  bytes: Uint8Array,
): Promise<{ leaves: Buffer[]; places: number[]; fault: Fault | null }> {
  try {
    const rows = await readLogFile(Uint8Array.from(bytes).buffer, seal);
    const leaves = rows.map(({ entry }) => entryLeaf(entry));
    const kept = await getIfAny(objects, leavesKeyOf(seal));
    const at = kept === null ? -1 : leaves.findIndex((leaf, i) => !leaf.equals(hashAt(kept, i)));
    const places = rows.flatMap(({ entry }) => placeOf(entry) ?? []);
    const sku = rows[at]?.entry.sku ?? '';
    const where = `${seal.file.key}, row ${at + 1} (${sku})`;
    const fault = at < 0 ? null : { where, why: 'the entry is not the one that was sealed' };
    return { leaves, places, fault };
  } catch (error) {
    const why = `it can't be read: ${error instanceof Error ? error.message : String(error)}`;
    return { leaves: [], places: [], fault: { where: seal.file.key, why } };
  }
}

const hashAt = (hashes: Uint8Array, i: number) => hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);

async function getIfAny(objects: LogBucket, key: string): Promise<Uint8Array | null> {
  try {
    return await objects.get(key);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}
