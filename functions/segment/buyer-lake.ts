import {
  lakeKeys,
  type Market,
  marketsAt,
  NotFoundError,
  type RunName,
  type Trial,
  trialsOf,
} from '../../lib/domain/index.ts';
import {
  type LakeRequest,
  readAssignments,
  readBuyerAggregates,
  readBuyerInterest,
  readItemInterest,
  readMarketAssortment,
  readOrderDays,
  readPriceGroups,
  readPurchaseColumns,
  readShortages,
  withLake,
} from '../../lib/stores/index.ts';
import type { BuyerLake } from './handler.ts';

/** What of a market the step reads. */
const KINDS = ['orders', 'customers', 'products', 'prices', 'events', 'interactions', 'quotes'] as const;

/** What of a location it reads: its markets' orders are not needed, and so it is opened apart. */
const LOCATION_KINDS = ['stock', 'purchase_orders'] as const;

/**
 * Open the lake of runs' markets for what the step asks of it.
 *
 * @param markets - those homed here
 */
export function createBuyerLake(
  place: Pick<LakeRequest, 'objects' | 'catalog' | 'temporaryDirectory'>,
  markets: readonly Market[],
): BuyerLake {
  const shortagesOf = ({ market, location }: Market, { merchant, asOf }: RunName) => {
    const served = marketsAt(location, markets);
    const neighbours = served.filter((each) => each !== market);
    return withLake({ ...place, merchant, market, neighbours, kinds: LOCATION_KINDS }, (lake) =>
      readShortages(lake, { asOf, location, markets: served }),
    );
  };
  return {
    read: (run, home) => {
      const { merchant, market, asOf } = run;
      return withLake({ ...place, merchant, market, kinds: KINDS }, async (lake) => ({
        aggregates: await readBuyerAggregates(lake, asOf),
        priceGroups: await readPriceGroups(lake.run),
        orderDays: await readOrderDays(lake, asOf),
        offerGround: {
          purchases: await readPurchaseColumns(lake, { asOf, country: home.name }),
          assortment: await readMarketAssortment(lake, { asOf, currency: home.currency }),
          shortages: await shortagesOf(home, run),
        },
        interest: await readBuyerInterest(lake, asOf),
        itemInterest: await readItemInterest(lake, asOf),
        trials: await readTrials(place, run),
      }));
    },
  };
}

/** Who operates the buyers that the night's plan drew; none where no experiment is of buyers. */
async function readTrials(
  place: Pick<LakeRequest, 'objects' | 'temporaryDirectory'>,
  { merchant, market, asOf }: RunName,
): Promise<Map<string, Trial>> {
  try {
    return trialsOf(await readAssignments(place, lakeKeys.assignments(merchant, market, asOf), 'customer'));
  } catch (error) {
    // a run that was planned before arms were drawn
    if (error instanceof NotFoundError) return new Map();
    throw error;
  }
}
