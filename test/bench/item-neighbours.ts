import type { Purchase } from '../../lib/purchasing/index.ts';

const NEIGHBOURS = 100;
const SHRINKAGE = 10;
const HALF_LIFE_DAYS = 60;

/** SKU → those that name it among the 100 most like themselves, with their cosine. */
type Likenesses = ReadonlyMap<string, [sku: string, cosine: number][]>;

/**
 * Recommend by the textbook's item-kNN (Sarwar et al. 2001), apart from the product's code: cosine of the sets of buyers, shrunk by
 * 10, 100 neighbours an item; a buyer's shopping days with an item count, each halved every 60 days. What it has stays on the list.
 *
 * @returns by customer, best first
 */
export function itemNeighbours(
  purchases: readonly Purchase[],
  { customers, k, asOf, only }: { customers: readonly string[]; k: number; asOf: number; only?: 'new' },
): Map<string, string[]> {
  const weights = weightsOf(purchases, asOf);
  const likenesses = likenessesOf(weights);
  return new Map(
    customers.map((customer) => {
      const own = weights.get(customer) ?? new Map<string, number>();
      const scores = new Map<string, number>();
      for (const [sku, weight] of own)
        for (const [other, cosine] of likenesses.get(sku) ?? [])
          scores.set(other, (scores.get(other) ?? 0) + weight * cosine);
      const offered = [...scores].filter(([sku]) => only !== 'new' || !own.has(sku));
      offered.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
      return [customer, offered.slice(0, k).map(([sku]) => sku)];
    }),
  );
}

function weightsOf(purchases: readonly Purchase[], asOf: number): Map<string, Map<string, number>> {
  const days = new Set<string>();
  const weights = new Map<string, Map<string, number>>();
  for (const { customer, sku, day } of purchases) {
    const key = `${customer} ${sku} ${day}`;
    if (days.has(key)) continue;
    days.add(key);
    const own = weights.get(customer) ?? new Map<string, number>();
    weights.set(customer, own.set(sku, (own.get(sku) ?? 0) + 2 ** ((day - asOf) / HALF_LIFE_DAYS)));
  }
  return weights;
}

function likenessesOf(weights: ReadonlyMap<string, ReadonlyMap<string, number>>): Likenesses {
  const owners = new Map<string, string[]>();
  for (const [customer, own] of weights)
    for (const sku of own.keys()) owners.set(sku, [...(owners.get(sku) ?? []), customer]);
  const count = (sku: string) => owners.get(sku)?.length ?? 0;
  const likenesses = new Map<string, [string, number][]>();
  for (const [sku, its] of owners) {
    const together = new Map<string, number>();
    for (const customer of its)
      for (const other of weights.get(customer)?.keys() ?? [])
        together.set(other, (together.get(other) ?? 0) + 1);
    together.delete(sku);
    const alike = [...together].map(([other, both]): [string, number] => [
      other,
      both / (Math.sqrt(count(sku) * count(other)) + SHRINKAGE),
    ]);
    alike.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    for (const [other, cosine] of alike.slice(0, NEIGHBOURS))
      likenesses.set(other, [...(likenesses.get(other) ?? []), [sku, cosine]]);
  }
  return likenesses;
}
