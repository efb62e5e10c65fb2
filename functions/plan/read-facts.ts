import type { ContractPrice } from '../../lib/domain/index.ts';
import type { Cell, Lake, Row } from '../../lib/stores/index.ts';
import { RIVALS } from './rival-tables.ts';
import type { Scope } from './series-tables.ts';

/** Units of a day, counted from the window's first. */
export type DayUnits = { market: string; priceGroup: string; day: number; units: number };
/** A row of a price list or a contract. */
export type PriceEntry = {
  priceGroup: string | null;
  customer: string | null;
  validFrom: string;
  validTo: string | null;
  minQuantity: number;
  unitPriceMicros: number;
};

/** All that the lake says of one SKU. Rows keep the names of their queries. */
export type SkuFacts = {
  sku: string;
  demand: DayUnits[];
  closed: { day: number; counted: boolean }[];
  prices: PriceEntry[];
  /** Quotes that a buyer may still take. */
  quotes: ContractPrice[];
  /** Median price paid by price group and week of the series. */
  paid: { priceGroup: string; week: number; unitPriceMicros: number }[];
  product: Row | undefined;
  stock: Row | undefined;
  receipts: Row | undefined;
  revenueMinor: number;
  uploads: string[];
  /** Somebody's forecasts, as `rival_rows` has them. */
  rivals: Row[];
};

/** List the market's SKUs that have a series, in the order of their bytes. */
export async function listSkus(lake: Lake): Promise<string[]> {
  const { sku = [] } = await lake.columns('SELECT sku FROM starts ORDER BY sku');
  return sku.map(String);
}

/**
 * Read what the lake says of a run of SKUs.
 *
 * @param skus - neighbours in the order of `listSkus`, one or more
 */
export async function readFacts(lake: Lake, scope: Scope, skus: readonly string[]): Promise<SkuFacts[]> {
  const range = { first: skus[0] ?? '', last: skus.at(-1) ?? '' };
  const { asOf, market } = scope;
  const demand = await readDemand(lake, range);
  const closed = await bySku(lake, CLOSED, range);
  const prices = await bySku(lake, PRICES, range);
  const quotes = await bySku(lake, QUOTES, range);
  const paid = await bySku(lake, PAID, range);
  const products = await bySku(lake, PRODUCTS, { ...range, currency: market.currency });
  const stock = await bySku(lake, STOCK, range);
  const receipts = await bySku(lake, RECEIPTS, { ...range, asOf });
  const revenue = await bySku(lake, REVENUE, range);
  const uploads = await bySku(lake, UPLOADS, range);
  const rivals = await bySku(lake, RIVALS, range);
  return skus.map((sku) => ({
    sku,
    demand: demand.get(sku) ?? [],
    closed: (closed.get(sku) ?? []).map(({ day, counted }) => ({
      day: Number(day),
      counted: counted === true,
    })),
    prices: (prices.get(sku) ?? []).map(priceEntryOf),
    quotes: (quotes.get(sku) ?? []).map((row) => ({
      customer: String(row.customer),
      minQuantity: Number(row.min_quantity),
      unitPriceMicros: Number(row.micros),
      validTo: String(row.valid_to),
    })),
    paid: (paid.get(sku) ?? []).map(({ price_group, week, micros }) => ({
      priceGroup: String(price_group),
      week: Number(week),
      unitPriceMicros: Number(micros),
    })),
    product: products.get(sku)?.[0],
    stock: stock.get(sku)?.[0],
    receipts: receipts.get(sku)?.[0],
    revenueMinor: Number(revenue.get(sku)?.[0]?.minor ?? 0),
    uploads: (uploads.get(sku) ?? []).map(({ upload }) => String(upload)),
    rivals: rivals.get(sku) ?? [],
  }));
}

const RANGE = 'sku BETWEEN $first AND $last';

const CLOSED = `SELECT sku, day, bool_or(counted) AS counted FROM closed_days WHERE ${RANGE} GROUP BY ALL ORDER BY sku, day`;

const PRICES = `SELECT * FROM price_entries WHERE ${RANGE}
  ORDER BY sku, price_group, customer, min_quantity, valid_from`;

const QUOTES = `SELECT sku, customer, min_quantity, micros, strftime(valid_to, '%Y-%m-%d') AS valid_to
  FROM open_quotes WHERE ${RANGE} ORDER BY sku, customer, min_quantity, valid_to`;

/** The price of a week is the middle of those paid in it: 7 days from the series' first. */
const PAID = `SELECT sku, price_group, week, micros FROM paid_prices WHERE ${RANGE} ORDER BY sku, price_group, week`;

/** A product's facts; where no file names it, the newest description in its orders does. */
const PRODUCTS = `SELECT s.sku, coalesce(p.name, d.description) AS name, p.category, p.unit_cost_micros,
    p.landed_cost_micros, p.cost_currency, p.pack_size, p.moq, p.supplier, p.lead_time_days, p.lead_time_sd_days,
    CASE WHEN p.currency = $currency THEN p.list_price_micros END AS list_price_micros,
    CASE WHEN p.currency = $currency THEN p.floor_price_micros END AS floor_price_micros,
    CASE WHEN p.currency = $currency THEN p.ceiling_price_micros END AS ceiling_price_micros,
    v.lead_time_days AS supplier_lead_time_days, p.units_per_carton, v.supplier IS NOT NULL AS known_supplier,
    v.minimum_order_value_micros, v.order_days, v.currency AS supplier_currency
  FROM starts s LEFT JOIN product_rows p ON p.sku = s.sku LEFT JOIN suppliers v ON v.supplier = p.supplier
    LEFT JOIN sku_descriptions d ON d.sku = s.sku
  WHERE s.sku BETWEEN $first AND $last`;

const STOCK = `SELECT sku, max_by(on_hand, as_of) AS on_hand, max(as_of) AS as_of,
    arg_max_null(on_order, as_of) AS on_order, coalesce(arg_max_null(reserved, as_of), 0) AS reserved
  FROM location_stock WHERE ${RANGE} GROUP BY sku`;

/** Days from order to receipt, what is still to come, and what of it was ordered after the newest stock count. */
const RECEIPTS = `SELECT r.sku, count(*) FILTER (${arrived()}) AS receipts,
    avg(received_on - ordered_on) FILTER (${arrived()}) AS mean,
    stddev_samp(received_on - ordered_on) FILTER (${arrived()}) AS sd,
    coalesce(sum(quantity) FILTER (${toCome()}), 0) AS on_order,
    coalesce(sum(quantity) FILTER (${toCome()} AND ordered_on > counted_on), 0) AS on_order_since
  FROM receipts r LEFT JOIN (SELECT sku, max(as_of) AS counted_on FROM location_stock WHERE ${RANGE} GROUP BY sku) c
    ON c.sku = r.sku
  WHERE r.sku BETWEEN $first AND $last GROUP BY r.sku`;

const REVENUE = `SELECT sku, minor FROM sku_revenues WHERE ${RANGE}`;

const UPLOADS = `SELECT DISTINCT sku, upload FROM (
    SELECT sku, upload FROM sku_uploads WHERE ${RANGE}
    UNION ALL SELECT sku, upload FROM product_rows WHERE ${RANGE}
    UNION ALL SELECT sku, upload FROM price_entries WHERE ${RANGE}
    UNION ALL SELECT sku, upload FROM location_stock WHERE ${RANGE}
    UNION ALL SELECT sku, upload FROM receipts WHERE ${RANGE}
    UNION ALL SELECT sku, upload FROM rival_rows WHERE ${RANGE}
  ) ORDER BY sku, upload`;

function arrived(): string {
  return 'WHERE received_on <= CAST($asOf AS DATE) AND received_on >= ordered_on';
}

function toCome(): string {
  return 'WHERE (received_on IS NULL OR received_on > CAST($asOf AS DATE))';
}

async function readDemand(
  lake: Lake,
  range: { first: string; last: string },
): Promise<Map<string, DayUnits[]>> {
  const rows = await lake.columns(
    `SELECT market, sku, price_group, day, units FROM daily WHERE ${RANGE} ORDER BY sku, market, price_group, day`,
    range,
  );
  const { market = [], sku = [], price_group = [], day = [], units = [] } = rows;
  const demand = new Map<string, DayUnits[]>();
  for (const [place, name] of sku.entries()) {
    const entry = {
      market: String(market[place]),
      priceGroup: String(price_group[place]),
      day: Number(day[place]),
      units: Number(units[place]),
    };
    const known = demand.get(String(name));
    if (known === undefined) demand.set(String(name), [entry]);
    else known.push(entry);
  }
  return demand;
}

async function bySku(
  lake: Lake,
  sql: string,
  parameters: Record<string, string>,
): Promise<Map<string, Row[]>> {
  const groups = new Map<string, Row[]>();
  for (const row of await lake.run(sql, parameters)) {
    const sku = String(row.sku);
    const known = groups.get(sku);
    if (known === undefined) groups.set(sku, [row]);
    else known.push(row);
  }
  return groups;
}

function priceEntryOf({
  price_group,
  customer,
  valid_from,
  valid_to,
  min_quantity,
  micros,
}: Row): PriceEntry {
  return {
    priceGroup: textOrNull(price_group),
    customer: textOrNull(customer),
    validFrom: String(valid_from),
    validTo: textOrNull(valid_to),
    minQuantity: Number(min_quantity),
    unitPriceMicros: Number(micros),
  };
}

/** Read a cell of text. */
export const textOrNull = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell);

/** Read a cell of numbers. */
export const numberOrNull = (cell: Cell | undefined): number | null =>
  cell === null || cell === undefined ? null : Number(cell);
