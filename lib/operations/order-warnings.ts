import type { SeriesRecord } from '../domain/index.ts';
import { unitsText } from './number-text.ts';
import type { StockPlan } from './plan-stock.ts';
import type { PolicyRules } from './policy-rules.ts';
import { roundOrder } from './round-order.ts';

const DAYS_A_MONTH = 365.25 / 12;
/** A minimum order of more than so many months of demand is said. */
const LONG_MONTHS = 12;

/**
 * Say what makes ordering odd or useless: a minimum order of more than a year's demand, one beyond what may be ordered or
 * held, and an end of the SKU before an order would come.
 *
 * @param endDays - days on which the SKU is still sold; `null`: it has no end
 */
export function orderWarnings(
  { product, leadTime }: Pick<SeriesRecord, 'product' | 'leadTime'>,
  { own, others }: Pick<StockPlan, 'own' | 'others'>,
  endDays: number | null,
  { largestOrderUnits, largestStockUnits }: PolicyRules,
): string[] {
  const warnings: string[] = [];
  const least = roundOrder(1, product);
  const months = least / ((own.mean + others.mean) * DAYS_A_MONTH);
  if (months > LONG_MONTHS && least > 1)
    warnings.push(
      Number.isFinite(months)
        ? `the minimum order of ${unitsText(least)} units is ${unitsText(Math.round(months))} months of demand`
        : `the minimum order is ${unitsText(least)} units, and nobody is expected to buy any`,
    );
  const bound = Math.min(
    largestOrderUnits ?? Number.POSITIVE_INFINITY,
    largestStockUnits ?? Number.POSITIVE_INFINITY,
  );
  if (least > bound)
    warnings.push(
      `nothing can be ordered: the minimum order is ${unitsText(least)} units, ${unitsText(bound)} are allowed`,
    );
  if (endDays !== null)
    warnings.push(
      endDays <= leadTime.meanDays
        ? `it is sold for ${endDays} more days, an order would come after ${unitsText(leadTime.meanDays)}: nothing is ordered`
        : `it is sold for ${endDays} more days: orders are held to what can still be sold`,
    );
  return warnings;
}
