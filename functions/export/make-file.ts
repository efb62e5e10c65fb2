import {
  ALL_MARKETS,
  InputError,
  insightKeys,
  isUnderWay,
  type Run,
  runIdOf,
  runKey,
  type Upload,
  uploadKey,
} from '../../lib/domain/index.ts';
import type { CustomerCodes } from '../../lib/runtime/index.ts';
import {
  type AnalysisTable,
  type ExportFile,
  type LakeRequest,
  type NightKind,
  type ObjectStore,
  pagesOf,
  type RunTable,
  type UploadTable,
  writeNight,
  writeOrders,
  writeRejects,
} from '../../lib/stores/index.ts';
import { codesFor } from './codes-for.ts';
import { type ForecastSources, writeCurrentForecasts } from './current-forecasts.ts';
import { type DecisionSources, writeDecisions } from './decisions.ts';
import type { ExportTask } from './export-task.ts';
import { type PolicySources, writePolicies } from './policies.ts';
import { type PurchaseOrderSources, writePurchaseOrderLines } from './purchase-order-lines.ts';
import { writeSegmentProfiles } from './segment-profiles.ts';
import { type SegmentSources, writeSegments } from './segments.ts';

/** Everything that files are made of. */
export type ExportSources = {
  forecasts: ForecastSources['forecasts'] & PolicySources['forecasts'];
  adjustments: ForecastSources['adjustments'];
  analyses: Pick<AnalysisTable, 'get'>;
  runs: Pick<RunTable, 'get'>;
  catalog: LakeRequest['catalog'];
  uploads: Pick<UploadTable, 'get' | 'query'>;
  lake: Pick<ObjectStore, 'list' | 'download'>;
  customerCodes: CustomerCodes;
} & DecisionSources &
  PurchaseOrderSources &
  SegmentSources &
  Omit<PolicySources, 'forecasts'>;

/** Write what was asked for as a file of the task's folder. @throws InputError where what was asked for is not there */
export async function makeFile(sources: ExportSources, task: ExportTask): Promise<ExportFile> {
  const { asked, directory, merchant, market } = task;
  const { kind, format, asOf } = asked;
  switch (kind) {
    case 'forecasts':
      return asOf === null ? writeCurrentForecasts(sources, task) : writeNightOf(kind, sources, task);
    case 'policies':
      return writePolicies(sources, task);
    case 'decisions':
      return writeDecisions(sources, task);
    case 'segments':
      return writeSegments(sources, task, codesFor(sources.customerCodes, task));
    case 'segment_profiles':
      return writeSegmentProfiles(sources, task);
    case 'purchase_orders':
      return writePurchaseOrderLines(sources, task);
    case 'rejects':
      return writeRejects(sources.lake, { uploads: uploadsOf(sources, task), format, directory });
    case 'orders':
      return writeOrders({
        ...{ objects: sources.lake, catalog: sources.catalog, merchant, market: market.market },
        ...{ currency: market.currency, until: asOf, format, directory },
        codesOf: codesFor(sources.customerCodes, task),
      });
    default:
      return writeNightOf(kind, sources, task);
  }
}

/**
 * Find the night: the one that was asked for, else that of the market's newest report.
 *
 * @throws InputError while its run makes the shards of the table anew
 */
async function writeNightOf(kind: NightKind, sources: ExportSources, task: ExportTask): Promise<ExportFile> {
  const { merchant, market, asked, directory } = task;
  const newest =
    asked.asOf === null
      ? await sources.analyses.get(insightKeys.analysis(merchant, market.market))
      : undefined;
  const asOf = asked.asOf ?? newest?.value.asOf;
  const run =
    asOf === undefined ? undefined : await sources.runs.get(runKey(merchant, runIdOf(market.market, asOf)));
  if (run !== undefined && isSharded(kind)) holdToEnded(run.value, asked.requestedAt);
  return writeNight(sources.lake, {
    ...{ kind, merchant, market: market.market, currency: market.currency },
    ...{ asOf, named: asked.asOf !== null, shards: run?.value.shards ?? 0 },
    ...{ format: asked.format, directory, codesOf: codesFor(sources.customerCodes, task) },
  });
}

const isSharded = (kind: NightKind): boolean => kind === 'forecasts' || kind === 'price_log';

/** Of a run that is under way nobody knows yet which shards are its own, and which are left of the one before. */
function holdToEnded(run: Run, requestedAt: string): void {
  if (isUnderWay(run, requestedAt))
    throw new InputError(`the night ${run.asOf} is being made: ask again once ${run.runId} has ended`);
}

/** The upload that was asked for, or all of the market's own and those for all markets, oldest first. */
async function* uploadsOf(
  { uploads }: ExportSources,
  { merchant, market: { market }, asked }: ExportTask,
): AsyncGenerator<Upload> {
  if (asked.upload !== null) {
    const stored = await uploads.get(uploadKey(merchant, asked.upload));
    if (stored !== undefined) yield stored.value;
    return;
  }
  for await (const page of pagesOf(uploads, merchant))
    for (const { value } of page) if (value.market === market || value.market === ALL_MARKETS) yield value;
}
