import { expect } from '@jest/globals';
import { type Lake, type LakeRequest, withLake } from '../../lib/stores/index.ts';
import { openIngestRoom } from '../functions/ingest/ingest-room.ts';

/** Columns of the orders that the tests drop. */
export const ORDERS = 'order_id,line_id,ordered_at,sku,quantity,unit_price';

/** Lakes filled by ingest, each of a merchant of its own. */
export type LakeRoom = Awaited<ReturnType<typeof openLakeRoom>>;

export async function openLakeRoom() {
  const room = await openIngestRoom();
  let merchants = 0;
  const aMerchant = () => {
    const merchant = `m${++merchants}`;
    room.dependencies.merchants = [{ merchant, name: merchant, markets: ['de', 'gb', 'jp'] }];
    /** Drop a file whose rows must all be taken in. @returns the upload's id */
    const drop = async (path: string, header: string, ...rows: string[]): Promise<string> => {
      const upload = await room.drop(`${merchant}/${path}`, [header, ...rows].join('\n'));
      expect([path, upload.state, upload.reason]).toEqual([path, 'accepted', null]);
      return upload.upload;
    };
    const place = {
      ...{ objects: room.lake, catalog: room.catalog, temporaryDirectory: room.temporaryDirectory },
      ...{ merchant, market: 'de' },
    };
    const reading = <Result>(read: (lake: Lake) => Promise<Result>, given: Partial<LakeRequest> = {}) =>
      withLake({ ...place, ...given }, read);
    return { merchant, place, drop, reading };
  };
  return { ...room, aMerchant };
}
