import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';

/** Millionths of the currency's unit. */
const micros = z.int().check(z.nonnegative());

/** A price list entry as of the run's date. */
export const priceListEntrySchema = z.object({
  /** '' where the price is everyone's. */
  priceGroup: z.string(),
  /** Units of one order from which the price holds. */
  minQuantity: z.number(),
  unitPriceMicros: micros,
});
export type PriceListEntry = z.infer<typeof priceListEntrySchema>;

/** A contract price of one buyer (a pseudonym) as of the run's date. */
export const contractPriceSchema = z.object({
  customer: z.string(),
  /** Units of one order from which the price holds. */
  minQuantity: z.number(),
  unitPriceMicros: micros,
  validTo: z.nullable(isoDate),
});
export type ContractPrice = z.infer<typeof contractPriceSchema>;
