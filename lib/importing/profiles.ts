import type { UploadKind } from '../domain/index.ts';
import { kindColumns } from './columns.ts';

/** A header layout that the project knows, and how its columns feed the canonical ones. */
export type Profile = {
  name: string;
  kind: UploadKind;
  /** Canonical column → the names it may have in the file. */
  sources: Readonly<Record<string, readonly string[]>>;
  /** SKUs that differ in case alone are one SKU. */
  upperCaseSku?: true;
  /** Order ids that start so are cancellations of earlier orders. */
  cancelledPrefix?: string;
  /** A regular expression for the codes that are products; others (postage, fees, vouchers) are revenue alone. */
  productPattern?: string;
};

/**
 * The UCI "Online Retail" layout (Chen 2015). Invoices that start with C cancel; codes differ in case; products are
 * the codes that start with five digits: POST, DOT, M, D, C2, BANK CHARGES, AMAZONFEE, gift vouchers … are not.
 */
const onlineRetail: Profile = {
  name: 'UCI Online Retail',
  kind: 'orders',
  sources: {
    order_id: ['InvoiceNo', 'Invoice'],
    ordered_at: ['InvoiceDate'],
    customer_id: ['CustomerID'],
    sku: ['StockCode'],
    quantity: ['Quantity'],
    unit_price: ['UnitPrice', 'Price'],
    country: ['Country'],
    description: ['Description'],
  },
  upperCaseSku: true,
  cancelledPrefix: 'C',
  productPattern: '^[0-9]{5}',
};

/** Models whose name Nixtla's libraries write above their forecasts. */
const NIXTLA_MODELS = [
  ...['AutoARIMA', 'AutoETS', 'AutoTheta', 'AutoCES', 'AutoMFLES', 'DynamicOptimizedTheta', 'SeasonalNaive'],
  ...[
    'CrostonOptimized',
    'CrostonSBA',
    'TSB',
    'IMAPA',
    'ADIDA',
    'TimeGPT',
    'NHITS',
    'NBEATS',
    'TFT',
    'PatchTST',
  ],
  ...['LGBMRegressor', 'XGBRegressor', 'LinearRegression'],
];

/** Long frames of Nixtla's libraries and of Prophet (whose interval is of 80 % by default): `unique_id`, `ds`, a model. */
const nixtla: Profile = {
  name: 'Nixtla',
  kind: 'forecasts',
  sources: {
    sku: ['unique_id'],
    date: ['ds'],
    mean: ['yhat', ...NIXTLA_MODELS],
    p10: ['yhat_lower', ...NIXTLA_MODELS.map((model) => `${model}-lo-80`)],
    p90: ['yhat_upper', ...NIXTLA_MODELS.map((model) => `${model}-hi-80`)],
    source: ['source'],
  },
};

/** The data frame of R's forecast package, with the SKU and the date beside it. */
const rForecast: Profile = {
  name: 'R forecast',
  kind: 'forecasts',
  sources: {
    sku: ['sku', 'unique_id', 'key'],
    date: ['date', 'index'],
    mean: ['Point Forecast', 'mean'],
    p10: ['Lo 80'],
    p90: ['Hi 80'],
    source: ['source', 'model'],
  },
};

const canonicalOf = (kind: UploadKind): Profile => ({
  name: 'canonical',
  kind,
  sources: Object.fromEntries(kindColumns[kind].columns.map(({ column }) => [column, [column]])),
});

/** Layouts that are tried after the canonical one, in this order. */
const layouts: readonly Profile[] = [onlineRetail, nixtla, rForecast];

/** Which column of the file feeds each canonical column; or why the header cannot be used. */
export type HeaderMatch =
  | { kind: 'matched'; profile: Profile; sources: Record<string, number> }
  | { kind: 'refused'; reason: string };

/**
 * Find the profile whose required columns are all in a header. Case, blanks and punctuation of names don't count;
 * other columns are ignored, personal ones among them.
 *
 * @param header - the names as they stand in the file
 */
export function matchHeader(kind: UploadKind, header: readonly string[]): HeaderMatch {
  const profiles = [canonicalOf(kind), ...layouts.filter((profile) => profile.kind === kind)];
  for (const profile of profiles) {
    const match = matchProfile(profile, header);
    if (match !== undefined) return match;
  }
  const lacking = missingColumns(canonicalOf(kind), header);
  return {
    kind: 'refused',
    reason: `the header lacks ${lacking.join(', ')}: ${kind} need these columns; it has ${header.length} columns`,
  };
}

function matchProfile(profile: Profile, header: readonly string[]): HeaderMatch | undefined {
  if (missingColumns(profile, header).length > 0) return undefined;
  const sources: Record<string, number> = {};
  for (const [column, names] of Object.entries(profile.sources)) {
    const places = placesOf(names, header);
    const [first] = places;
    if (first === undefined) continue;
    if (places.length > 1)
      return { kind: 'refused', reason: `the header names ${column} ${places.length} times` };
    sources[column] = first;
  }
  return { kind: 'matched', profile, sources };
}

function missingColumns(profile: Profile, header: readonly string[]): string[] {
  const missing = kindColumns[profile.kind].columns
    .filter(
      ({ column, required }) => required && placesOf(profile.sources[column] ?? [], header).length === 0,
    )
    .map(({ column }) => column);
  if (profile.kind === 'forecasts' && !hasAny(profile, header, ['mean', 'p50']))
    missing.push('mean (or p10, p50, p90)');
  return missing;
}

const hasAny = (profile: Profile, header: readonly string[], columns: readonly string[]) =>
  columns.some((column) => placesOf(profile.sources[column] ?? [], header).length > 0);

function placesOf(names: readonly string[], header: readonly string[]): number[] {
  const wanted = new Set(names.map(comparable));
  return header.flatMap((name, place) => (wanted.has(comparable(name)) ? [place] : []));
}

const comparable = (name: string) => name.toLowerCase().replaceAll(/[\s_\-.]/g, '');
