import { analysisSchema } from '../../lib/domain/index.ts';
import { analyseMarket } from '../../lib/insight/index.ts';
import { readMarketAggregates } from '../../lib/stores/market-aggregates.ts';
import { readMarketOffer } from '../../lib/stores/market-offer.ts';
import { type LakeContent, withMarketLake } from './market-lake.ts';
import type { OrderLine } from './order-lines.ts';

const asOf = '2025-03-31';
const currencies: Record<string, string> = { de: 'EUR', at: 'EUR', gb: 'GBP' };

/** Analyse the market `de` of a small lake as of the end of March 2025, the others beside it. */
export const analysisOf = (content: LakeContent) =>
  withMarketLake(content, async (sql) => {
    const aggregates = await readMarketAggregates(sql, asOf);
    const priced = (market: string) => ({ market, currency: currencies[market] ?? '' });
    const others = Object.keys(content.markets).filter((market) => market !== 'de');
    const request = { here: priced('de'), others: others.map(priced), asOf };
    const offer = await readMarketOffer(sql, request, aggregates);
    const analysis = analyseMarket({ ...aggregates, offer }, { runId: 'r', asOf, currency: 'EUR' });
    if (analysis.kind !== 'ready') throw new Error(analysis.detail);
    return analysisSchema.parse(analysis);
  });

/** So many buyers buy one SKU each, once. */
export const buyersOf = (sku: string, buyers: number, changes: Partial<OrderLine> = {}): OrderLine[] =>
  Array.from({ length: buyers }, (_, i) => ({
    order: `${sku} ${i}`,
    on: '2025-03-03',
    customer: `c${i}`,
    sku,
    ...changes,
  }));

export const tools = { sku: 'saw', category: 'tools' };
export const paint = { sku: 'red', category: 'paint' };
