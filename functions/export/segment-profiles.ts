import { insightKeys, type Segment, type Segmentation } from '../../lib/domain/index.ts';
import {
  amountCell,
  type ExportFile,
  type SegmentationTable,
  type TakenColumn,
  writeRows,
} from '../../lib/stores/index.ts';
import type { ExportTask } from './export-task.ts';

export type ProfileSources = { segmentations: Pick<SegmentationTable, 'get'> };

/** Write the market's segments: a row each, with its figures and what is advised. */
export async function writeSegmentProfiles(
  { segmentations }: ProfileSources,
  { merchant, market: { market }, asked, directory }: ExportTask,
): Promise<ExportFile> {
  const stored = await segmentations.get(insightKeys.segmentation(merchant, market));
  const segmentation = stored?.value;
  const profiles = async function* () {
    if (segmentation?.kind !== 'ready') return;
    for (const segment of segmentation.segments) yield { segment, segmentation };
  };
  return writeRows({ sources: profiles(), columns: profileColumns, format: asked.format, directory });
}

type Shown = { segment: Segment; segmentation: Segmentation };

/** The columns of `segment_profiles`. */
export const profileColumns: readonly TakenColumn<Shown>[] = [
  ['segment', 'text', ({ segment }) => segment.segment],
  ['name', 'text', ({ segment }) => segment.name],
  ['description', 'text', ({ segment }) => segment.description],
  ['since', 'date', ({ segment }) => segment.since],
  ['buyers', 'count', ({ segment }) => segment.buyers],
  ['revenue', 'amount', ({ segment }) => amountCell(segment.revenue)],
  ['median_revenue', 'amount', ({ segment }) => amountCell(segment.yearRevenue)],
  ['currency', 'text', ({ segment }) => segment.revenue.currency],
  ['revenue_share', 'number', ({ segment }) => segment.revenueShare],
  ['recency_days', 'number', ({ segment }) => segment.recencyDays],
  ['orders_per_year', 'number', ({ segment }) => segment.ordersPerYear],
  ['growth', 'number', ({ segment }) => segment.growth],
  ['returns_share', 'number', ({ segment }) => segment.returnsShare],
  ['discount_share', 'number', ({ segment }) => segment.discountShare],
  ['price_sensitivity', 'text', ({ segment }) => segment.strategy.priceSensitivity.level],
  ['elasticity', 'number', ({ segment }) => segment.strategy.priceSensitivity.elasticity?.value],
  ['contact_every_days', 'count', ({ segment }) => segment.strategy.contact.everyDays],
  ['fill_rate', 'number', ({ segment }) => segment.strategy.service.fillRate],
  ['price_advice', 'text', ({ segment }) => segment.strategy.priceSensitivity.advice],
  ['contact_advice', 'text', ({ segment }) => segment.strategy.contact.advice],
  ['offer_advice', 'text', ({ segment }) => segment.strategy.offers.map(({ advice }) => advice).join('; ')],
  ['service_advice', 'text', ({ segment }) => segment.strategy.service.advice],
  ['as_of', 'date', ({ segmentation }) => segmentation.asOf],
  ['run', 'text', ({ segmentation }) => segmentation.runId],
];
