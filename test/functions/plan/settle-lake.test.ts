import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LakeKeeping, settleLake } from '../../../functions/plan/settle-lake.ts';
import { lakeKeys, UpstreamError, uploadKinds } from '../../../lib/domain/index.ts';
import { type LakeRoom, ORDERS, openLakeRoom } from '../../stores/lake-room.ts';

let room: LakeRoom;
beforeAll(async () => {
  room = await openLakeRoom();
});
afterAll(async () => {
  await room.close();
});

function aNight(given: Partial<LakeKeeping> = {}) {
  const told: string[] = [];
  const { lake: objects, catalog, temporaryDirectory } = room;
  const logger: LakeKeeping['logger'] = {
    info: () => {},
    warn: (message) => {
      told.push(String(message));
    },
  };
  const stores: LakeKeeping = {
    ...{ objects, catalog, temporaryDirectory, logger, now: () => '2026-01-05T03:30:00.000Z' },
    ...given,
  };
  return { stores, told };
}

const eightUploads = async () => {
  const lake = room.aMerchant();
  for (let n = 1; n <= 8; n++)
    await lake.drop(`de/orders/${n}.csv`, ORDERS, `O${n},1,2025-01-0${n},A,${n},2.00`);
  const units = () =>
    lake.reading(async ({ run, files }) => ({
      files: files.length,
      rows: await run('SELECT count(*) AS lines, sum(quantity) AS units FROM order_lines'),
    }));
  return { ...lake, units };
};

describe('settleLake', () => {
  test('merges eight files of a month, and names what counts of every kind, for all markets too', async () => {
    const { merchant, units } = await eightUploads();

    await settleLake(aNight().stores, { merchant, market: 'de' });

    // 1 + 2 + … + 8
    expect(await units()).toEqual({ files: 1, rows: [{ lines: 8, units: 36 }] });
    const manifests = await room.lake.list(`manifests/${merchant}/`);
    const expected = ['_all', 'de'].flatMap((market) =>
      uploadKinds.flatMap((kind) => [
        lakeKeys.symlinks({ merchant, market, kind }),
        lakeKeys.lakeManifest({ merchant, market, kind }),
      ]),
    );
    expect(manifests).toEqual(expected.sort());
  });

  test('tells of a fault while merging and goes on: the uploads’ own files are read', async () => {
    const { merchant, units } = await eightUploads();
    const upload = async () => {
      throw new UpstreamError('S3 is out of order');
    };
    const { stores, told } = aNight({ objects: { ...room.lake, upload } });

    await settleLake(stores, { merchant, market: 'de' });

    expect(told).toEqual(['the lake was not compacted: the next night tries again']);
    expect(await units()).toEqual({ files: 8, rows: [{ lines: 8, units: 36 }] });
  });

  test('puts right what a writer left that died after the catalog had changed', async () => {
    const lake = room.aMerchant();
    const { merchant } = lake;
    await lake.drop('de/orders/1.csv', ORDERS, 'O1,1,2025-01-05,A,1,2.00');
    const key = lakeKeys.symlinks({ merchant, market: 'de', kind: 'orders' });
    const right = await room.lake.get(key);
    await room.lake.put(key, 's3://lake/an/older/state.parquet\n', 'text/plain');

    await settleLake(aNight().stores, { merchant, market: 'de' });

    expect(await room.lake.get(key)).toEqual(right);
  });
});
