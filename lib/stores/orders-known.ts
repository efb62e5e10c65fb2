import { ALL_MARKETS, catalogKey } from '../domain/index.ts';
import type { CatalogTable } from './tables.ts';

/** What the lake's catalog tells of the orders that a market can be run on; `null` where there are none. */
export type OrdersKnown = {
  /** The newest business date among them. */
  newestDate: string | null;
  /** When the first file came, RFC 3339. */
  firstCameAt: string | null;
};

/**
 * Read of a market's orders, its own and those for all markets, how far they reach and since when they come (a rolled-back
 * upload is no longer among them).
 */
export async function readOrdersKnown(
  catalog: Pick<CatalogTable, 'queryAll'>,
  merchant: string,
  market: string,
): Promise<OrdersKnown> {
  const partitions = [market, ALL_MARKETS].map((name) => {
    const { pk, sk: prefix } = catalogKey(merchant, name, 'orders', '');
    return catalog.queryAll(pk, { prefix });
  });
  const files = (await Promise.all(partitions)).flat().map(({ value }) => value);
  return {
    newestDate:
      files
        .flatMap(({ lastDate }) => lastDate ?? [])
        .sort()
        .at(-1) ?? null,
    // an upload's sequence begins with the moment at which it came
    firstCameAt: files.map(({ sequence }) => sequence.split('#')[0] ?? '').sort()[0] ?? null,
  };
}
