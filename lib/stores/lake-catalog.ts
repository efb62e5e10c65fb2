import {
  type Compaction,
  catalogKey,
  compactionKey,
  type LakeFile,
  type LakePlace,
} from '../domain/index.ts';
import type { CatalogTable } from './tables.ts';

/** What is read of the catalog. */
export type LakeCatalog = Pick<CatalogTable, 'queryAll'> & {
  compactions: Pick<CatalogTable['compactions'], 'queryAll'>;
};

/**
 * Read the catalog of a merchant's market (or of `_all`): the uploads that count, and what was compacted of them.
 *
 * @param place - of one kind where it is named, else of every kind
 */
export async function readCatalog(
  catalog: LakeCatalog,
  { merchant, market, kind }: Omit<LakePlace, 'kind'> & Partial<LakePlace>,
  { consistent = false } = {},
): Promise<{ entries: LakeFile[]; compactions: Compaction[] }> {
  const of = kind === undefined ? {} : { prefix: `${kind}#` };
  // the partition is that of any kind
  const { pk } = catalogKey(merchant, market, 'orders', '');
  const beside = compactionKey({ merchant, market, kind: 'orders' }, null).pk;
  const [entries, compactions] = await Promise.all([
    catalog.queryAll(pk, { ...of, consistent }),
    catalog.compactions.queryAll(beside, { ...of, consistent }),
  ]);
  return {
    entries: entries.map(({ value }) => value),
    compactions: compactions.map(({ value }) => value),
  };
}
