import type { UploadKind } from '../domain/index.ts';

/**
 * How a canonical column is read and stored:
 * `text` as it stands, `number` as DOUBLE, `price` as BIGINT of millionths (`{column}_micros`), `date` as DATE in the
 * market's zone, `customer` as a pseudonym, `currency` as an ISO 4217 code.
 */
export type ColumnType = 'text' | 'number' | 'price' | 'date' | 'customer' | 'currency';

/** A canonical column of a kind of upload (DATA: canonical columns). */
export type Column = {
  column: string;
  type: ColumnType;
  required?: true;
  /** Name in the lake where it differs: `ordered_at` becomes the date `ordered_on`. */
  stored?: string;
  /** Least value of a number. */
  minimum?: number;
  /** The only words allowed, in lower case. */
  oneOf?: readonly string[];
  /** True for the currency of what is sold: it must be the market's. */
  ofMarket?: true;
};

/** What a kind of upload holds, and what makes two of its rows the same thing. */
export type KindColumns = {
  columns: readonly Column[];
  /** Stored columns that name a row: of two with equal values the later wins. */
  key: readonly string[];
  /** Where rows have no key of their own: columns within which equal rows are numbered, as the column `line_key`. */
  numberedWithin?: readonly string[];
  /** The stored date by which a file's first and last day are told, if the kind has one. */
  day: string | null;
  /** False for what belongs to exactly one market, so that a file for `_all` cannot be placed. */
  sharedByMarkets: boolean;
};

const text = (column: string): Column => ({ column, type: 'text' });
const number = (column: string, minimum = 0): Column => ({ column, type: 'number', minimum });
const price = (column: string): Column => ({ column, type: 'price' });
const date = (column: string): Column => ({ column, type: 'date' });
const currency = (column: string): Column => ({ column, type: 'currency' });
const ownCurrency: Column = { ...currency('currency'), ofMarket: true };
const customer: Column = { column: 'customer_id', type: 'customer', stored: 'customer' };
const needed = (column: Column): Column => ({ ...column, required: true });

/** Largest quantity that is believed, either way. */
export const LARGEST_QUANTITY = 1e9;

const texts = (...names: string[]) => names.map(text);

/** The canonical columns of every kind. Personal columns are in none, so they never reach the lake. */
export const kindColumns: Record<UploadKind, KindColumns> = {
  orders: {
    columns: [
      needed(text('order_id')),
      text('line_id'),
      { ...needed(date('ordered_at')), stored: 'ordered_on' },
      customer,
      needed(text('sku')),
      needed(number('quantity', -LARGEST_QUANTITY)),
      needed(price('unit_price')),
      ownCurrency,
      number('discount', -LARGEST_QUANTITY),
      ...texts('unit', 'channel', 'status'),
      date('requested_on'),
      date('shipped_on'),
      ...texts('country', 'description'),
    ],
    key: ['order_id', 'line_key'],
    numberedWithin: ['order_id', 'sku'],
    day: 'ordered_on',
    sharedByMarkets: false,
  },
  products: {
    columns: [
      needed(text('sku')),
      ...texts('name', 'category', 'brand'),
      price('unit_cost'),
      price('landed_cost'),
      currency('cost_currency'),
      price('list_price'),
      price('floor_price'),
      price('ceiling_price'),
      ownCurrency,
      ...['pack_size', 'moq', 'lead_time_days', 'lead_time_sd_days', 'shelf_life_days'].map((name) =>
        number(name),
      ),
      text('supplier'),
      number('units_per_carton'),
      text('replaces'),
    ],
    key: ['sku'],
    day: null,
    sharedByMarkets: true,
  },
  stock: {
    columns: [
      needed(text('sku')),
      needed(date('as_of')),
      needed(number('on_hand', -LARGEST_QUANTITY)),
      number('on_order'),
      number('reserved'),
      text('location'),
    ],
    key: ['sku', 'as_of', 'location'],
    day: 'as_of',
    sharedByMarkets: true,
  },
  prices: {
    columns: [
      needed(text('sku')),
      needed(date('valid_from')),
      needed(price('price')),
      date('valid_to'),
      ownCurrency,
      text('price_group'),
      customer,
      number('min_quantity'),
    ],
    key: ['sku', 'valid_from', 'price_group', 'customer', 'min_quantity'],
    day: 'valid_from',
    sharedByMarkets: true,
  },
  customers: {
    columns: [needed(customer), ...texts('country', 'price_group', 'channel'), date('since')],
    key: ['customer'],
    day: null,
    sharedByMarkets: true,
  },
  suppliers: {
    columns: [
      needed(text('supplier')),
      number('lead_time_days'),
      price('minimum_order_value'),
      text('order_days'),
      currency('currency'),
    ],
    key: ['supplier'],
    day: null,
    sharedByMarkets: true,
  },
  purchase_orders: {
    columns: [
      needed(text('order_id')),
      needed(text('sku')),
      needed(number('quantity')),
      date('ordered_on'),
      date('due_on'),
      date('received_on'),
      ...texts('location', 'supplier'),
      price('unit_cost'),
    ],
    key: ['order_id', 'line_key'],
    numberedWithin: ['order_id', 'sku'],
    day: 'ordered_on',
    sharedByMarkets: true,
  },
  quotes: {
    columns: [
      needed(text('quote_id')),
      needed(customer),
      needed(text('sku')),
      needed(number('quantity')),
      needed(price('price')),
      date('quoted_at'),
      date('valid_to'),
      { ...text('outcome'), oneOf: ['won', 'lost', 'open'] },
    ],
    key: ['quote_id', 'sku', 'customer'],
    day: 'quoted_at',
    sharedByMarkets: false,
  },
  interactions: {
    columns: [
      needed(customer),
      needed(text('sku')),
      needed(date('at')),
      { ...text('kind'), oneOf: ['viewed', 'searched', 'recommended'] },
    ],
    key: ['customer', 'sku', 'at', 'kind', 'line_key'],
    numberedWithin: ['customer', 'sku', 'at', 'kind'],
    day: 'at',
    sharedByMarkets: false,
  },
  forecasts: {
    columns: [
      needed(text('sku')),
      needed(date('date')),
      ...['mean', 'p10', 'p50', 'p90'].map((name) => number(name)),
      text('source'),
    ],
    key: ['sku', 'date', 'source'],
    day: 'date',
    sharedByMarkets: false,
  },
  rates: {
    columns: [
      needed(date('date')),
      needed(currency('base')),
      needed(currency('quote')),
      needed(price('rate')),
    ],
    key: ['date', 'base', 'quote'],
    day: 'date',
    sharedByMarkets: true,
  },
  events: {
    columns: [
      needed(text('name')),
      needed(date('from')),
      needed(date('to')),
      ...texts('sku', 'category'),
      { ...text('kind'), oneOf: ['promotion', 'holiday', 'closure', 'launch', 'delisting'] },
    ],
    key: ['name', 'from', 'sku', 'category'],
    day: 'from',
    sharedByMarkets: true,
  },
};

/** Tell a canonical column's name in the lake. */
export function storedName({ column, type, stored }: Column): string {
  return stored ?? (type === 'price' ? `${column}_micros` : column);
}
