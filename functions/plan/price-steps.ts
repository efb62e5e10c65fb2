import { addDays, daysBetween, type GroupDemand, type PriceListEntry } from '../../lib/domain/index.ts';
import type { PriceEntry, SkuFacts } from './read-facts.ts';

type PriceSteps = GroupDemand['priceSteps'];

/**
 * Follow a group's list price day by day: at each step the price in force from then on, for the smallest quantity.
 * Of entries that cover a day the group's own wins over the general one, then the one that began last. Where none covers
 * a day, the price before it stays.
 *
 * @param start - day of index 0
 * @param asOf - last day
 */
export function listPriceSteps(
  entries: readonly PriceEntry[],
  priceGroup: string,
  { start, asOf }: { start: string; asOf: string },
): PriceSteps {
  // a list that begins later says nothing of which quantity was the smallest until then
  const own = entriesOf(entries, priceGroup).filter(({ validFrom }) => validFrom <= asOf);
  const smallest = Math.min(...own.map(({ minQuantity }) => minQuantity));
  const base = own.filter(({ minQuantity }) => minQuantity === smallest);
  const changes = base
    .flatMap(({ validFrom, validTo }) => [validFrom, ...(validTo === null ? [] : [addDays(validTo, 1)])])
    .filter((date) => date > start && date <= asOf);
  const steps: PriceSteps = [];
  for (const date of [start, ...[...new Set(changes)].sort()]) {
    const price = inForce(base, date)?.unitPriceMicros;
    if (price !== undefined && price !== steps.at(-1)?.[1]) steps.push([daysBetween(start, date), price]);
  }
  return steps;
}

/**
 * Follow a group's list price after `asOf` as far as price files say: the changes alone, counted from `start` as the
 * steps before them are.
 *
 * @param days - how far
 */
export function plannedPriceSteps(
  entries: readonly PriceEntry[],
  priceGroup: string,
  { start, asOf, days }: { start: string; asOf: string; days: number },
): PriceSteps {
  const past = daysBetween(start, asOf);
  const steps = listPriceSteps(entries, priceGroup, { start: asOf, asOf: addDays(asOf, days) });
  const changes = steps.filter(([day]) => day > 0);
  return changes.map(([day, unitPriceMicros]) => [past + day, unitPriceMicros]);
}

/** Turn the weekly middle of the prices paid into steps; a week without sales keeps the price before it. */
export function paidPriceSteps(paid: SkuFacts['paid'], priceGroup: string): PriceSteps {
  const steps: PriceSteps = [];
  for (const { week, unitPriceMicros } of paid.filter((entry) => entry.priceGroup === priceGroup))
    if (unitPriceMicros !== steps.at(-1)?.[1]) steps.push([week * 7, unitPriceMicros]);
  return steps;
}

/** The price list as of a date, by group and quantity; '' is the price of everyone. */
export function priceListOn(entries: readonly PriceEntry[], asOf: string): PriceListEntry[] {
  const lists = entries.filter(({ customer }) => customer === null);
  const names = [...new Set(lists.map(({ priceGroup }) => priceGroup ?? ''))].sort();
  return names.flatMap((priceGroup) => {
    const own = lists.filter((entry) => (entry.priceGroup ?? '') === priceGroup);
    const quantities = [...new Set(own.map(({ minQuantity }) => minQuantity))].sort((a, b) => a - b);
    return quantities.flatMap((minQuantity) => {
      const entry = inForce(
        own.filter((candidate) => candidate.minQuantity === minQuantity),
        asOf,
      );
      return entry === undefined ? [] : [{ priceGroup, minQuantity, unitPriceMicros: entry.unitPriceMicros }];
    });
  });
}

/** The entry that holds on a date. */
export function inForce(entries: readonly PriceEntry[], date: string): PriceEntry | undefined {
  let best: PriceEntry | undefined;
  for (const entry of entries) {
    if (entry.validFrom > date || (entry.validTo !== null && entry.validTo < date)) continue;
    if (best === undefined || rank(entry) >= rank(best)) best = entry;
  }
  return best;
}

/** A group's own entry before a general one, then the later beginning. */
const rank = ({ priceGroup, validFrom }: PriceEntry) => `${priceGroup === null ? 0 : 1}${validFrom}`;

const entriesOf = (entries: readonly PriceEntry[], priceGroup: string) =>
  entries.filter(
    (entry) => entry.customer === null && (entry.priceGroup === null || entry.priceGroup === priceGroup),
  );
