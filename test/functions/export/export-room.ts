import { createHandler, type ExportDependencies } from '../../../functions/export/handler.ts';
import { type Export, exportKey, insightKeys, type Run, runKey } from '../../../lib/domain/index.ts';
import { createCustomerCodes } from '../../../lib/runtime/index.ts';
import {
  openAdjustments,
  openAdvice,
  openAnalyses,
  openBuyers,
  openControls,
  openDecisions,
  openExports,
  openForecasts,
  openPolicies,
  openPurchaseOrders,
  openSegmentations,
} from '../../../lib/stores/index.ts';
import { anAnalysis } from '../../charts/some-results.ts';
import { readBack } from '../../stores/read-parquet.ts';
import { tables } from '../embedded-dynamo.ts';
import { markets, NOW, openIngestRoom, SECRET } from '../ingest/ingest-room.ts';

/** The business date of the night that `endNight` ends. */
export const NIGHT = '2025-01-31';

/** How a message comes, where it does not come for the first time. */
type Delivery = { again?: boolean; last?: boolean };

/** The export function on embedded stores, which ingest fills as in the cloud and tests besides. */
export async function openExportRoom() {
  const room = await openIngestRoom();
  const { client, identities, catalog, uploads, runs, lake, temporaryDirectory } = room;
  const at = (table: string) => ({ client, table, now: () => Math.floor(Date.parse(NOW) / 1000) });
  const exports = openExports(at(tables.exports));
  const audit: unknown[][] = [];
  const log = {
    info: (...line: unknown[]) => {
      audit.push(line);
    },
  };
  const stores = {
    adjustments: openAdjustments(at(tables.adjustments)),
    advice: openAdvice(at(tables.insights)),
    analyses: openAnalyses(at(tables.insights)),
    buyers: openBuyers(at(tables.insights)),
    controls: openControls(at(tables.controls)),
    decisions: openDecisions(at(tables.decisions)),
    forecasts: openForecasts(at(tables.forecasts)),
    policies: openPolicies(at(tables.policies)),
    purchaseOrders: openPurchaseOrders(at(tables.purchaseOrders)),
    segmentations: openSegmentations(at(tables.insights)),
  };
  const dependencies: ExportDependencies = {
    ...stores,
    ...{ exports, catalog, uploads, runs, lake, markets, temporaryDirectory },
    customerCodes: createCustomerCodes(identities, async () => SECRET, log),
    now: () => NOW,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  /** A run of `de` over two shards that has ended with its report. */
  const endNight = async () => {
    const night = { runId: `de-${NIGHT}`, asOf: NIGHT };
    const run: Run = {
      ...{ merchant: 'demo', market: 'de', ...night, state: 'finished', startedAt: '2025-02-01T02:30:00Z' },
      ...{ series: 2, shards: 2 },
    };
    await runs.put(runKey('demo', night.runId), run);
    await stores.analyses.put(insightKeys.analysis('demo', 'de'), anAnalysis(night));
  };
  let wishes = 0;
  /** Write a wish down as the API does. */
  const ask = async (given: Partial<Export>, merchant = 'demo'): Promise<Export> => {
    const asked: Export = {
      ...{ export: `de-${++wishes}`, market: 'de', kind: 'forecasts', format: 'csv', state: 'pending' },
      ...{ asOf: null, upload: null, customerCodes: false, requestedAt: NOW },
      ...{ by: 'client-1', requestId: 'request-1', ...given },
    };
    await exports.put(exportKey(merchant, asked.export), asked);
    return asked;
  };
  const see = async (id: string, merchant = 'demo'): Promise<Export> => {
    const stored = await exports.get(exportKey(merchant, id), { consistent: true });
    if (stored === undefined) throw new Error(`there is no export ${id}`);
    return stored.value;
  };
  const deliver = (
    id: string,
    { again = false, last = false }: Delivery = {},
    { merchant = 'demo', using = {} }: { merchant?: string; using?: Partial<ExportDependencies> } = {},
  ) =>
    createHandler({ ...dependencies, ...using })({
      body: JSON.stringify({ merchant, export: id }),
      ...{ again, last },
    });
  const make = async (given: Partial<Export>, merchant = 'demo'): Promise<Export> => {
    const { export: id } = await ask(given, merchant);
    await deliver(id, {}, { merchant });
    return see(id, merchant);
  };
  const bytesOf = async ({ file, reason }: Export) => {
    if (file === undefined) throw new Error(`there is no file: ${reason}`);
    return lake.get(file.key);
  };
  return {
    ...room,
    ...stores,
    exports,
    endNight,
    audit,
    ask,
    see,
    deliver,
    /** Deliver a message as it stands. */
    deliverText: (body: string) => createHandler(dependencies)({ body, again: false, last: false }),
    make,
    bytesOf,
    /** Lines of the CSV, without the mark before the first. */
    linesOf: async (given: Partial<Export>) => {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytesOf(await make(given)));
      return text.replace(/^\uFEFF/, '').split('\r\n');
    },
    /** Rows of the Parquet file, as any program reads them. */
    rowsOf: async (given: Partial<Export>, columns = '*') =>
      readBack(await bytesOf(await make({ ...given, format: 'parquet' })), columns),
  };
}

export type ExportRoom = Awaited<ReturnType<typeof openExportRoom>>;
