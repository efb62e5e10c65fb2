import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerUpload, rollBack } from '../../../functions/api/settle-upload.ts';
import { answersKey, type Upload, uploadKey } from '../../../lib/domain/index.ts';
import { withLake } from '../../../lib/stores/index.ts';
import { anEvent, type IngestRoom, openIngestRoom } from './ingest-room.ts';

let room: IngestRoom;
beforeAll(async () => {
  room = await openIngestRoom();
});
afterAll(async () => {
  await room.close();
});

let events = 5000;

/** Answer an upload as a person does, deliver the news of it, and tell what became of the upload. */
async function answer(
  { upload, market }: Upload,
  answers: Record<string, string>,
  remember?: boolean,
): Promise<Upload> {
  const named = { merchant: 'demo', upload };
  await answerUpload(room, named, { answers, ...(remember === undefined ? {} : { remember }) });
  events += 1;
  const body = anEvent(answersKey('demo', market, upload), events);
  await Promise.allSettled([room.ingest({ body, again: false }), room.ingest({ body, again: false })]);
  await room.ingest({ body, again: true });
  const read = await room.uploads.get(uploadKey('demo', upload));
  if (read === undefined) throw new Error('the upload is gone');
  return read.value;
}

const orders = (...rows: string[]) => ['Nr;Datum;Kunde;Artikel;Menge;Preis', ...rows].join('\n');
const COLUMNS = {
  'column.order_id': 'Nr',
  'column.ordered_at': 'Datum',
  'column.customer_id': 'Kunde',
  'column.sku': 'Artikel',
  'column.quantity': 'Menge',
  'column.unit_price': 'Preis',
};

describe('an upload with questions', () => {
  test('is read again by its answers, asks what they leave open, and later files are read without asking', async () => {
    const first = await room.drop('demo/de/orders/a.csv', orders('A1;03/04/2025;K1;S;1;2,50'));
    const columns = await answer(first, COLUMNS);
    const done = await answer(columns, { dateOrder: 'dayFirst' });
    const next = await room.drop('demo/de/orders/b.csv', orders('A2;05/06/2025;K1;S;1;2,50'));
    const drifted = await room.drop(
      'demo/de/orders/c.csv',
      orders('A3;05/06/2025;K1;S;1;2,50').replace('Menge', 'Anzahl'),
    );

    expect(first).toMatchObject({ state: 'needsAnswer', rows: { read: 1, waiting: 1 } });
    expect(columns.questions.map(({ question }) => question)).toEqual(['dateOrder']);
    expect(done).toMatchObject({ state: 'accepted', firstDate: '2025-04-03' });
    expect(done.assumed).toContain('dateOrder dayFirst (as a person answered)');
    expect(next).toMatchObject({ state: 'accepted', firstDate: '2025-06-05' });
    expect(drifted.state).toBe('needsAnswer');
  });

  test('of another market takes the columns that are known, and asks how that market writes its dates', async () => {
    const british = await room.drop('demo/gb/orders/a.csv', orders('G1;03/04/2025;K1;S;1;2,50'));

    expect(british.questions.map(({ question }) => question)).toEqual(['dateOrder']);
  });

  test('of another merchant knows nothing of it', async () => {
    const other = await room.drop('other/de/orders/a.csv', orders('A1;03/04/2025;K1;S;1;2,50'));

    expect(other.questions.length).toBeGreaterThan(1);
  });

  test('keeps answers for itself where it is told so', async () => {
    const header = 'sku,as_of,on_hand,remark';
    const first = await room.drop('demo/de/stock/a.csv', `${header}\nS,03/04/2025,5,x\n`);
    const done = await answer(first, { dateOrder: 'monthFirst' }, false);
    const next = await room.drop('demo/de/stock/b.csv', `${header}\nS,05/06/2025,5,x\n`);

    expect(done).toMatchObject({ state: 'accepted', firstDate: '2025-03-04' });
    expect(next.state).toBe('needsAnswer');
  });

  test('that is held for its refused rows takes in the rest when a person says so', async () => {
    const rows = 'sku,as_of,on_hand\nA,2025-01-01,5\nB,2025-01-01,many\n';
    const held = await room.drop('demo/de/stock/held.csv', rows);
    const done = await answer(held, { refusedRows: 'takeRest' });

    expect(held).toMatchObject({ state: 'held', rows: { read: 2, quarantined: 1, waiting: 1 } });
    expect(done).toMatchObject({ state: 'partlyAccepted', rows: { read: 2, accepted: 1, quarantined: 1 } });
  });
});

describe('a dry run', () => {
  test('shows the first twenty rows as they would be read, takes nothing in, and goes on when answered', async () => {
    const key = 'demo/de/orders/dry-1__o.csv';
    const lines = Array.from({ length: 25 }, (_, n) => `D${n},2025-01-02,K-dry,A,1,2.50,x@example.org`);
    await room.uploads.putNew(uploadKey('demo', 'dry-1'), {
      ...(await room.drop('demo/de/orders/empty.csv', '')),
      upload: 'dry-1',
      key,
      fileName: 'o.csv',
      state: 'awaited',
      reason: null,
      dryRun: true,
    });
    const before = await room.catalog.queryAll('demo#de');
    await room.drop(
      key,
      ['order_id,ordered_at,customer_id,sku,quantity,unit_price,email', ...lines].join('\n'),
    );
    const dry = await room.uploads.get(uploadKey('demo', 'dry-1'));
    const during = await room.catalog.queryAll('demo#de');

    expect(dry?.value).toMatchObject({
      state: 'held',
      rows: { read: 25, accepted: 0, merged: 0, quarantined: 0, waiting: 25 },
    });
    expect(dry?.value.preview?.rows).toHaveLength(20);
    expect(dry?.value.preview?.columns.slice(0, 3)).toEqual(['line', 'order_id', 'ordered_on']);
    expect(dry?.value.preview?.rows[0]?.slice(0, 3)).toEqual(['2', 'D0', '2025-01-02']);
    expect(JSON.stringify(dry?.value)).not.toMatch(/K-dry|example\.org/);
    expect(during).toEqual(before);
    if (dry === undefined) throw new Error('the upload is gone');
    expect(await answer(dry.value, { takeIn: 'yes' })).toMatchObject({
      state: 'accepted',
      rows: { accepted: 25 },
    });
  });
});

describe('a roll-back', () => {
  test('makes the lake as if the upload had never come; what later files corrected stays corrected', async () => {
    const header = 'sku,as_of,on_hand,location';
    const drop = (name: string, units: number, minute: number) =>
      room.drop(
        `demo/jp/stock/${name}.csv`,
        `${header}\nA,2025-01-01,${units},osaka\n`,
        `2026-01-05T05:${minute}:00.000Z`,
      );
    const onHand = () =>
      withLake(
        {
          objects: room.lake,
          catalog: room.catalog,
          merchant: 'demo',
          market: 'jp',
          temporaryDirectory: room.temporaryDirectory,
        },
        async (lake) => (await lake.run('SELECT on_hand FROM stock')).map(({ on_hand }) => on_hand),
      );
    const first = await drop('first', 1, 10);
    const second = await drop('second', 2, 20);
    const third = await drop('third', 3, 30);
    const undo = ({ upload }: Upload) => rollBack(room, { merchant: 'demo', upload });

    const seen = [await onHand()];
    await undo(second);
    seen.push(await onHand());
    await undo(third);
    seen.push(await onHand());
    await undo(first);
    seen.push(await onHand());

    expect(seen).toEqual([[3], [3], [1], []]);
  });
});
