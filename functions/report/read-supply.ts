import {
  type LakeRequest,
  type LocationSupply,
  readLocationSupply,
  withLake,
} from '../../lib/stores/index.ts';
import type { SupplyRequest } from './draft-purchase-orders.ts';

/** Make the reader of how a location was supplied, from the files of every market that it serves. */
export function createSupplyReader(
  place: Pick<LakeRequest, 'objects' | 'catalog' | 'temporaryDirectory'>,
): (request: SupplyRequest) => Promise<LocationSupply> {
  return ({ merchant, market, location, markets, asOf, orders }) =>
    withLake(
      {
        ...place,
        ...{ merchant, market },
        neighbours: markets.filter((other) => other !== market),
        kinds: ['purchase_orders', 'products', 'rates'],
      },
      (lake) => readLocationSupply(lake, { asOf, location, markets, orders }),
    );
}
