import { ALL_MARKETS, catalogKey } from '../../lib/domain/index.ts';
import type { CatalogTable } from '../../lib/stores/index.ts';

/**
 * Find the newest business date among the orders that a market can be run on: those of its own and those uploaded for
 * all markets, as the lake's catalog has them (a rolled-back upload is no longer there).
 *
 * @returns `undefined` when there are no orders
 */
export async function newestOrderDate(
  catalog: CatalogTable,
  merchant: string,
  market: string,
): Promise<string | undefined> {
  const partitions = [market, ALL_MARKETS].map((name) => {
    const { pk, sk: prefix } = catalogKey(merchant, name, 'orders', '');
    return catalog.queryAll(pk, { prefix });
  });
  const dates = (await Promise.all(partitions)).flat().flatMap(({ value }) => value.lastDate ?? []);
  return dates.sort().at(-1);
}
