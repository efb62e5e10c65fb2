import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Compaction,
  compactionKey,
  type LakePlace,
  lakeKeys,
  type StandsFor,
  type UploadKind,
  UpstreamError,
} from '../domain/index.ts';
import { kindColumns } from '../importing/index.ts';
import { copyFiles } from './copy-files.ts';
import { type LakeCatalog, readCatalog } from './lake-catalog.ts';
import { type CompactionLimits, chooseGroups, type FileGroup, usedFiles } from './lake-compaction-choice.ts';
import { comparePrecedence, NEWEST_FIRST } from './lake-current.ts';
import { openDatabase, quoteName } from './lake-database.ts';
import { writeRows } from './lake-part-files.ts';
import { LAKE_SCHEMA_VERSION } from './lake-version.ts';
import { fileRows } from './lake-views.ts';
import type { ObjectStore } from './objects.ts';
import type { CatalogTable } from './tables.ts';

export type CompactionStores = {
  /** The lake's bucket. */
  objects: Pick<ObjectStore, 'download' | 'upload' | 'remove'>;
  catalog: LakeCatalog & {
    compactions: Pick<CatalogTable['compactions'], 'get' | 'putNew' | 'replace'>;
  };
  temporaryDirectory: string;
  /** The present moment, RFC 3339. */
  now: () => string;
  limits?: Partial<CompactionLimits>;
};

const MEMORY_MIB = 768;
/** Nobody reads a file for longer that a manifest or a catalog named before: functions live 15 minutes, Athena's queries 30. */
const KEPT_HOURS = 24;

/**
 * Merge the small files of a merchant's market (or of `_all`), kind by kind and month by month, and remove what earlier mergers
 * left. What counts does not change: a compacted file holds the winning row of each key with its upload, sequence and line,
 * and is read only while each of those uploads counts.
 *
 * Safe beside anything: an upload or roll-back in between makes the compacted file unused, another process' conditional
 * write makes this one give way. Run again it finds nothing to do.
 *
 * @returns how many files were written, and how many objects removed
 * @throws UpstreamError when a group could not be merged; the other groups are merged all the same
 */
export async function compactLake(
  stores: CompactionStores,
  place: Omit<LakePlace, 'kind'>,
): Promise<{ compacted: number; removed: number }> {
  const known = await readCatalog(stores.catalog, place, { consistent: true });
  let removed = 0;
  for (const compaction of known.compactions) removed += await tidy(stores, { ...place, compaction, known });
  let compacted = 0;
  const faults: unknown[] = [];
  for (const group of chooseGroups(known, stores.limits))
    try {
      compacted += (await compactGroup(stores, { ...place, kind: group.kind }, group)) ? 1 : 0;
    } catch (error) {
      // one month that cannot be merged must not keep all others from it, every night
      faults.push(error);
    }
  if (faults.length > 0) throw new UpstreamError(toldOf(faults, compacted), { cause: faults[0] });
  return { compacted, removed };
}

const toldOf = (faults: readonly unknown[], compacted: number) =>
  `${faults.length} of ${faults.length + compacted} groups of files were not merged, the first for: ${String(faults[0])}`;

/** Merge one group of files; false where another process was at it. */
async function compactGroup(
  stores: CompactionStores,
  place: LakePlace,
  { month, files }: FileGroup,
): Promise<boolean> {
  const { objects, catalog, now } = stores;
  const at = compactionKey(place, month);
  const stored = await catalog.compactions.get(at, { consistent: true });
  const uploads = files.flatMap((file) => file.uploads).sort(comparePrecedence);
  // the version makes the name new: an object that was once named is never written again
  const generation = (stored?.version ?? 0) + 1;
  const key = lakeKeys.compacted(place, month, `${generation}-${digestOf(uploads)}`);
  const before = stored?.value.current ?? null;
  const others = stored?.value.leftovers ?? [];
  const { market, kind } = place;
  // named as a leftover before it is written: what a dying process leaves is found and removed
  const begun: Compaction = {
    ...{ market, kind, month, current: before },
    leftovers: [...others, { key, since: now() }],
  };
  const isMine = await (stored === undefined
    ? catalog.compactions.putNew(at, begun)
    : catalog.compactions.replace(at, begun, stored.version));
  if (!isMine) return false;
  const written = await mergeFiles(stores, { kind, files }, (file) =>
    objects.upload(file, key, 'application/vnd.apache.parquet'),
  );
  const superseded = before === null ? [] : [{ key: before.key, since: now() }];
  const current = { key, ...written, schemaVersion: LAKE_SCHEMA_VERSION, uploads };
  return catalog.compactions.replace(
    at,
    { market, kind, month, current, leftovers: [...others, ...superseded] },
    generation,
  );
}

async function mergeFiles(
  { objects, temporaryDirectory }: CompactionStores,
  { kind, files }: Pick<FileGroup, 'kind' | 'files'>,
  keep: (file: string) => Promise<void>,
): Promise<{ rows: number; bytes: number }> {
  const directory = await mkdtemp(join(temporaryDirectory, 'compact-'));
  const database = await openDatabase({ directory, memoryMib: MEMORY_MIB });
  try {
    const local = await copyFiles(objects, files, directory);
    await database.run(`CREATE TABLE merged AS ${winningRows(kind, fileRows(kind, local))}`);
    const [counted] = await database.run('SELECT count(*) AS rows FROM merged');
    const file = join(directory, 'merged.parquet');
    const { bytes } = await writeRows(database, { kind, from: 'merged', file });
    await keep(file);
    return { rows: Number(counted?.rows ?? 0), bytes };
  } finally {
    database.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Of rows with one key the one that counts; of forecasts every row, since a correction does not undo what was said before. */
function winningRows(kind: UploadKind, rows: string): string {
  if (kind === 'forecasts') return `SELECT * FROM (${rows})`;
  const key = kindColumns[kind].key.map(quoteName).join(', ');
  return `SELECT * FROM (${rows})
    QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY ${NEWEST_FIRST}) = 1`;
}

const digestOf = (uploads: readonly StandsFor[]) =>
  createHash('sha256').update(JSON.stringify(uploads)).digest('hex').slice(0, 16);

/** Let go of a compacted file that no longer stands, and remove objects that nobody can be reading any more. */
async function tidy(
  { objects, catalog, now }: CompactionStores,
  {
    compaction,
    known,
    ...place
  }: Omit<LakePlace, 'kind'> & { compaction: Compaction; known: Parameters<typeof usedFiles>[0] },
): Promise<number> {
  const { current, leftovers, kind, month } = compaction;
  const at = compactionKey({ ...place, kind }, month);
  const isUsed = current === null || usedFiles(known).has(current.key);
  const isOver = ({ since }: { since: string }) =>
    Date.parse(now()) - Date.parse(since) > KEPT_HOURS * 3_600_000;
  if (isUsed && !leftovers.some(isOver)) return 0;
  const stored = await catalog.compactions.get(at, { consistent: true });
  if (stored === undefined) return 0;
  const { value, version } = stored;
  const isSame = value.current?.key === current?.key;
  const letGo = !isUsed && isSame && current !== null ? [{ key: current.key, since: now() }] : [];
  const over = value.leftovers.filter(isOver);
  for (const { key } of over) await objects.remove(key);
  const left = [...value.leftovers.filter((leftover) => !isOver(leftover)), ...letGo];
  const kept = letGo.length > 0 ? null : value.current;
  const won = await catalog.compactions.replace(at, { ...value, current: kept, leftovers: left }, version);
  return won ? over.length : 0;
}
