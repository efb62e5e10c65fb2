import { type LakeFile, type LakePlace, lakeKeys, type UploadKind } from '../domain/index.ts';
import { type LakeCatalog, readCatalog } from './lake-catalog.ts';
import { type CurrentFile, comparePrecedence, currentFiles } from './lake-current.ts';
import { LAKE_SCHEMA_VERSION } from './lake-version.ts';
import type { ObjectStore } from './objects.ts';

/** Which files make the current state of a merchant's market and kind, as readers outside are told. */
export type LakeManifest = LakePlace & {
  /** Of the newest columns; a file may still be of an older one. */
  schemaVersion: number;
  /** Of all files: of rows with one key the greatest `sequence`, then `upload`, then `line` counts. */
  rows: number;
  files: {
    path: string;
    month: string | null;
    rows: number;
    bytes: number;
    schemaVersion: number;
    /** How many uploads' rows it holds. */
    uploads: number;
  }[];
  uploads: {
    upload: string;
    sequence: string;
    rows: number;
    firstDate: string | null;
    lastDate: string | null;
  }[];
};

export type ManifestStores = { objects: Pick<ObjectStore, 'bucket' | 'put'>; catalog: LakeCatalog };

/**
 * Write the manifests of some kinds: one text of paths, as Hive's SymlinkTextInputFormat reads it, and one JSON. A put replaces
 * an object whole, so a reader sees the state before or the one after.
 *
 * The catalog is read again after the writing, and written anew until both agree: of writers that race each ends on the
 * catalog as it is, so the last of their writes does too. One that dies in between leaves the older manifest, and the next
 * change or the night's plan puts it right.
 */
export async function publishManifests(
  { objects, catalog }: ManifestStores,
  { merchant, market, kinds }: Omit<LakePlace, 'kind'> & { kinds: readonly UploadKind[] },
): Promise<void> {
  const written = new Map<UploadKind, string>();
  const [only] = kinds;
  // one kind is read alone, several with all that the market has
  const place = { merchant, market, ...(kinds.length === 1 && only !== undefined ? { kind: only } : {}) };
  for (;;) {
    const { entries, compactions } = await readCatalog(catalog, place, { consistent: true });
    const files = currentFiles(entries, compactions);
    const manifests = kinds.map((kind) => {
      const own = {
        entries: entries.filter((entry) => entry.kind === kind),
        files: files.filter((file) => file.kind === kind),
      };
      return manifestOf({ merchant, market, kind }, own, objects.bucket);
    });
    const stale = manifests.filter((manifest) => written.get(manifest.kind) !== textOf(manifest));
    if (stale.length === 0) return;
    for (const manifest of stale) {
      await writeManifest(objects, manifest);
      written.set(manifest.kind, textOf(manifest));
    }
  }
}

const textOf = (manifest: LakeManifest) => `${JSON.stringify(manifest, null, 1)}\n`;

async function writeManifest(objects: Pick<ObjectStore, 'put'>, manifest: LakeManifest): Promise<void> {
  // as bytes: the SDK takes an empty text for a stream
  const paths = new TextEncoder().encode(manifest.files.map(({ path }) => `${path}\n`).join(''));
  await objects.put(lakeKeys.symlinks(manifest), paths, 'text/plain');
  await objects.put(lakeKeys.lakeManifest(manifest), textOf(manifest), 'application/json');
}

function manifestOf(
  place: LakePlace,
  { entries, files }: { entries: readonly LakeFile[]; files: readonly CurrentFile[] },
  bucket: string,
): LakeManifest {
  return {
    ...place,
    schemaVersion: LAKE_SCHEMA_VERSION,
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    files: files.map(({ key, month, rows, bytes, schemaVersion, uploads }) => ({
      ...{ path: `s3://${bucket}/${key}`, month, rows, bytes, schemaVersion },
      uploads: uploads.length,
    })),
    uploads: entries
      .map(({ upload, sequence, rows, firstDate, lastDate }) => ({
        upload,
        sequence,
        rows,
        firstDate,
        lastDate,
      }))
      .sort(comparePrecedence),
  };
}
