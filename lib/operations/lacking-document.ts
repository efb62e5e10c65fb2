import type { Market, PolicyDocument, SeriesRecord } from '../domain/index.ts';
import { currentPrice } from './policy-facts.ts';

/**
 * Write the document of a SKU for which no policy can be learnt: what is missing and why, and what still can be said.
 *
 * @param lack.missing - names of what is missing; empty where something else failed
 * @param lack.detail - a sentence for the reader
 */
export function lackingDocument(
  series: SeriesRecord,
  { currency }: Pick<Market, 'currency'>,
  { runId, asOf }: { runId: string; asOf: string },
  lack: { missing: string[]; detail: string },
): PolicyDocument {
  const { stock } = series;
  return {
    kind: 'insufficientData',
    sku: series.sku,
    name: series.product.name,
    runId,
    asOf,
    ...lack,
    lastKnown: {
      onHand: stock === null ? null : stock.onHand - stock.reserved,
      onOrder: stock === null ? null : Math.max(0, stock.onOrder),
      unitPriceMicros: currentPrice(series),
    },
    currency,
    priceList: series.priceList,
    contracts: series.contracts,
    ...(series.quotes === undefined ? {} : { quotes: series.quotes }),
  };
}
