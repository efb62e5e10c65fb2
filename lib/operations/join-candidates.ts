import type { OrderCandidate } from '../domain/index.ts';

/**
 * Bring together what the nights of a location's markets say of its SKUs: one candidate each.
 *
 * Stock and need are decided by the newest night (of two of one date, that of the market listed first), for each night
 * sums the demand of all the location's markets. Cost and supplier come from the market listed first that knows a cost, whatever
 * its date, so that an order does not change its currency with the hour at which a night ends.
 *
 * @param nights - the candidates of each market
 * @param marketOrder - the markets as the deployment lists them
 * @returns sorted by SKU
 */
export function joinCandidates(
  nights: readonly (readonly OrderCandidate[])[],
  marketOrder: readonly string[],
): OrderCandidate[] {
  const place = new Map(marketOrder.map((market, index) => [market, index]));
  const placeOf = ({ market }: OrderCandidate) => place.get(market) ?? marketOrder.length;
  const newer = (one: OrderCandidate, other: OrderCandidate) =>
    one.asOf === other.asOf ? placeOf(one) < placeOf(other) : one.asOf > other.asOf;
  const first = (one: OrderCandidate, other: OrderCandidate) =>
    knowsCost(one) === knowsCost(other) ? placeOf(one) < placeOf(other) : knowsCost(one);
  const joined = new Map<string, { decides: OrderCandidate; sells: OrderCandidate }>();
  for (const candidate of nights.flat()) {
    const known = joined.get(candidate.sku);
    joined.set(candidate.sku, {
      decides:
        known === undefined || decidesBefore(candidate, known.decides, newer) ? candidate : known.decides,
      sells: known === undefined || first(candidate, known.sells) ? candidate : known.sells,
    });
  }
  return [...joined.values()]
    .map(({ decides, sells }) => joinOne(decides, sells))
    .sort((one, other) => (one.sku < other.sku ? -1 : Number(one.sku > other.sku)));
}

const knowsCost = ({ unitCost, supplier }: OrderCandidate) => unitCost !== null && supplier !== null;

/** A night that cannot tell the need gives way to one that can. */
function decidesBefore(
  one: OrderCandidate,
  other: OrderCandidate,
  newer: (one: OrderCandidate, other: OrderCandidate) => boolean,
): boolean {
  if ((one.need === null) !== (other.need === null)) return one.need !== null;
  return newer(one, other);
}

/** Needs come from one, terms of trade from the other; what either lacks still is missing. */
function joinOne(decides: OrderCandidate, sells: OrderCandidate): OrderCandidate {
  const { supplier, terms, unitCost, packSize, minimumOrderUnits, unitsPerCarton } = sells;
  const ofTrade = new Set(['supplier', 'unit_cost']);
  const missing = new Set([
    ...decides.missing.filter((name) => !ofTrade.has(name)),
    ...sells.missing.filter((name) => ofTrade.has(name)),
  ]);
  return {
    ...decides,
    name: decides.name ?? sells.name,
    supplier,
    terms,
    unitCost,
    packSize,
    minimumOrderUnits,
    unitsPerCarton,
    markets: [...new Set([...decides.markets, ...sells.markets])].sort(),
    missing: [...missing],
  };
}
