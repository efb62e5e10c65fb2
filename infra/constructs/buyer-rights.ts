import { holdsBuyers, lakeRetention, tableRetention } from '../../lib/domain/index.ts';
import { type TableName, tableNames } from './data-tables.ts';
import type { ObjectRight, TableAccess } from './right-kinds.ts';

/** Where buyers may be, as `lib/domain/retention.ts` says: what holds none is not looked through. */
export function everyBuyerTable(): Partial<Record<TableName, TableAccess>> {
  const names = tableRetention.filter(holdsBuyers).map(({ store }) => store);
  return Object.fromEntries(
    tableNames.filter((name) => names.includes(name)).map((name) => [name, 'search']),
  );
}

/** Every prefix of the lake that may hold buyers, to read and to write. */
export function everyBuyerPrefix(): ObjectRight[] {
  return lakeRetention.filter(holdsBuyers).flatMap(({ store: prefix }): ObjectRight[] => [
    { bucket: 'lake', prefix, access: 'read', list: true },
    { bucket: 'lake', prefix, access: 'write' },
  ]);
}
