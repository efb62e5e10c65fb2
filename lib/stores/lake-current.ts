import { type Compaction, type LakeFile, partsOf, type StandsFor, type UploadKind } from '../domain/index.ts';
import { checkVersion, LAKE_SCHEMA_VERSION } from './lake-version.ts';

/** A Parquet file that is read: an upload's own, or one that was compacted of several. */
export type CurrentFile = {
  key: string;
  market: string;
  kind: UploadKind;
  /** As in the catalog: `YYYY-MM`, `undated`, or `null` for any. */
  month: string | null;
  rows: number;
  /** 0 where it is not known: files of schema version 1. */
  bytes: number;
  schemaVersion: number;
  isCompacted: boolean;
  /** Whose rows it holds, oldest first; one or more. */
  uploads: readonly StandsFor[];
};

/**
 * Tell which files make the current state: each compacted file whose every upload still counts with the bytes that were
 * compacted, and the own files of all other uploads.
 *
 * @param entries - all of the catalog's entries of some kinds
 * @param compactions - those of the same market; more or fewer change the files, never the rows that count
 * @returns the files by kind, market, month and oldest upload
 * @throws UpstreamError for a file of a newer schema version than this code's
 */
export function currentFiles(
  entries: readonly LakeFile[],
  compactions: readonly Compaction[],
): CurrentFile[] {
  const originals = new Map<string, CurrentFile>();
  for (const entry of entries) {
    checkVersion(entry);
    for (const file of ownFiles(entry)) originals.set(placeOf(file, file.uploads[0]), file);
  }
  const compacted = compactions.flatMap((compaction) => takePlace(compaction, originals));
  return [...originals.values(), ...compacted].sort(compareFiles);
}

function ownFiles(entry: LakeFile): CurrentFile[] {
  const { upload, sequence, market, kind, schemaVersion } = entry;
  return partsOf(entry).map(({ digest, ...part }) => ({
    ...part,
    ...{ market, kind, schemaVersion, isCompacted: false },
    uploads: [{ upload, sequence, digest }],
  }));
}

/**
 * Put a compacted file in the place of the originals that it stands for, unless one of them is gone or another, or newer code
 * has compacted what this one can read as it was uploaded.
 */
function takePlace(
  { market, kind, month, current }: Compaction,
  originals: Map<string, CurrentFile>,
): CurrentFile[] {
  if (current === null || current.schemaVersion > LAKE_SCHEMA_VERSION) return [];
  const { uploads, ...file } = current;
  const places = uploads.map((stood) => placeOf({ market, kind, month }, stood));
  if (!places.every((place) => originals.has(place))) return [];
  for (const place of places) originals.delete(place);
  return [{ ...file, market, kind, month, uploads, isCompacted: true }];
}

const placeOf = (
  { market, kind, month }: Pick<CurrentFile, 'market' | 'kind' | 'month'>,
  stood: StandsFor | undefined,
) => JSON.stringify([market, kind, month, stood?.upload, stood?.sequence, stood?.digest]);

function compareFiles(a: CurrentFile, b: CurrentFile): number {
  return (
    compare(a.kind, b.kind) ||
    compare(a.market, b.market) ||
    compare(a.month ?? '', b.month ?? '') ||
    comparePrecedence(oldestOf(a), oldestOf(b))
  );
}

type Precedence = Pick<StandsFor, 'sequence' | 'upload'>;

/** Which of two uploads wins a line that both hold: the greater one. */
export const comparePrecedence = (a: Precedence, b: Precedence): number =>
  compare(a.sequence, b.sequence) || compare(a.upload, b.upload);

/** The same in SQL, over stored rows: of rows with one key the first in this order counts. */
export const NEWEST_FIRST = 'sequence DESC, upload DESC, line DESC';

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Say of which upload the oldest rows of a file are. */
export const oldestOf = ({ uploads }: CurrentFile): StandsFor => uploads[0] ?? NOBODY;
/** And the newest. */
export const newestOf = ({ uploads }: CurrentFile): StandsFor => uploads.at(-1) ?? NOBODY;
const NOBODY: StandsFor = { upload: '', sequence: '', digest: '' };
