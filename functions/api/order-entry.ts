import { ALL_MARKETS, type NewLogEntry, type PurchaseOrder } from '../../lib/domain/index.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import type { Decider } from './who-may.ts';

/** What a person did with a purchase order. */
export type OrderAct = {
  event: 'approve' | 'cancel';
  who: Pick<Decider, 'person' | 'onBehalfOf'>;
  /** RFC 3339. */
  at: string;
  before: PurchaseOrder;
  after: PurchaseOrder;
  /** Of the order as it was read. */
  version: number;
};

/** Write down what a person did with a purchase order: in the log of the first of its markets, as of no single SKU. */
export function orderEntry(
  merchant: string,
  { event, who: { person, onBehalfOf }, at, before, after, version }: OrderAct,
): NewLogEntry {
  const [market = ALL_MARKETS] = after.markets;
  return {
    ...{ entry: timeSortedId(at), at, merchant, market, sku: '', event, by: person },
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...{ decision: `purchaseOrder:${after.id}`, version, from: before.status, to: after.status },
    draft: {
      currency: after.currency,
      amountMinor: after.totals.value.minor,
      orderUnits: after.lines.reduce((sum, { units }) => sum + units, 0),
    },
    inputs: {},
  };
}
