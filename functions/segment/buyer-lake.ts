import {
  type LakeRequest,
  readBuyerAggregates,
  readBuyerInterest,
  readItemInterest,
  readOrderDays,
  readPriceGroups,
  readPurchases,
  withLake,
} from '../../lib/stores/index.ts';
import type { BuyerLake } from './handler.ts';

/** What of a market the step reads. */
const KINDS = ['orders', 'customers', 'products', 'prices', 'interactions', 'quotes'] as const;

/** Open the lake of runs' markets for what the step asks of it. */
export function createBuyerLake(
  place: Pick<LakeRequest, 'objects' | 'catalog' | 'temporaryDirectory'>,
): BuyerLake {
  return {
    reading: ({ merchant, market, asOf }, read) =>
      withLake({ ...place, merchant, market, kinds: KINDS }, (lake) =>
        read({
          aggregates: () => readBuyerAggregates(lake, asOf),
          priceGroups: () => readPriceGroups(lake.run),
          orderDays: () => readOrderDays(lake, asOf),
          purchases: () => readPurchases(lake, asOf),
          interest: () => readBuyerInterest(lake, asOf),
          itemInterest: () => readItemInterest(lake, asOf),
        }),
      ),
  };
}
