import * as z from 'zod/mini';
import { isoDate } from './calendar.ts';
import { marketName } from './market.ts';
import { unitPriceSchema } from './money.ts';

/** What a merchant's suppliers file says of one supplier; `null` where it does not say. */
export const supplierTermsSchema = z.object({
  /** Least value of one order, in `currency`. */
  minimumOrderMicros: z.nullable(z.int().check(z.nonnegative())),
  /** Weekdays on which it takes orders, as the file words them: `Mon;Wed`. */
  orderDays: z.nullable(z.string()),
  currency: z.nullable(z.string()),
});
export type SupplierTerms = z.infer<typeof supplierTermsSchema>;

/** What the night knows of a SKU's stock and need at its location. Units, unless a name says otherwise. */
export const orderNeedSchema = z.object({
  /** To order now, as the policy answers at the last known state; whole packs. */
  proposedUnits: z.number().check(z.nonnegative()),
  /** Who proposes: the learnt policy, or the textbook rule where no policy could be learnt. */
  proposedBy: z.enum(['policy', 'replenishment']),
  /** Free stock; below 0 when more is owed to customers than is there. */
  onHand: z.number(),
  onOrder: z.number(),
  stockAsOf: z.nullable(isoDate),
  reorderPoint: z.number(),
  orderUpTo: z.number(),
  safetyStock: z.number(),
  /** Cycle service level of the reorder point, 0–1. */
  serviceLevel: z.number(),
  dailyDemand: z.number(),
  leadTimeDays: z.number(),
  reviewDays: z.number(),
  stockOutDate: z.nullable(isoDate),
  /** What a unit that cannot be sold costs, its margin and more; `null` where no policy knows. */
  lostUnit: z.nullable(unitPriceSchema),
  /** Cost of holding stock for a year, as a share of its cost. */
  holdingRatePerYear: z.number(),
});
export type OrderNeed = z.infer<typeof orderNeedSchema>;

/** A SKU that could be ordered for a location, as one market's night saw it: a line of a shard's `orders` file. */
export const orderCandidateSchema = z.object({
  sku: z.string(),
  name: z.nullable(z.string()),
  market: marketName,
  runId: z.string(),
  asOf: isoDate,
  location: z.string(),
  supplier: z.nullable(z.string()),
  /** `null` where no suppliers file knows the supplier. */
  terms: z.nullable(supplierTermsSchema),
  unitCost: z.nullable(unitPriceSchema),
  packSize: z.number().check(z.positive()),
  minimumOrderUnits: z.number().check(z.nonnegative()),
  unitsPerCarton: z.nullable(z.number()),
  /** Every market whose demand the order covers. */
  markets: z.array(marketName),
  /** `null` where it cannot be told: `missing` says why. */
  need: z.nullable(orderNeedSchema),
  /** Names of what a purchase order lacks: `supplier`, `unit_cost`, `stock`, `history`, `policy`, `quantity`. */
  missing: z.array(z.string()),
});
export type OrderCandidate = z.infer<typeof orderCandidateSchema>;
