import type { UploadKind } from '../domain/index.ts';
import { kindColumns } from './columns.ts';
import {
  chineseOrders,
  odooOrderLines,
  sapBusinessOne,
  shopify,
  wooCommerce,
  wooCommerceItems,
} from './order-profiles.ts';
import type { Profile } from './profile.ts';

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

/** The layout of the canonical columns themselves. */
export const canonicalOf = (kind: UploadKind): Profile => ({
  name: 'canonical',
  kind,
  sources: Object.fromEntries(kindColumns[kind].columns.map(({ column }) => [column, [column]])),
});

/** Layouts that are tried after the canonical one, in this order. */
const layouts: readonly Profile[] = [
  onlineRetail,
  shopify,
  wooCommerce,
  wooCommerceItems,
  odooOrderLines,
  sapBusinessOne,
  chineseOrders,
  nixtla,
  rForecast,
];

/** The layouts that a kind of file may have, the canonical one first. */
export const profilesOf = (kind: UploadKind): Profile[] => [
  canonicalOf(kind),
  ...layouts.filter((profile) => profile.kind === kind),
];
