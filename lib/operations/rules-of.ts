import type { SeriesRecord } from '../domain/index.ts';
import { DEFAULT_RULES, type PolicyRules } from './policy-rules.ts';
import { type RuleLayers, resolveTerms, type TradeTerms } from './trade-terms.ts';

/** The rules that one SKU is learnt by, and what a reader must know of them. */
export type SkuRules = { rules: PolicyRules; warnings: string[] };

/**
 * Turn what a merchant set into the rules that a SKU's policy is learnt by; what nobody set is Tradewind's default.
 *
 * @param currency - the market's: money of another one does not hold, which a warning says
 */
export function rulesOf(
  layers: RuleLayers,
  { sku, product }: Pick<SeriesRecord, 'sku' | 'product'>,
  currency: string,
): SkuRules {
  const { terms, notes } = resolveTerms(layers, { sku, category: product.category }, currency);
  return { rules: { ...DEFAULT_RULES, ...setOf(terms) }, warnings: notes };
}

/** The engine's name for each term that is set, and their list. */
function setOf(terms: TradeTerms['terms']): Partial<PolicyRules> {
  const set = withoutUnset<PolicyRules>({
    serviceMeasure: terms.serviceMeasure,
    serviceLevel: terms.serviceLevel,
    fillRate: terms.fillRate,
    learning: terms.learning,
    reviewDays: terms.reviewDays,
    minimumMarginRate: terms.minimumMarginRate,
    largestStep: terms.largestStep,
    priceCoolDownDays: terms.priceCoolDownDays,
    largestGap: terms.fairness?.largestGap,
    holdingRatePerYear: terms.holdingRatePerYear,
    lostUnitRate: terms.lostUnitRate,
    lostUnitCostMicros: terms.lostUnitCost?.micros,
    backorderShare: terms.backorderShare,
    backorderCostMicros: terms.backorderCost?.micros,
    orderCostMinor: terms.orderCost?.minor,
    priceChangeCostMinor: terms.priceChangeCost?.minor,
    salvageRate: terms.salvageRate,
    largestStockUnits: terms.largestStockUnits,
    largestOrderUnits: terms.largestOrderUnits,
    discountPerWeek: terms.discountPerWeek,
    priceTests: terms.priceTests,
  });
  const names = Object.keys(set);
  return names.length === 0 ? set : { ...set, setByMerchant: names };
}

type Unset<T> = { [Key in keyof T]?: T[Key] | undefined };

function withoutUnset<T extends object>(given: Unset<T>): Partial<T> {
  // what is left has the type of the parts that were not undefined
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}
