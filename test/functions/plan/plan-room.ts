import { gunzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import { createHandler } from '../../../functions/plan/handler.ts';
import {
  type PlanResult,
  parseAs,
  type SeriesRecord,
  type ShardRef,
  seriesRecordSchema,
} from '../../../lib/domain/index.ts';
import {
  createProgressStore,
  openAdjustments,
  openControls,
  openDriftEnds,
  openExperiments,
  openTradeRules,
} from '../../../lib/stores/index.ts';
import { markets, NOW, openIngestRoom } from '../ingest/ingest-room.ts';

/** Columns of the orders that the tests drop. */
export const ORDERS = 'order_id,line_id,ordered_at,customer_id,sku,quantity,unit_price,status';

/** Stores filled by ingest, and the plan handler on them. */
export type PlanRoom = Awaited<ReturnType<typeof openPlanRoom>>;

export async function openPlanRoom() {
  const room = await openIngestRoom();

  const adjustments = openAdjustments({ client: room.client, table: 'adjustments', now: () => 0 });

  const driftEnds = openDriftEnds({ client: room.client, table: 'adjustments', now: () => 0 });

  const controls = { client: room.client, table: 'controls', now: () => 0 };

  /** Every merchant is a test of its own. */
  const aMerchant = (merchant: string) => {
    room.dependencies.merchants = [{ merchant, name: merchant, markets: ['de', 'gb', 'jp'] }];
    const plan = createHandler({
      objects: room.lake,
      adjustments,
      driftEnds,
      controls: openControls(controls),
      experiments: openExperiments(controls),
      rules: openTradeRules(controls),
      catalog: room.catalog,
      runs: room.runs,
      keys: room.dependencies.keys,
      progress: createProgressStore(room.client, 'runs'),
      merchants: room.dependencies.merchants,
      markets,
      now: () => NOW,
      temporaryDirectory: room.temporaryDirectory,
      logger: room.dependencies.logger,
    });
    const dropAt = async (at: string | undefined, path: string, ...lines: string[]) => {
      const upload = await room.drop(`${merchant}/${path}`, lines.join('\n'), at);
      expect([path, upload.state, upload.reason]).toEqual([path, 'accepted', null]);
      return upload.upload;
    };
    const drop = (path: string, ...lines: string[]) => dropAt(undefined, path, ...lines);
    const planAs = (execution: string, request: object) =>
      plan({ request: { merchant, ...request }, execution });
    return { drop, dropAt, planAs, plan: (request: object) => planAs('only', request) };
  };

  const shardsOf = async ({ manifest }: PlanResult): Promise<{ ref: ShardRef; bytes: Uint8Array }[]> => {
    const refs: ShardRef[] = JSON.parse(new TextDecoder().decode(await room.lake.get(manifest.key)));
    return Promise.all(refs.map(async (ref) => ({ ref, bytes: await room.lake.get(ref.key) })));
  };

  const seriesOf = async (result: PlanResult): Promise<SeriesRecord[]> => {
    const shards = await shardsOf(result);
    return shards.flatMap(({ bytes }) =>
      gunzipSync(bytes)
        .toString('utf8')
        .trimEnd()
        .split('\n')
        .map((line) => parseAs(seriesRecordSchema, JSON.parse(line), 'a series')),
    );
  };

  const { client, runs, lake, close } = room;
  return { room, aMerchant, adjustments, driftEnds, shardsOf, seriesOf, client, runs, lake, close };
}
