import type { UploadKind } from '../domain/index.ts';

/** A header layout that the project knows, and how its columns feed the canonical ones. */
export type Profile = {
  name: string;
  kind: UploadKind;
  /** Canonical column → the names it may have in the file; of several that are there the first counts. */
  sources: Readonly<Record<string, readonly string[]>>;
  /** SKUs that differ in case alone are one SKU. */
  upperCaseSku?: true;
  /** Order ids that start so are cancellations of earlier orders. */
  cancelledPrefix?: string;
  /** A regular expression for the codes that are products; others (postage, fees, vouchers) are revenue alone. */
  productPattern?: string;
  /** A regular expression whose first group is the SKU within what the column holds. */
  skuPattern?: string;
  /** A regular expression for a `status` that cancels a line, beside the words that do so in any file. */
  cancelledPattern?: string;
  /** A customer's code that stands for nobody. */
  noCustomer?: string;
  /** Columns that an order's first row has and its further rows leave blank, `order_id` among them where that does too. */
  carries?: readonly string[];
  /** What `unit_price` holds; `unit` where nothing is said. */
  priceForm?: PriceForm;
};

/**
 * What the column of prices holds: the price paid for a unit; that before a discount of so many per cent, or before one of
 * an amount for the line; or the amount of the line.
 */
export type PriceForm = 'unit' | 'lessPercent' | 'lessLineAmount' | 'lineTotal';
