/** A sale or a cancellation of one buyer and SKU, in the order in which they happened. */
export type OrderEvent = {
  /** Names the line. */
  place: number;
  /** Buyer and SKU; events of a party stand together. */
  party: number;
  units: number;
  cancels: boolean;
  /** Of an anonymous sale only the whole can be undone: a part might be anybody's. */
  isAnonymous: boolean;
};

type OpenSale = { place: number; units: number; order: number };

/**
 * Tell how many units of each sale were cancelled later.
 *
 * A cancellation undoes one sale before it: the newest of those with just as many units left, else the newest of those
 * with more, else none. What it undoes is gone, so that the next equal cancellation undoes another sale. Time grows with
 * the events times the different numbers of units of a party.
 *
 * @param events - by party, then oldest first; on one day sales before cancellations
 * @returns place of the sale → units undone, > 0
 */
export function undoSales(events: readonly OrderEvent[]): Map<number, number> {
  const undone = new Map<number, number>();
  let open = new Map<number, OpenSale[]>();
  let party: number | undefined;
  for (const [order, event] of events.entries()) {
    if (event.party !== party) open = new Map();
    party = event.party;
    if (!event.cancels) {
      add(open, { place: event.place, units: event.units, order });
      continue;
    }
    const sale = takeFitting(open, event);
    if (sale === undefined) continue;
    undone.set(sale.place, (undone.get(sale.place) ?? 0) + event.units);
    if (sale.units > event.units) add(open, { ...sale, units: sale.units - event.units });
  }
  return undone;
}

/** Put a sale among those with as many units left, the newest last. */
function add(open: Map<number, OpenSale[]>, sale: OpenSale): void {
  const equals = open.get(sale.units) ?? [];
  const after = equals.findLastIndex(({ order }) => order < sale.order);
  equals.splice(after + 1, 0, sale);
  open.set(sale.units, equals);
}

function takeFitting(
  open: Map<number, OpenSale[]>,
  { units, isAnonymous }: OrderEvent,
): OpenSale | undefined {
  const exact = open.get(units)?.pop();
  if (exact !== undefined || isAnonymous) return exact;
  let newest: OpenSale[] | undefined;
  for (const [left, sales] of open)
    if (left > units && (sales.at(-1)?.order ?? -1) > (newest?.at(-1)?.order ?? -1)) newest = sales;
  return newest?.pop();
}
