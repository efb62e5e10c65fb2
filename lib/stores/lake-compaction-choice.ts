import type { Compaction, LakeFile, UploadKind } from '../domain/index.ts';
import { type CurrentFile, currentFiles } from './lake-current.ts';
import { LAKE_SCHEMA_VERSION } from './lake-version.ts';

export type CompactionLimits = {
  /** Files of one kind and month from which on they are merged. */
  leastFiles: number;
  /** A group with more bytes than this is large enough as it is. */
  mostBytes: number;
  /** A group of more uploads is left: the catalog's item must hold their names. */
  mostUploads: number;
  /** What one night merges at most, so that the plan is not held up; the rest is the next night's. */
  mostFilesANight: number;
  mostBytesANight: number;
};

const LIMITS: CompactionLimits = {
  leastFiles: 8,
  mostBytes: 512 * 1024 ** 2,
  mostUploads: 4000,
  mostFilesANight: 4000,
  mostBytesANight: 1024 ** 3,
};

/** Files of one kind and month that become one. */
export type FileGroup = { kind: UploadKind; month: string | null; files: CurrentFile[] };

type Known = { entries: readonly LakeFile[]; compactions: readonly Compaction[] };

/**
 * Choose which files of a market are merged: where a kind and month has many, and where one is of an older schema version.
 * The most files come first, and no more than a night has time for.
 */
export function chooseGroups(
  { entries, compactions }: Known,
  limits: Partial<CompactionLimits> = {},
): FileGroup[] {
  const most = { ...LIMITS, ...limits };
  const places = Map.groupBy(currentFiles(entries, compactions), ({ kind, month }) => `${kind}#${month}`);
  const groups = [...places.values()]
    .flatMap((files) => {
      const [first] = files;
      return first === undefined ? [] : [{ kind: first.kind, month: first.month, files }];
    })
    .filter((group) => isWorthwhile(group, most))
    .sort((a, b) => b.files.length - a.files.length);
  let files = most.mostFilesANight;
  let bytes = most.mostBytesANight;
  return groups.filter((group) => {
    files -= group.files.length;
    bytes -= bytesOf(group);
    return files >= 0 && bytes >= 0;
  });
}

function isWorthwhile(group: FileGroup, { leastFiles, mostBytes, mostUploads }: CompactionLimits): boolean {
  const isOlder = group.files.some(({ schemaVersion }) => schemaVersion < LAKE_SCHEMA_VERSION);
  const uploads = group.files.reduce((sum, file) => sum + file.uploads.length, 0);
  return (
    (isOlder || group.files.length >= leastFiles) && bytesOf(group) <= mostBytes && uploads <= mostUploads
  );
}

const bytesOf = ({ files }: FileGroup) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** The keys of the files that make the current state. */
export const usedFiles = ({ entries, compactions }: Known): ReadonlySet<string> =>
  new Set(currentFiles(entries, compactions).map(({ key }) => key));
