import type { Buyer, CustomerDocument, RunName, Trial } from '../../lib/domain/index.ts';

/** Who is known in a market. */
export type KnownCustomers = {
  /** The buyers that a segment holds. */
  segmented: readonly Buyer[];
  /** Everyone who ordered, looked at a product or was quoted one; names may repeat, also those of `segmented`. */
  seen: Iterable<string>;
  /** Pseudonym → group for everyone in the customers file; '' where it gives no group. */
  priceGroups: ReadonlyMap<string, string>;
  /** Who has opted out of decisions by machine. */
  optedOut?: ReadonlySet<string>;
  /** Who operates them; absent for none. */
  trials?: ReadonlyMap<string, Trial>;
};

/**
 * Make the document of each known customer: its segment where it has one, its price group where the file names one.
 * Customers without an order are among them, so that their group's price holds from the first one on.
 */
export function* customerDocuments(
  { segmented, seen, priceGroups, optedOut = new Set(), trials }: KnownCustomers,
  { runId, asOf }: Pick<RunName, 'runId' | 'asOf'>,
): Generator<CustomerDocument> {
  const groupOf = (customer: string) => {
    const priceGroup = priceGroups.get(customer) ?? '';
    const trial = trials?.get(customer);
    return {
      ...(priceGroup === '' ? {} : { priceGroup }),
      ...(optedOut.has(customer) ? { automated: false as const } : {}),
      ...(trial === undefined ? {} : { trial }),
    };
  };
  const others = new Set([...seen, ...priceGroups.keys(), ...optedOut]);
  for (const buyer of segmented) {
    others.delete(buyer.customer);
    yield { ...buyer, ...groupOf(buyer.customer) };
  }
  for (const customer of others) yield { kind: 'unsegmented', customer, runId, asOf, ...groupOf(customer) };
}
