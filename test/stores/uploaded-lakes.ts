import { expect } from '@jest/globals';
import { type Lake, withLake } from '../../lib/stores/index.ts';
import { openIngestRoom } from '../functions/ingest/ingest-room.ts';

/**
 * Lakes made as in the cloud, by uploads: each reading has a merchant of its own.
 *
 * @param headers - the columns of each kind that is uploaded
 */
export async function openUploadedLakes<Kind extends string>(headers: Readonly<Record<Kind, string>>) {
  const room = await openIngestRoom();
  let merchants = 0;
  /** Upload these rows, which must all be accepted, and read from the lake of `de`. */
  async function reading<Result>(
    given: Partial<Record<Kind, string[]>>,
    read: (lake: Lake) => Promise<Result>,
  ): Promise<Result> {
    const merchant = `m${++merchants}`;
    room.dependencies.merchants = [{ merchant, name: merchant, markets: ['de'] }];
    // the keys of a record of kinds are kinds; Object.keys forgets that
    for (const kind of Object.keys(headers) as Kind[]) {
      const rows = given[kind] ?? [];
      if (rows.length === 0) continue;
      const upload = await room.drop(`${merchant}/de/${kind}/1.csv`, [headers[kind], ...rows].join('\n'));
      expect([kind, upload.state, upload.reason]).toEqual([kind, 'accepted', null]);
    }
    const { lake: objects, catalog, temporaryDirectory } = room;
    return withLake({ objects, catalog, merchant, market: 'de', temporaryDirectory }, read);
  }
  return { reading, close: room.close };
}
