import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { holdsBuyers, lakeRetention, type PrivacyRequest, tableRetention } from '../../lib/domain/index.ts';
import type { Pseudonyms } from '../../lib/runtime/index.ts';
import {
  type CatalogTable,
  type Database,
  lakeNames,
  lakeTraces,
  type ObjectStore,
  originalTraces,
  type RenamePlace,
  type Sought,
  type TracePlace,
  tableNames,
  tableTraces,
  type UploadTable,
} from '../../lib/stores/index.ts';

/** All that a buyer is looked for in. */
export type TraceStores = {
  client: DynamoDBClient;
  /** Names of the tables that may hold buyers, by the name that the code knows each by. */
  tables: Readonly<Record<string, string>>;
  lake: ObjectStore;
  dropped: ObjectStore;
  catalog: Pick<CatalogTable, 'get' | 'replace' | 'queryAll' | 'compactions'>;
  uploads: Pick<UploadTable, 'query' | 'get' | 'replace'>;
  pseudonymsOf(merchant: string, keyVersion: number): Promise<Pseudonyms>;
};

/** What one delivery works with. */
export type Work = {
  merchant: string;
  request: string;
  directory: string;
  database: Database;
  /** Write the request down as it is now. @throws ConflictError where a twin has */
  keep(request: PrivacyRequest): Promise<void>;
  outOfTime(): boolean;
};

/** The tables that may hold buyers: those that `tableRetention` says so of. */
export const buyerTables: readonly string[] = tableRetention.filter(holdsBuyers).map(({ store }) => store);

/** Of these an item that names the buyer is the buyer's alone: the salt's way back from what the log holds. */
const WHOLE_ITEMS: readonly string[] = ['logSalts'];

/** Every place that a buyer is looked for in, in a fixed order: the lake, the tables, the files as they were dropped. */
export function placesOf(stores: TraceStores, { database, directory }: Work): TracePlace[] {
  const { client, tables, lake, dropped, catalog, uploads } = stores;
  return [
    ...lakeRetention
      .filter(holdsBuyers)
      .map(({ store }) => lakeTraces({ lake, catalog, database, directory }, store)),
    ...buyerTables.map((name) =>
      tableTraces(client, name, tables[name] ?? name, WHOLE_ITEMS.includes(name) ? 'item' : 'entries'),
    ),
    originalTraces({ dropped, uploads, database, directory }),
  ];
}

/**
 * Every place of pseudonyms, in a fixed order. Buyers' own rows come before the policies: whoever asks by an old name learns the new one
 * from them. The way back comes last.
 */
export function renamePlacesOf(stores: TraceStores, { database, directory }: Work): RenamePlace[] {
  const { client, tables, lake, catalog } = stores;
  const others = buyerTables.filter((name) => name !== 'insights' && name !== 'identities');
  const inOrder = ['insights', ...others, 'identities'];
  return [
    ...lakeRetention
      .filter(holdsBuyers)
      .map(({ store }) => lakeNames({ lake, catalog, database, directory }, store)),
    ...inOrder.map((name) => tableNames(client, name, tables[name] ?? name)),
  ];
}

/** Open who is looked for. */
export async function soughtBy(
  { pseudonymsOf }: Pick<TraceStores, 'pseudonymsOf'>,
  merchant: string,
  { sealed, keyVersion, pseudonym, alias }: NonNullable<PrivacyRequest['subject']>,
): Promise<Sought> {
  const code = (await pseudonymsOf(merchant, keyVersion)).open(sealed);
  return { merchant, pseudonym, alias, code };
}
