import {
  type DriftNight,
  type DriftSummary,
  driftEvent,
  driftNightSchema,
  insightKeys,
  lakeKeys,
  MOST_NAMED_ALARMS,
  NotFoundError,
  type ReportRequest,
  type TradewindEvent,
} from '../../lib/domain/index.ts';
import {
  type DriftTable,
  type ObjectStore,
  readJson,
  type SegmentationTable,
} from '../../lib/stores/index.ts';

/** What telling of drift reads and writes. */
export type DriftDependencies = {
  drifts: Pick<DriftTable, 'put'>;
  segmentations: Pick<SegmentationTable, 'get'>;
  /** The present moment, epoch seconds. */
  epochSeconds: () => number;
};

/** Thirteen months of entries, one a night. */
const KEPT_SECONDS = 400 * 86_400;

/**
 * Keep the night's entry of what the plan found to drift, and say what is to be told of it. A second run writes the same.
 *
 * @param startedAt - when the run began: a run that is made anew tells of its alarms again
 */
export async function tellDrift(
  objects: Pick<ObjectStore, 'get'>,
  { drifts, segmentations, epochSeconds }: DriftDependencies,
  request: ReportRequest,
  { startedAt, at }: { startedAt: string; at: string },
): Promise<{ summary?: DriftSummary; event?: TradewindEvent }> {
  const night = await readNight(objects, request);
  if (night === undefined) return {};
  const { merchant, market, asOf } = request;
  const { settled: _, alarms, ...counts } = night;
  const options = { expiresAtEpochSeconds: epochSeconds() + KEPT_SECONDS };
  const entry = { ...counts, alarms: alarms.slice(0, MOST_NAMED_ALARMS) };
  await drifts.put(insightKeys.drift(merchant, market, asOf), entry, options);
  const stored = await segmentations.get(insightKeys.segmentation(merchant, market), { consistent: true });
  const buyers = stored?.value.kind === 'ready' ? stored.value.drift : undefined;
  const features = buyers?.features.flatMap(({ feature, drifted }) => (drifted ? [feature] : [])) ?? [];
  const { raised, standing, ended } = night;
  if (raised + standing + ended + features.length === 0) return {};
  const summary = { raised, standing, ended, features };
  return raised === 0 ? { summary } : { summary, event: driftEvent({ ...request, startedAt, at }, night) };
}

/** A run that was planned before drift was watched left none. */
async function readNight(
  objects: Pick<ObjectStore, 'get'>,
  { merchant, market, asOf }: ReportRequest,
): Promise<DriftNight | undefined> {
  try {
    return await readJson(objects, lakeKeys.driftNight(merchant, market, asOf), driftNightSchema);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
