import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { skuKey } from '../../../lib/domain/index.ts';
import { aForecast } from '../stored-documents.ts';
import { type ExportRoom, openExportRoom } from './export-room.ts';

let room: ExportRoom;
beforeAll(async () => {
  room = await openExportRoom();
  for (const sku of ['A-1', 'B-1']) await room.forecasts.put(skuKey('demo', 'de', sku), aForecast({ sku }));
});
afterAll(() => room.close());
beforeEach(() => {
  room.audit.length = 0;
});

describe('making an export', () => {
  test('leaves the file under the merchant’s own prefix and says what is in it', async () => {
    const made = await room.make({ export: 'de-X', kind: 'forecasts', format: 'csv' });

    expect(made).toMatchObject({
      ...{ state: 'ready', finishedAt: '2026-01-05T06:00:00.000Z' },
      file: {
        key: 'exports/demo/de-X/de-forecasts-2026-01-05.csv',
        rows: 2 * 56,
        columns: expect.arrayContaining([{ name: 'date', type: 'date' }]),
      },
    });
    expect((await room.bytesOf(made)).length).toBe(made.file?.bytes);
  });

  test('happens once, however often the message comes', async () => {
    const first = await room.make({ kind: 'forecasts' });

    await room.deliver(first.export);
    await room.deliver(first.export, { again: true });

    expect(await room.see(first.export)).toEqual(first);
  });

  test('of the same results gives the same bytes', async () => {
    for (const format of ['csv', 'parquet'] as const) {
      const [one, other] = [await room.make({ format }), await room.make({ format })];

      expect(Buffer.compare(await room.bytesOf(one), await room.bytesOf(other))).toBe(0);
    }
  });

  test('goes on where a function died between its file and its word of it', async () => {
    const asked = await room.ask({ kind: 'forecasts' });
    const died = room.deliver(
      asked.export,
      {},
      {
        using: {
          lake: {
            ...room.lake,
            upload: async (...given) => {
              await room.lake.upload(...given);
              throw new Error('killed');
            },
          },
        },
      },
    );
    await expect(died).rejects.toThrow('killed');
    expect(await room.see(asked.export)).toMatchObject({ state: 'pending' });

    await room.deliver(asked.export, { again: true });

    const made = await room.see(asked.export);
    expect(made.state).toBe('ready');
    expect(await room.lake.list(`exports/demo/${asked.export}/`)).toEqual([made.file?.key]);
  });

  test('makes a twin’s message come again while the first is at work', async () => {
    const asked = await room.ask({ kind: 'forecasts' });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = room.deliver(
      asked.export,
      {},
      {
        using: {
          lake: {
            ...room.lake,
            upload: async (...given) => {
              await held;
              await room.lake.upload(...given);
            },
          },
        },
      },
    );
    while ((await room.see(asked.export)).begunAt === undefined)
      await new Promise((resolve) => setTimeout(resolve, 5));

    await expect(room.deliver(asked.export)).rejects.toThrow(/is being made by a twin/);
    release();
    await first;

    expect((await room.see(asked.export)).state).toBe('ready');
  });

  test('that fails each time ends failed, and its message in the queue that alarms', async () => {
    const asked = await room.ask({ kind: 'forecasts' });
    const broken = {
      using: {
        lake: {
          ...room.lake,
          upload: async () => {
            throw new Error('503');
          },
        },
      },
    };
    await expect(room.deliver(asked.export, { again: true }, broken)).rejects.toThrow('503');
    expect((await room.see(asked.export)).state).toBe('pending');

    await expect(room.deliver(asked.export, { again: true, last: true }, broken)).rejects.toThrow('503');

    expect(await room.see(asked.export)).toMatchObject({
      ...{ state: 'failed', reason: 'it failed each time: ask for it again' },
    });
  });

  test('of an export that is gone is nothing', async () => {
    await room.deliver('de-GONE');
    await room.deliver('de-GONE', { again: true, last: true });

    await expect(room.see('de-GONE')).rejects.toThrow('there is no export');
  });

  test('never meets another merchant’s results or wishes', async () => {
    const asked = await room.ask({ kind: 'forecasts' });

    await room.deliver(asked.export, {}, { merchant: 'other' });
    const others = await room.make({ kind: 'forecasts' }, 'other');

    expect((await room.see(asked.export)).state).toBe('pending');
    expect(others).toMatchObject({ state: 'ready', file: { rows: 0 } });
    expect(others.file?.key).toMatch(/^exports\/other\//);
  });

  test.each([['not JSON'], ['{"merchant":"demo"}'], ['{"merchant":"../x","export":"e"}']])(
    'refuses a message that is %s',
    async (body) => {
      await expect(room.deliverText(body)).rejects.toThrow();
    },
  );
});
