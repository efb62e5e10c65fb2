import type { ContractPrice, PolicyDocument, PriceListEntry } from '../domain/index.ts';

/** Who buys and how much, as far as the caller says. */
export type Buying = { customer?: string; priceGroup?: string; quantity?: number };

/** A price that is agreed, and where: it goes before anything that is proposed. */
export type AgreedPrice = {
  priceMicros: number;
  source: 'contract' | 'quote' | 'priceGroup' | 'quantityBreak';
};

/**
 * Find the price that is agreed with a buyer: contract or open quote, the lower of them, else the price list of the group, else the quantity break of
 * the list price. Of several entries the one with the largest minimum quantity that is reached holds.
 *
 * Contracts and quotes are judged on the policy's business date, on which they were read.
 *
 * @param buying.quantity - units asked for, 1 when the caller doesn't say
 * @returns null where nothing is agreed: the list price holds
 */
export function agreedPrice(
  {
    contracts,
    quotes = [],
    priceList,
    asOf,
  }: Pick<PolicyDocument, 'contracts' | 'priceList' | 'asOf' | 'quotes'>,
  { customer, priceGroup, quantity = 1 }: Buying,
): AgreedPrice | null {
  const own = (entries: readonly ContractPrice[]) =>
    reached(
      entries.filter((entry) => entry.customer === customer && isValid(entry, asOf)),
      quantity,
    )?.unitPriceMicros;
  const [contract, quote] = [own(contracts), own(quotes)];
  if (quote !== undefined && quote < (contract ?? Infinity)) return { priceMicros: quote, source: 'quote' };
  if (contract !== undefined) return { priceMicros: contract, source: 'contract' };
  if (priceGroup !== undefined && priceGroup !== '') {
    const entry = reached(ofGroup(priceList, priceGroup), quantity);
    if (entry !== null)
      return {
        priceMicros: entry.unitPriceMicros,
        source: entry.minQuantity > 1 ? 'quantityBreak' : 'priceGroup',
      };
  }
  const step = reached(
    ofGroup(priceList, '').filter((entry) => entry.minQuantity > 1),
    quantity,
  );
  return step === null ? null : { priceMicros: step.unitPriceMicros, source: 'quantityBreak' };
}

function isValid({ validTo }: ContractPrice, asOf: string): boolean {
  return validTo === null || validTo >= asOf;
}

function ofGroup(priceList: readonly PriceListEntry[], group: string): PriceListEntry[] {
  return priceList.filter((entry) => entry.priceGroup === group);
}

/** Pick the entry with the largest minimum quantity that is reached; of equals the cheaper. */
function reached<Entry extends { minQuantity: number; unitPriceMicros: number }>(
  entries: readonly Entry[],
  quantity: number,
): Entry | null {
  let held: Entry | null = null;
  for (const entry of entries) {
    if (entry.minQuantity > quantity) continue;
    const better =
      held === null ||
      entry.minQuantity > held.minQuantity ||
      (entry.minQuantity === held.minQuantity && entry.unitPriceMicros < held.unitPriceMicros);
    if (better) held = entry;
  }
  return held;
}
