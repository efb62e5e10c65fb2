import { currencyDigits, type SeriesRecord } from '../../lib/domain/index.ts';
import type { StockRules } from '../../lib/forecasting/index.ts';
import { currentPrice, DEFAULT_RULES } from '../../lib/operations/index.ts';

/** Where one of cost and price is not known the other tells it: a wholesaler's usual third. */
const ASSUMED_MARGIN_RATE = 0.3;
const DAYS_A_YEAR = 365;
const MICROS = 1_000_000;

/** What holding and lacking a unit cost, in minor units of the market's currency, and what was assumed. */
export type StockRates = Pick<StockRules, 'holdingCostPerUnitStep' | 'stockOutCostPerUnit'> & {
  assumed: string | null;
};

/**
 * Tell what a unit costs in stock and out of stock, by the rules that policies are learnt by: a day of the yearly holding rate on
 * its landed cost; its margin, and what else a lost unit loses.
 *
 * @returns `undefined` where neither cost nor price is known: nothing can be judged in money then
 */
export function stockRates(record: SeriesRecord, currency: string): StockRates | undefined {
  const { product } = record;
  const sameCurrency = product.costCurrency === null || product.costCurrency === currency;
  const cost = sameCurrency ? (product.landedCostMicros ?? product.unitCostMicros) : null;
  const price = currentPrice(record);
  const landed = cost ?? (price === null ? null : price * (1 - ASSUMED_MARGIN_RATE));
  if (landed === null || !(landed > 0)) return undefined;
  const sold = price ?? landed / (1 - ASSUMED_MARGIN_RATE);
  const margin = Math.max(sold - landed, DEFAULT_RULES.minimumMarginRate * sold);
  const minorPerMicro = 10 ** currencyDigits(currency) / MICROS;
  return {
    holdingCostPerUnitStep: (landed * DEFAULT_RULES.holdingRatePerYear * minorPerMicro) / DAYS_A_YEAR,
    stockOutCostPerUnit: margin * (1 + DEFAULT_RULES.lostUnitRate) * minorPerMicro,
    assumed: cost === null || price === null ? 'a margin of 30 %, as its cost or price is not known' : null,
  };
}
