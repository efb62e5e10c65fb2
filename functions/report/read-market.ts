import type { Market } from '../../lib/domain/index.ts';
import {
  type LakeRequest,
  readConversion,
  readMarketAggregates,
  readMarketOffer,
  readParity,
  withLake,
} from '../../lib/stores/index.ts';
import type { MarketLake } from './handler.ts';

/** Where the lake lies. */
type Place = Pick<LakeRequest, 'objects' | 'catalog' | 'temporaryDirectory'>;

/**
 * Make the reader of a market's figures. The merchant's other markets of the region are read beside it: what sells there and
 * not here, and at which price.
 */
export function createMarketReader(
  place: Place,
  markets: readonly Market[],
  largestGapOf: (merchant: string, market: string) => Promise<number>,
): MarketLake['marketAggregates'] {
  return ({ merchant, market, asOf }, here) => {
    const others = markets.filter((other) => other.market !== market);
    const request: LakeRequest = {
      ...place,
      ...{ merchant, market },
      neighbours: others.map((other) => other.market),
      kinds: ['orders', 'products', 'customers', 'rates', 'events', 'interactions', 'quotes', 'prices'],
    };
    return withLake(request, async (lake) => {
      const aggregates = await readMarketAggregates(lake, asOf);
      if (aggregates.totals.orders === 0) return aggregates;
      const largestGap = await largestGapOf(merchant, market);
      const parity = { largestGap, ...(await readParity(lake, here, { asOf, largestGap })) };
      const offer = await readMarketOffer(lake, { here, others, asOf }, aggregates);
      return { ...aggregates, offer, parity, conversion: await readConversion(lake, asOf) };
    });
  };
}
