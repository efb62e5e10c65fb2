import { catalogKey, type LakePart, type LakePlace, lakeKeys, type Upload } from '../../lib/domain/index.ts';
import {
  type CatalogTable,
  type Import,
  inBatches,
  LAKE_SCHEMA_VERSION,
  type ObjectStore,
  type PartFile,
  publishManifests,
} from '../../lib/stores/index.ts';

export type PartStores = {
  lake: Pick<ObjectStore, 'bucket' | 'upload' | 'put'>;
  catalog: Pick<CatalogTable, 'put' | 'queryAll' | 'compactions'>;
};

/** Files written at the same time. */
const WRITES = 8;

/**
 * Write an upload's files, then the one catalog entry that makes all of them count at once, then
 * the manifest that tells readers outside. A redelivery writes the same keys;
 * what a process leaves that dies before the entry is named by nobody.
 */
export async function keepParts(
  { lake, catalog }: PartStores,
  place: LakePlace,
  { upload: { upload, sequence }, imported }: { upload: Upload; imported: Import },
): Promise<void> {
  const { parts, rows, firstDate, lastDate } = imported;
  const files: LakePart[] = [];
  const write = async ({ file, ...part }: PartFile): Promise<LakePart> => {
    const key = lakeKeys.part(place, part.month, upload);
    await lake.upload(file, key, 'application/vnd.apache.parquet');
    return { key, ...part };
  };
  for await (const written of inBatches(parts, WRITES, write)) files.push(...written);
  const { merchant, market, kind } = place;
  await catalog.put(catalogKey(merchant, market, kind, upload), {
    ...{ upload, market, kind, files, sequence, firstDate, lastDate },
    rows: rows.accepted,
    schemaVersion: LAKE_SCHEMA_VERSION,
  });
  await publishManifests({ objects: lake, catalog }, { merchant, market, kinds: [kind] });
}
