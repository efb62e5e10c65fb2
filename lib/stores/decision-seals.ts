import { createHash } from 'node:crypto';
import {
  ALL_MARKETS,
  ConflictError,
  type DecisionLogEntry,
  decisionLogKeys,
  inPlace,
  type LoggedAct,
  lakeKeys,
  logEntrySchema,
  parseStored,
  type RunName,
  type RunSeal,
} from '../domain/index.ts';
import { entryLeaf, rootOfLeaves, sealRun } from '../oversight/index.ts';
import { createLogFile } from './decision-log-file.ts';
import type { DocumentTable } from './documents.ts';
import { readLines } from './json-lines.ts';
import type { ObjectStore } from './objects.ts';

/** What sealing reads and writes. */
export type SealStores = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'bucket' | 'get' | 'put' | 'list'>;
  acts: Pick<DocumentTable<LoggedAct>, 'query'>;
  seals: Pick<DocumentTable<RunSeal>, 'query' | 'putNew'>;
  /** RFC 3339. */
  now: () => string;
};

/** Times that another run's seal may come first. */
const TRIES = 20;
/** Seals among which a run that is reported again finds its own. */
const LOOK_BACK = 400;

/**
 * Seal what a run's night did to decisions and every act of a person since the last seal, chained to it.
 *
 * The seal's own item, which is put once, decides: what comes before it can be repeated, and what comes after it is made good
 * by the next call. A run that is reported again seals no night twice: its acts since alone, and nothing where there are none. Of two runs that seal at once each has a seal.
 *
 * @returns the newest seal
 * @throws ConflictError when others were faster twenty times
 */
export async function sealDecisions(stores: SealStores, run: RunName): Promise<RunSeal> {
  return sealAll(stores, run, await readNight(stores, run));
}

/**
 * Seal every act on what holds for all markets of the merchant since the last such seal, as `sealDecisions` does: in a log of its
 * own, `_all`, by whichever run ends next.
 *
 * @returns the newest seal; `null` while there was never an act
 */
export async function sealMerchantActs(stores: SealStores, run: RunName): Promise<RunSeal | null> {
  const ofAll = { ...run, market: ALL_MARKETS };
  const [newest = null] = await newestSeals(stores.seals, ofAll, 1);
  const acts = await actsAfter(stores.acts, ofAll, newest?.lastAct ?? 0);
  if (acts.length === 0) return newest;
  return sealAll(stores, ofAll, { lines: [], root: rootOfLeaves([]).toString('hex') });
}

async function sealAll(stores: SealStores, run: RunName, night: Night): Promise<RunSeal> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const newest = await newestSeals(stores.seals, run);
    const [before = null] = newest;
    if (before !== null) await publish(stores, before);
    const acts = await actsAfter(stores.acts, run, before?.lastAct ?? 0);
    const isKnown = newest.some((seal) => seal.runId === run.runId && seal.nightRoot === night.root);
    if (before !== null && isKnown && acts.length === 0) return before;
    const seal = await writeSeal(stores, run, { ...night, acts, lines: isKnown ? [] : night.lines }, before);
    const { pk, sk } = decisionLogKeys.seal(run.merchant, run.market, seal.number);
    if (!(await stores.seals.putNew({ pk, sk }, seal))) continue;
    await publish(stores, seal);
    return seal;
  }
  throw new ConflictError(`the decision log of ${run.market} is being sealed by others: try again`);
}

type Night = { lines: DecisionLogEntry[]; root: string };

async function readNight({ objects }: SealStores, { merchant, runId }: RunName): Promise<Night> {
  const keys = await objects.list(lakeKeys.nightLines(merchant, runId, '').replace(/\.jsonl\.gz$/, ''));
  const lines: DecisionLogEntry[] = [];
  for (const key of keys)
    lines.push(...(await readLines(objects, key, (line, where) => parseStored(logEntrySchema, line, where))));
  return { lines, root: rootOfLeaves(lines.map(entryLeaf)).toString('hex') };
}

/** The newest seals of a market, newest first. */
export async function newestSeals(
  seals: Pick<DocumentTable<RunSeal>, 'query'>,
  { merchant, market }: Pick<RunName, 'merchant' | 'market'>,
  limit = LOOK_BACK,
): Promise<RunSeal[]> {
  const { pk } = decisionLogKeys.seal(merchant, market, 1);
  const { items } = await seals.query(pk, { descending: true, limit, consistent: true });
  return items.map(({ value }) => value);
}

/** Acts beyond a place, in order. */
async function actsAfter(
  acts: Pick<DocumentTable<LoggedAct>, 'query'>,
  { merchant, market }: RunName,
  place: number,
): Promise<LoggedAct[]> {
  const found: LoggedAct[] = [];
  let cursor: Record<string, string | number> | undefined = decisionLogKeys.act(merchant, market, place);
  do {
    const page: Awaited<ReturnType<typeof acts.query>> = await acts.query(
      decisionLogKeys.act(merchant, market, 1).pk,
      { consistent: true, cursor },
    );
    found.push(...page.items.map(({ value }) => value));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** Write the file of the entries and that of their hashes under names that nothing else has, and make the seal. */
async function writeSeal(
  { objects, now }: SealStores,
  { merchant, market, asOf, runId }: RunName,
  { acts, lines, root: nightRoot }: Night & { acts: readonly LoggedAct[] },
  before: RunSeal | null,
): Promise<RunSeal> {
  const file = createLogFile();
  file.add(acts);
  file.endGroup();
  file.add(lines);
  const leaves = [...acts, ...lines].map(entryLeaf);
  const places = acts.map(({ place }) => place);
  const bytes = file.finish();
  const name = `${inPlace((before?.number ?? 0) + 1)}-${rootOfLeaves(leaves).toString('hex').slice(0, 16)}`;
  const key = lakeKeys.sealedEntries(merchant, market, asOf, name);
  await objects.put(key, bytes, 'application/vnd.apache.parquet');
  await objects.put(
    lakeKeys.sealedLeaves(merchant, market, name),
    Buffer.concat(leaves),
    'application/octet-stream',
  );
  const [earliest] = [...acts, ...lines].map((entry) => entry.at).sort(byInstant);
  const about = {
    ...{ merchant, market, runId, asOf, at: now(), nightRoot, file: { key, ...digestOf(bytes) } },
    ...(earliest === undefined ? {} : { earliest }),
  };
  return sealRun(about, { leaves, places }, before);
}

const byInstant = (a: string, b: string) => Date.parse(a) - Date.parse(b);

const digestOf = (bytes: Uint8Array) => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** The object of the hashes that stands beside a sealed file. */
export const leavesKeyOf = ({ merchant, market, file }: RunSeal): string =>
  lakeKeys.sealedLeaves(
    merchant,
    market,
    file.key
      .split('/')
      .at(-1)
      ?.replace(/\.parquet$/, '') ?? '',
  );

/** Lay the seal into the bucket, once, and tell readers outside which files a day has. */
async function publish(stores: SealStores, seal: RunSeal): Promise<void> {
  const { merchant, market, number } = seal;
  const key = lakeKeys.seal(merchant, market, number);
  if ((await stores.objects.list(key)).length > 0) return;
  await tellFiles(stores, seal);
  await stores.objects.put(key, JSON.stringify(seal), 'application/json');
}

/** Of writers that race each ends on the seals as they are: they are read again after the writing. */
async function tellFiles({ objects, seals }: SealStores, seal: RunSeal): Promise<void> {
  const { merchant, market, asOf } = seal;
  let written: string | undefined;
  for (;;) {
    const own = (await newestSeals(seals, seal)).filter((one) => one.asOf === asOf && one.entries > 0);
    const text = own
      .map(({ file }) => `s3://${objects.bucket}/${file.key}\n`)
      .sort()
      .join('');
    if (text === written || (written === undefined && text === '')) return;
    await objects.put(lakeKeys.logSymlinks(merchant, market, asOf), text, 'text/plain');
    written = text;
  }
}
