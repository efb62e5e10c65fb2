import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { approvalSchema } from './decision.ts';
import { marketName } from './market.ts';
import { moneySchema, unitPriceSchema } from './money.ts';

/** `draft` is rewritten each night; `approved` and `exported` count as on order; the rest is over. */
export const purchaseOrderStates = [
  'draft',
  'approved',
  'exported',
  'received',
  'expired',
  'cancelled',
] as const;
export type PurchaseOrderState = (typeof purchaseOrderStates)[number];

const note = z.object({ code: z.string(), text: z.string() });
export type OrderNote = z.infer<typeof note>;

/** What a SKU's units rest on. Units, unless a name says otherwise. */
export const orderGroundSchema = z.object({
  onHand: z.number(),
  onOrder: z.number(),
  /** In approved purchase orders that no upload shows yet. */
  pendingUnits: z.number(),
  /** On hand, on order and pending. */
  position: z.number(),
  /** With the days until the supplier's order after this one. */
  reorderPoint: z.number(),
  orderUpTo: z.number(),
  dailyDemand: z.number(),
  leadTimeDays: z.number(),
  stockOutDate: z.nullable(isoDate),
});
export type OrderGround = z.infer<typeof orderGroundSchema>;

/** A SKU as its supplier sells it. */
const article = {
  sku: z.string(),
  name: z.nullable(z.string()),
  packSize: z.number(),
  minimumOrderUnits: z.number(),
  unitsPerCarton: z.nullable(z.number()),
  unitCost: unitPriceSchema,
  ground: orderGroundSchema,
  /** Markets whose demand it covers, and the market whose night decided. */
  markets: z.array(marketName),
  decidedBy: marketName,
};

/** A SKU of the supplier that needs nothing now: what an order can be filled up with. */
export const spareArticleSchema = z.object({
  ...article,
  /** Until the reorder point is reached, at the expected demand; `null` without demand. */
  daysUntilReorder: z.nullable(z.number()),
});
export type SpareArticle = z.infer<typeof spareArticleSchema>;

/**
 * `runsOut`: the stock ends before the order can arrive; `due`: at or below the reorder point; `early`: the learnt policy
 * orders sooner; `filler`: ordered only to reach a minimum or fill a container; `byHand`: a person's own line.
 */
export const orderUrgencies = ['runsOut', 'due', 'early', 'filler', 'byHand'] as const;

/** One SKU of a purchase order. */
export const purchaseOrderLineSchema = z.object({
  ...article,
  units: z.number(),
  /** `null` where the units are no whole packs. */
  packs: z.nullable(z.int()),
  value: moneySchema,
  /** What the SKU needs by itself: before budget, filling up, and a person's change. */
  proposedUnits: z.number(),
  /** Of `units` those ordered only to fill up. */
  fillerUnits: z.number(),
  urgency: z.enum(orderUrgencies),
  /** Days that position and order last at the expected demand; `null` without demand. */
  coverDays: z.nullable(z.number()),
  /** What ordering now is expected to save against the supplier's next order day. */
  savesNow: z.nullable(moneySchema),
  /** A person's change: what it was, who, when, why. */
  edited: z.optional(z.object({ from: z.number(), by: z.string(), at: isoInstant, reason: z.string() })),
  notes: z.array(note),
});
export type PurchaseOrderLine = z.infer<typeof purchaseOrderLineSchema>;

/** A SKU of the supplier that should be ordered or might be, and what keeps it from being drafted. */
export const lackingOrderSchema = z.object({
  sku: z.string(),
  name: z.nullable(z.string()),
  market: marketName,
  supplier: z.nullable(z.string()),
  /** Units that the night would order, where it can tell. */
  proposedUnits: z.nullable(z.number()),
  missing: z.array(z.string()),
  detail: z.string(),
});
export type LackingOrder = z.infer<typeof lackingOrderSchema>;

/** How the order stands against the supplier's least value. */
export const minimumOrderCheckSchema = z.object({
  /** `null` where it cannot be compared: the reason is in `text`. */
  reached: z.nullable(z.boolean()),
  minimum: moneySchema,
  missing: z.nullable(moneySchema),
  /** `filled` up to it, `waits` for the supplier's next order day, `short`: a person must decide. */
  action: z.enum(['none', 'filled', 'waits', 'short', 'unknown']),
  /** Holding what is ordered too early, and margin lost by waiting; where the two were weighed. */
  costOfFilling: z.nullable(moneySchema),
  costOfWaiting: z.nullable(moneySchema),
  text: z.string(),
});
export type MinimumOrderCheck = z.infer<typeof minimumOrderCheckSchema>;

/** How full the supplier's containers are, in cartons. */
export const containerCheckSchema = z.object({
  cartons: z.number(),
  cartonsPerContainer: z.number(),
  containers: z.int(),
  /** Share of the last container that is used, 0–1. */
  lastFill: z.number(),
  /** Lines whose cartons are not known, and so not counted. */
  uncountedLines: z.int(),
  text: z.string(),
});
export type ContainerCheck = z.infer<typeof containerCheckSchema>;

/** What a budget left of the order. */
export const budgetCheckSchema = z.object({
  budget: moneySchema,
  /** What all drafts under the budget would have cost, and what they cost now. */
  wanted: moneySchema,
  spent: moneySchema,
  /** Units of this order that were not ordered for want of money. */
  unitsLeftOut: z.number(),
  text: z.string(),
});
export type BudgetCheck = z.infer<typeof budgetCheckSchema>;

/** How a supplier has delivered to the location over a year. Shares are 0–1, `null` where nothing can be judged. */
export const supplierPerformanceSchema = z.object({
  supplier: z.string(),
  from: isoDate,
  to: isoDate,
  /** Lines received that had a due date. */
  judgedLines: z.int(),
  onTimeShare: z.nullable(z.number()),
  /** Mean days after the due date over the judged lines; early ones count as 0. */
  meanLatenessDays: z.nullable(z.number()),
  /** Units due by now that have not come, of all units due. */
  shortShare: z.nullable(z.number()),
  /** Lines due and not received. */
  overdueLines: z.int(),
});
export type SupplierPerformance = z.infer<typeof supplierPerformanceSchema>;

/** What has come of a line. */
export const arrivalSchema = z.object({
  sku: z.string(),
  orderedUnits: z.number(),
  receivedUnits: z.number(),
  /** Of the last receipt. */
  receivedOn: z.nullable(isoDate),
  /** After the expected arrival; negative when early; `null` while nothing came. */
  lateDays: z.nullable(z.int()),
});
export type Arrival = z.infer<typeof arrivalSchema>;

/** The night of one market that an order rests on. */
export const orderNightSchema = z.object({ market: marketName, runId: z.string(), asOf: isoDate });
export type OrderNight = z.infer<typeof orderNightSchema>;

const signed = z.object({ by: z.string(), at: isoInstant });

const head = {
  id: z.string(),
  location: z.string(),
  supplier: z.string(),
  /** Of every cost in it. */
  currency: z.string(),
  status: z.enum(purchaseOrderStates),
  /** Markets that the location serves with it. */
  markets: z.array(marketName),
  /** Business date of the newest night it rests on. */
  asOf: isoDate,
  nights: z.array(orderNightSchema),
  /** When it goes out, when the supplier takes the next, and when it should be there. */
  orderDate: isoDate,
  nextOrderDate: isoDate,
  expectedArrival: isoDate,
  totals: z.object({
    value: moneySchema,
    units: z.number(),
    lines: z.int(),
    cartons: z.nullable(z.number()),
  }),
  checks: z.object({
    minimumOrder: z.nullable(minimumOrderCheckSchema),
    container: z.nullable(containerCheckSchema),
    budget: z.nullable(budgetCheckSchema),
  }),
  notes: z.array(note),
  performance: z.nullable(supplierPerformanceSchema),
  /** Who has agreed: one, or two from an amount on; a changed line voids it, and so does the night's next draft. */
  approvals: z.optional(z.array(approvalSchema)),
  approved: z.optional(signed),
  exported: z.optional(signed),
  cancelled: z.optional(signed),
};

/** A purchase order in a list. */
export const purchaseOrderSummarySchema = z.object(head);
export type PurchaseOrderSummary = z.infer<typeof purchaseOrderSummarySchema>;

/** A purchase order to one supplier for one location: one open draft at a time, updated each night. */
export const purchaseOrderSchema = z.object({
  ...head,
  lines: z.array(purchaseOrderLineSchema),
  /** What it can be filled up with, soonest needed first. */
  spares: z.array(spareArticleSchema),
  lacking: z.array(lackingOrderSchema),
  /** What came of it, from the uploaded purchase orders. */
  arrivals: z.optional(z.array(arrivalSchema)),
});
export type PurchaseOrder = z.infer<typeof purchaseOrderSchema>;

/** SKUs of a location that no draft can hold, for want of a supplier or a cost. */
export const unplacedOrdersSchema = z.object({
  location: z.string(),
  asOf: isoDate,
  nights: z.array(orderNightSchema),
  items: z.array(lackingOrderSchema),
});
export type UnplacedOrders = z.infer<typeof unplacedOrdersSchema>;

/** Which run's `orders` files say what a market's SKUs need at a location: the newest wins. */
export const orderSourceSchema = z.extend(orderNightSchema, {
  location: z.string(),
  /** Shards whose policies were learnt, by name. */
  shards: z.array(z.string()),
});
export type OrderSource = z.infer<typeof orderSourceSchema>;
