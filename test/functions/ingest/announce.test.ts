import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../../functions/ingest/handler.ts';
import { type TradewindEvent, UpstreamError } from '../../../lib/domain/index.ts';
import { anEvent, type IngestRoom, openIngestRoom } from './ingest-room.ts';

let room: IngestRoom;
beforeAll(async () => {
  room = await openIngestRoom();
});
afterAll(() => room.close());
beforeEach(() => {
  room.announced.length = 0;
});

const HEADER = 'order_id,ordered_at,customer_id,sku,quantity,unit_price';
const CLEAR = `${HEADER}\n1,2025-11-03,K1,A-1,2,9.50\n2,2025-11-04,K1,A-1,1,9.50\n`;
const AMBIGUOUS = `${HEADER}\n1,03/04/2025,K1,A-1,2,9.50\n2,05/06/2025,K1,A-1,1,9.50\n`;

describe('an upload is said aloud', () => {
  test('with its rows when it is taken in', async () => {
    const upload = await room.drop('demo/de/orders/clear.csv', CLEAR);

    expect(room.announced).toMatchObject([
      {
        ...{ type: 'upload.accepted', merchant: 'demo', market: 'de' },
        data: { upload: upload.upload, rows: { read: 2, accepted: 2 }, lastDate: '2025-11-04' },
      },
    ]);
  });

  test('with its question when a date could be two', async () => {
    await room.drop('demo/de/orders/ambiguous.csv', AMBIGUOUS);

    expect(room.announced).toMatchObject([
      { type: 'upload.question', data: { questions: ['dateOrder'], rows: { waiting: 2 } } },
    ]);
  });

  test('when it is refused as a whole, but not where nobody would be told', async () => {
    await room.drop('demo/de/nonsense/file.csv', CLEAR);
    await room.drop('nobody/de/orders/file.csv', CLEAR);

    expect(room.announced).toMatchObject([{ type: 'upload.rejected', data: { state: 'rejected' } }]);
  });

  test('again under the same id when its message comes again, after a bus that did not answer', async () => {
    const key = 'demo/de/orders/unheard.csv';
    await room.dropped.put(key, Buffer.from(CLEAR), 'text/csv');
    const heard: TradewindEvent[] = [];
    const ingest = createHandler({
      ...room.dependencies,
      events: {
        announce: async (events) => {
          heard.push(...events);
          if (heard.length === 1) throw new UpstreamError('the event bus does not answer');
        },
      },
    });
    const body = anEvent(key, 900);

    await expect(ingest({ body, again: false })).rejects.toThrow(UpstreamError);
    await ingest({ body, again: true });

    expect(heard.map(({ id }) => id)).toEqual([heard[0]?.id, heard[0]?.id]);
    const uploads = await room.uploads.queryAll('demo');
    expect(uploads.find(({ value }) => value.key === key)?.value.state).toBe('accepted');
  });
});
