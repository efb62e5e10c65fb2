import type { UploadKind } from '../domain/index.ts';

/**
 * How a canonical column is read and stored:
 * `code` as it stands, `text` without e-mail addresses, `number` as DOUBLE, `price` as BIGINT of millionths (`{column}_micros`), `date` as DATE in the
 * market's zone, `customer` as a pseudonym, `currency` as an ISO 4217 code.
 */
export type ColumnType = 'code' | 'text' | 'number' | 'price' | 'date' | 'customer' | 'currency';

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
  /** Words that mean something else already. */
  noneOf?: readonly string[];
  /** True for the currency of what is sold: it must be the market's. */
  ofMarket?: true;
  /** Of a currency: the amounts that are in it. A file for all markets must name it beside them. */
  amounts?: readonly string[];
  /** True where a file for all markets must say it: no market stands in. */
  neededForAll?: true;
  /** True where what looks like an e-mail address or a telephone number slipped in from a column of persons. */
  impersonal?: true;
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

const code = (column: string): Column => ({ column, type: 'code' });
const text = (column: string): Column => ({ column, type: 'text' });
const number = (column: string, minimum = 0): Column => ({ column, type: 'number', minimum });
const price = (column: string): Column => ({ column, type: 'price' });
const date = (column: string): Column => ({ column, type: 'date' });
const currency = (column: string, ...amounts: string[]): Column => ({ column, type: 'currency', amounts });
const ownCurrency = (...amounts: string[]): Column => ({
  ...currency('currency', ...amounts),
  ofMarket: true,
});
const customer: Column = { column: 'customer_id', type: 'customer', stored: 'customer' };
const needed = (column: Column): Column => ({ ...column, required: true });

/** Words of a status that cancel an order line, in lower case; any other status leaves it as it is, which is shown. */
export const cancelledWords: readonly string[] = [
  ...['cancelled', 'canceled', 'void', 'voided'],
  ...['storniert', 'annulliert', 'annulé', 'annulée', 'cancelado', 'cancelada', 'annullato', 'geannuleerd'],
  ...['キャンセル', 'キャンセル済み', '已取消', '取消'],
];

/** Largest quantity that is believed, either way. */
export const LARGEST_QUANTITY = 1e9;

const texts = (...names: string[]) => names.map(text);
const location: Column = { ...code('location'), neededForAll: true };

/** The canonical columns of every kind. Personal columns are in none, so they never reach the lake. */
export const kindColumns: Record<UploadKind, KindColumns> = {
  orders: {
    columns: [
      needed(code('order_id')),
      code('line_id'),
      { ...needed(date('ordered_at')), stored: 'ordered_on' },
      customer,
      needed(code('sku')),
      needed(number('quantity', -LARGEST_QUANTITY)),
      needed(price('unit_price')),
      ownCurrency('unit_price'),
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
      needed(code('sku')),
      ...texts('name', 'category', 'brand'),
      price('unit_cost'),
      price('landed_cost'),
      currency('cost_currency', 'unit_cost', 'landed_cost'),
      price('list_price'),
      price('floor_price'),
      price('ceiling_price'),
      ownCurrency('list_price', 'floor_price', 'ceiling_price'),
      ...['pack_size', 'moq', 'lead_time_days', 'lead_time_sd_days', 'shelf_life_days'].map((name) =>
        number(name),
      ),
      code('supplier'),
      number('units_per_carton'),
      code('replaces'),
    ],
    key: ['sku'],
    day: null,
    sharedByMarkets: true,
  },
  stock: {
    columns: [
      needed(code('sku')),
      needed(date('as_of')),
      needed(number('on_hand', -LARGEST_QUANTITY)),
      number('on_order'),
      number('reserved'),
      location,
    ],
    key: ['sku', 'as_of', 'location'],
    day: 'as_of',
    sharedByMarkets: true,
  },
  prices: {
    columns: [
      needed(code('sku')),
      needed(date('valid_from')),
      needed(price('price')),
      date('valid_to'),
      ownCurrency('price'),
      code('price_group'),
      customer,
      number('min_quantity'),
    ],
    key: ['sku', 'valid_from', 'currency', 'price_group', 'customer', 'min_quantity'],
    day: 'valid_from',
    sharedByMarkets: true,
  },
  customers: {
    columns: [
      needed(customer),
      ...[text('country'), code('price_group'), text('channel')].map((column) => ({
        ...column,
        impersonal: true as const,
      })),
      date('since'),
    ],
    key: ['customer'],
    day: null,
    sharedByMarkets: true,
  },
  suppliers: {
    columns: [
      needed(code('supplier')),
      number('lead_time_days'),
      price('minimum_order_value'),
      text('order_days'),
      currency('currency', 'minimum_order_value'),
    ],
    key: ['supplier'],
    day: null,
    sharedByMarkets: true,
  },
  purchase_orders: {
    columns: [
      needed(code('order_id')),
      needed(code('sku')),
      needed(number('quantity')),
      date('ordered_on'),
      date('due_on'),
      date('received_on'),
      location,
      code('supplier'),
      price('unit_cost'),
    ],
    key: ['order_id', 'line_key'],
    numberedWithin: ['order_id', 'sku'],
    day: 'ordered_on',
    sharedByMarkets: true,
  },
  quotes: {
    columns: [
      needed(code('quote_id')),
      needed(customer),
      needed(code('sku')),
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
      needed(code('sku')),
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
      needed(code('sku')),
      needed(date('date')),
      ...['mean', 'p10', 'p50', 'p90'].map((name) => number(name)),
      { ...text('source'), noneOf: ['default', 'blend', 'adjustments'] },
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
      needed(number('rate', 1e-6)),
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
      code('sku'),
      text('category'),
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
