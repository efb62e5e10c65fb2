import { join } from 'node:path';
import { addDays, lakeKeys, type RunName } from '../domain/index.ts';
import type { DecidedPlace } from './decided-skus.ts';
import { quoteText } from './lake-database.ts';
import type { MarketSql } from './market-sql.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const DAYS = 90;

/**
 * Read which segment bought most of each SKU, by money over the last 90 days; of two that bought alike the first by name. Buyers
 * who have opted out are not asked.
 *
 * @returns empty where the night has no buyers, or no segments of them
 */
export async function readSkuSegments(
  { columns }: Pick<MarketSql, 'columns'>,
  { objects, temporaryDirectory }: DecidedPlace,
  { merchant, market, asOf }: Pick<RunName, 'merchant' | 'market' | 'asOf'>,
): Promise<Map<string, string>> {
  const [key] = await objects.list(lakeKeys.buyers(merchant, market, asOf));
  if (key === undefined) return new Map();
  return inTemporaryFolder(temporaryDirectory, 'segments', async (directory) => {
    const path = join(directory, 'buyers.parquet');
    await objects.download(key, path);
    const found = await columns(mostSql(path), { asOf, from: addDays(asOf, 1 - DAYS) });
    return new Map(found.sku?.map((sku, row) => [String(sku), String(found.segment?.[row])]));
  });
}

const mostSql = (buyers: string) => `
  WITH bought AS (
    SELECT l.sku, b.segment, sum(l.amount_minor) AS revenue
    FROM order_lines l JOIN read_parquet(${quoteText(buyers)}) b ON b.customer = l.customer
    WHERE l.kind = 'sale' AND l.product AND b.segment IS NOT NULL
      AND l.ordered_on BETWEEN CAST($from AS DATE) AND CAST($asOf AS DATE)
    GROUP BY l.sku, b.segment
  )
  SELECT sku, segment FROM bought QUALIFY row_number() OVER (PARTITION BY sku ORDER BY revenue DESC, segment) = 1 ORDER BY sku`;
