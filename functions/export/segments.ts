import { type CustomerDocument, insightKeys, type SegmentationDocument } from '../../lib/domain/index.ts';
import {
  amountCell,
  type BuyerTable,
  type CodesOf,
  type ExportCell,
  type ExportFile,
  pagesOf,
  type SegmentationTable,
  type TakenColumn,
  writeRows,
} from '../../lib/stores/index.ts';
import type { ExportTask } from './export-task.ts';

export type SegmentSources = {
  buyers: Pick<BuyerTable, 'query'>;
  segmentations: Pick<SegmentationTable, 'get'>;
};

/** The last digit of a pseudonym names the partition of its customer. */
const PARTITIONS = [...'0123456789abcdef'];

/** Write every known customer with its segment: a row each, those in none too. */
export async function writeSegments(
  { buyers, segmentations }: SegmentSources,
  { merchant, market: { market }, asked, directory }: ExportTask,
  codesOf: CodesOf | undefined,
): Promise<ExportFile> {
  const stored = await segmentations.get(insightKeys.segmentation(merchant, market));
  const names = namesOf(stored?.value);
  const customers = async function* () {
    for (const digit of PARTITIONS) {
      const { pk } = insightKeys.buyer(merchant, market, digit);
      for await (const page of pagesOf(buyers, pk, { prefix: BUYERS })) {
        const codes = await codesOf?.(page.map(({ value }) => value.customer));
        // while buyers are renamed one stands under both its names
        for (const { sk, value } of page)
          if (sk.endsWith(value.customer)) yield { value, names, code: codes?.get(value.customer) };
      }
    }
  };
  const columns = codesOf === undefined ? segmentColumns : [codeColumn, ...segmentColumns];
  return writeRows({ sources: customers(), columns, format: asked.format, directory });
}

const BUYERS = insightKeys.buyer('', '', '').sk;

type Shown = { value: CustomerDocument; names: ReadonlyMap<string, string>; code: string | undefined };
type Segmented = Exclude<CustomerDocument, { kind: 'unsegmented' }>;

const namesOf = (segmentation: SegmentationDocument | undefined) =>
  new Map(
    segmentation?.kind === 'ready' ? segmentation.segments.map(({ segment, name }) => [segment, name]) : [],
  );

const ofBuyer =
  (take: (buyer: Segmented) => ExportCell) =>
  ({ value }: Shown): ExportCell =>
    'segment' in value ? take(value) : null;

const codeColumn: TakenColumn<Shown> = ['customer_code', 'text', ({ code }) => code];

/** The columns of `segments`; with `customer_code` before them where codes were asked for. */
export const segmentColumns: readonly TakenColumn<Shown>[] = [
  ['customer', 'text', ({ value }) => value.customer],
  ['segment', 'text', ofBuyer(({ segment }) => segment)],
  ['segment_name', 'text', ({ value, names }) => ('segment' in value ? names.get(value.segment) : null)],
  ['price_group', 'text', ({ value }) => value.priceGroup],
  ['recency_days', 'count', ofBuyer(({ recencyDays }) => recencyDays)],
  ['orders', 'count', ofBuyer(({ orders }) => orders)],
  ['year_revenue', 'amount', ofBuyer(({ yearRevenue }) => amountCell(yearRevenue))],
  ['currency', 'text', ofBuyer(({ yearRevenue }) => yearRevenue.currency)],
  ['first_order', 'date', ofBuyer(({ firstOrder }) => firstOrder)],
  ['last_order', 'date', ofBuyer(({ lastOrder }) => lastOrder)],
  ['moved_on', 'date', ofBuyer(({ moved }) => moved?.on)],
  ['moved_from', 'text', ofBuyer(({ moved }) => moved?.from)],
  ['moved_why', 'text', ofBuyer(({ moved }) => moved?.why)],
  ['as_of', 'date', ({ value }) => value.asOf],
  ['run', 'text', ({ value }) => value.runId],
];
