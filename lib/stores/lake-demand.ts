import { appendFile, writeFile } from 'node:fs/promises';
import { type Database, quoteText } from './lake-database.ts';
import { loadLines } from './load-lines.ts';
import { type OrderEvent, undoSales } from './undo-sales.ts';

/**
 * Make the views `market_demand` and `order_demand`: the units of each sale, on its order date, less what was cancelled of
 * it until `asOf`. A cancellation of its own undoes an earlier sale of the same buyer and SKU; where none fits it undoes
 * nothing. Returns don't touch demand. What is no product (postage, fees) is none, nor is a line with neither buyer nor
 * price: exports book stock corrections so.
 */
export async function createDemand(
  database: Database,
  { market, directory, asOf }: { market: string; directory: string; asOf: string },
): Promise<void> {
  await database.run(SALES);
  await database.run(EVENTS, { asOf });
  const file = `${directory}/undone.tsv`;
  await writeFile(file, '');
  let lines = 0;
  for (const { first = 0, last = 0 } of await database.run(SLICES)) {
    const undone = undoSales(await readEvents(database, Number(first), Number(last)));
    await appendFile(file, [...undone].map(([place, units]) => `${place}\t${units}\n`).join(''));
    lines += undone.size;
  }
  await loadLines(database, 'undone', file, ['units']);
  await database.run(UNDONE);
  await database.run('DROP TABLE undo_events');
  await database.run(lines === 0 ? WHOLE_DEMAND : DEMAND);
  await database.run(`CREATE VIEW order_demand AS SELECT * EXCLUDE (market)
    FROM market_demand WHERE market = ${quoteText(market)}`);
}

const SALES = `CREATE VIEW demanded AS SELECT * FROM market_order_lines
  WHERE kind = 'sale' AND product AND quantity > 0 AND (party IS NOT NULL OR unit_price_micros > 0)`;

const WHOLE_DEMAND = `CREATE VIEW market_demand AS
  SELECT market, sku, ordered_on, customer, quantity AS units FROM demanded`;

const DEMAND = `CREATE VIEW market_demand AS
  SELECT lines.market, sku, ordered_on, customer, quantity - coalesce(units, 0) AS units
  FROM demanded lines LEFT JOIN undone_lines undone
    ON undone.market = lines.market AND undone.order_id = lines.order_id AND undone.line_key = lines.line_key
  WHERE quantity > coalesce(units, 0)`;

/** What was undone, by the names of its lines. */
const UNDONE = `CREATE TABLE undone_lines AS
  SELECT market, order_id, line_key, CAST(undone.units AS DOUBLE) AS units
  FROM undone JOIN undo_events ON undo_events.place = undone.line`;

/** Sales and cancellations of those buyers and SKUs that have a cancellation, numbered in the order in which they happened. */
const EVENTS = `CREATE TABLE undo_events AS
  WITH undoing AS (
    SELECT * FROM market_order_lines
    WHERE kind = 'cancelled' AND product AND quantity < 0 AND ordered_on <= CAST($asOf AS DATE)
  ), parties AS (
    SELECT market, sku, party AS name, row_number() OVER (ORDER BY market, sku, party) AS party
    FROM (SELECT DISTINCT market, sku, party FROM undoing)
  )
  SELECT row_number() OVER (ORDER BY party, ordered_on, cancels, order_id, line_key) AS place, *
  FROM (
    SELECT parties.party, abs(quantity) AS units, kind = 'cancelled' AS cancels, lines.party IS NULL AS "isAnonymous",
      ordered_on, lines.market, order_id, line_key
    FROM (FROM demanded UNION ALL FROM undoing) lines
      JOIN parties ON parties.market = lines.market AND parties.sku = lines.sku
        AND parties.name IS NOT DISTINCT FROM lines.party
  )`;

/** Events that are held in memory at once: where one SKU is most of a market, nearly all of its lines are events. */
const MOST_EVENTS = 250_000;

/** Parties in slices of so many events, those of one party together: nobody's cancellation undoes another's sale. */
const SLICES = `SELECT min(party) AS first, max(party) AS last FROM (
    SELECT party, CAST(sum(events) OVER (ORDER BY party) AS BIGINT) // ${MOST_EVENTS} AS slice
    FROM (SELECT party, count(*) AS events FROM undo_events GROUP BY party)
  ) GROUP BY slice ORDER BY slice`;

async function readEvents(database: Database, first: number, last: number): Promise<OrderEvent[]> {
  const {
    place = [],
    party = [],
    units = [],
    cancels = [],
    isAnonymous = [],
  } = await database.columns(
    `SELECT place, party, units, cancels, "isAnonymous" FROM undo_events
      WHERE party BETWEEN $first AND $last ORDER BY place`,
    { first, last },
  );
  return place.map((one, at) => ({
    place: Number(one),
    party: Number(party[at]),
    units: Number(units[at]),
    cancels: cancels[at] === true,
    isAnonymous: isAnonymous[at] === true,
  }));
}
