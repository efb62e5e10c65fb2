import type { Market } from '../../lib/domain/index.ts';
import {
  type LakeRequest,
  type ObjectStore,
  readConversion,
  readMarketAggregates,
  readMarketOffer,
  readParity,
  readSkuSegments,
  withLake,
} from '../../lib/stores/index.ts';
import type { FairnessLimits } from './fairness-rules.ts';
import type { MarketLake } from './handler.ts';

/** Where the lake lies. */
type Place = Pick<LakeRequest, 'catalog' | 'temporaryDirectory'> & {
  objects: Pick<ObjectStore, 'list' | 'download'>;
};

/**
 * Make the reader of a market's figures. The merchant's other markets of the region are read beside it: what sells there and
 * not here, and at which price.
 */
export function createMarketReader(
  place: Place,
  markets: readonly Market[],
  limitsOf: (merchant: string, market: string) => Promise<FairnessLimits>,
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
      const limits = await limitsOf(merchant, market);
      const parity = await readParity(lake, here, { asOf, largestGap: limits.largestGap });
      const segmentOf = await readSkuSegments(lake, place, { merchant, market, asOf });
      const offer = await readMarketOffer(lake, { here, others, asOf }, aggregates);
      return {
        ...aggregates,
        offer,
        fairness: { limits, parity, segmentOf },
        conversion: await readConversion(lake, asOf),
      };
    });
  };
}
