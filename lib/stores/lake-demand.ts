import { writeFile } from 'node:fs/promises';
import { type Database, quoteText } from './lake-database.ts';
import { loadLines } from './load-lines.ts';
import { type OrderEvent, undoSales } from './undo-sales.ts';

/**
 * Make the table `market_demand` and the view `order_demand`: the units of each sale, on its order date, less what was
 * cancelled of it until `asOf`. A cancellation of its own undoes an earlier sale of the same buyer and SKU; where none fits
 * it undoes nothing. Returns don't touch demand. What is no product (postage, fees) is none, nor is a line with neither
 * buyer nor price: exports book stock corrections so.
 */
export async function createDemand(
  database: Database,
  { market, directory, asOf }: { market: string; directory: string; asOf: string },
): Promise<void> {
  await database.run(SALES);
  const file = `${directory}/undone.tsv`;
  const undone = undoSales(await readEvents(database, asOf));
  await writeFile(file, [...undone].map(([place, units]) => `${place}\t${units}\n`).join(''));
  await loadLines(database, 'undone', file, ['units']);
  await database.run(DEMAND);
  await database.run(`CREATE VIEW order_demand AS SELECT * EXCLUDE (market, place)
    FROM market_demand WHERE market = ${quoteText(market)}`);
}

const SALES = `CREATE VIEW demanded AS SELECT * FROM market_order_lines
  WHERE kind = 'sale' AND product AND quantity > 0 AND (customer IS NOT NULL OR unit_price_micros > 0)`;

const DEMAND = `CREATE TABLE market_demand AS
  SELECT market, sku, ordered_on, customer, quantity - coalesce(CAST(units AS DOUBLE), 0) AS units, place
  FROM demanded LEFT JOIN undone ON undone.line = demanded.place
  WHERE quantity > coalesce(CAST(units AS DOUBLE), 0)
  ORDER BY place`;

/** Sales and cancellations of those buyers and SKUs that have a cancellation. */
const EVENTS = `WITH undoing AS (
    SELECT * FROM market_order_lines
    WHERE kind = 'cancelled' AND product AND quantity < 0 AND ordered_on <= CAST($asOf AS DATE)
  ), parties AS (
    SELECT market, sku, customer, row_number() OVER (ORDER BY market, sku, customer) AS party
    FROM (SELECT DISTINCT market, sku, customer FROM undoing)
  )
  SELECT place, party, abs(quantity) AS units, kind = 'cancelled' AS cancels, lines.customer IS NULL AS "isAnonymous"
  FROM (FROM demanded UNION ALL FROM undoing) lines
    JOIN parties ON parties.market = lines.market AND parties.sku = lines.sku
      AND parties.customer IS NOT DISTINCT FROM lines.customer
  ORDER BY party, ordered_on, cancels, place`;

async function readEvents(database: Database, asOf: string): Promise<OrderEvent[]> {
  const {
    place = [],
    party = [],
    units = [],
    cancels = [],
    isAnonymous = [],
  } = await database.columns(EVENTS, { asOf });
  return place.map((one, at) => ({
    place: Number(one),
    party: Number(party[at]),
    units: Number(units[at]),
    cancels: cancels[at] === true,
    isAnonymous: isAnonymous[at] === true,
  }));
}
