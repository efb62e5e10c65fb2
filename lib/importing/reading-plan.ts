import type { UploadKind, UploadQuestion } from '../domain/index.ts';
import { type Column, cancelledWords, kindColumns, storedName } from './columns.ts';
import {
  type DateEvidence,
  type DateOrder,
  type DecimalMark,
  decideDateOrder,
  decideDecimalMark,
  type NumberEvidence,
} from './formats.ts';
import type { Profile } from './profiles.ts';

/** What a file's market settles: for `_all` there is no currency, and days are those of UTC. */
export type MarketFacts = {
  market: string;
  currency: string | null;
  timeZone: string;
  pricesIncludeTax: boolean | null;
};

/** A canonical column and where it comes from; `source` is null where the file has none. */
export type PlannedColumn = Column & { stored: string; source: string | null };

/**
 * How a file is to be read: every choice made, nothing left to the reader. Plain JSON, so that it can be kept and
 * replayed.
 */
export type ReadingPlan = {
  kind: UploadKind;
  profile: string;
  columns: PlannedColumn[];
  key: readonly string[];
  numberedWithin: readonly string[] | null;
  day: string | null;
  dateOrder: DateOrder;
  decimalMark: DecimalMark;
  timeZone: string;
  /** The market's currency: a row in another one is refused, a row without one gets it. */
  currency: string | null;
  upperCaseSku: boolean;
  cancelledPrefix: string | null;
  productPattern: string | null;
  /** What was taken for granted, to be shown. */
  assumed: string[];
};

export type Planning = { kind: 'planned'; plan: ReadingPlan } | { kind: 'ask'; questions: UploadQuestion[] };

/** What is known of a file once it has been scanned. */
export type Scanned = {
  profile: Profile;
  /** Canonical columns that the file has, with the name of each in the scan. */
  sources: Readonly<Record<string, string>>;
  dates: readonly DateEvidence[];
  numbers: readonly NumberEvidence[];
  /** True where the format itself says what a number is (JSON, Parquet). */
  typed: boolean;
};

/** Make the plan by which a scanned file is read, or the questions that stand in its way. */
export function planReading(scanned: Scanned, market: MarketFacts): Planning {
  const { profile, sources, typed } = scanned;
  const dateOrder = decideDateOrder(scanned.dates);
  const decimalMark = decideDecimalMark(scanned.numbers, typed);
  if (dateOrder.kind === 'ask' || decimalMark.kind === 'ask')
    return {
      kind: 'ask',
      questions: [dateOrder, decimalMark].flatMap((choice) =>
        choice.kind === 'ask' ? [choice.question] : [],
      ),
    };
  const { columns, key, day, numberedWithin } = kindColumns[profile.kind];
  return {
    kind: 'planned',
    plan: {
      kind: profile.kind,
      profile: profile.name,
      columns: columns.map((column) => ({
        ...column,
        stored: storedName(column),
        source: sources[column.column] ?? null,
      })),
      key,
      numberedWithin: numberedWithin ?? null,
      day,
      dateOrder: dateOrder.value,
      decimalMark: decimalMark.value,
      timeZone: market.timeZone,
      currency: market.currency,
      upperCaseSku: profile.upperCaseSku ?? false,
      cancelledPrefix: profile.cancelledPrefix ?? null,
      productPattern: profile.productPattern ?? null,
      assumed: assumptions(profile.kind, sources, market),
    },
  };
}

function assumptions(
  kind: UploadKind,
  sources: Readonly<Record<string, string>>,
  market: MarketFacts,
): string[] {
  const { columns } = kindColumns[kind];
  const assumed: string[] = [];
  for (const { column, type } of columns)
    if (
      type === 'currency' &&
      kind !== 'rates' &&
      kind !== 'suppliers' &&
      sources[column] === undefined &&
      market.currency !== null
    )
      assumed.push(`${column} ${market.currency} (the market's)`);
  if (columns.some(({ type }) => type === 'price') && kind !== 'rates' && market.pricesIncludeTax !== null)
    assumed.push(`prices ${market.pricesIncludeTax ? 'include' : 'exclude'} tax (the market's setting)`);
  if (columns.some(({ type }) => type === 'date'))
    assumed.push(`times without a zone are of ${market.timeZone}`);
  if (kind === 'orders') {
    if (sources.customer_id === undefined) assumed.push('orders without customer_id are anonymous');
    if (sources.line_id === undefined)
      assumed.push('lines are told apart by order_id, sku and their order in the file');
    if (sources.status !== undefined)
      assumed.push(`of the words in status these cancel a line: ${cancelledWords.slice(0, 5).join(', ')} …`);
    if (sources.discount !== undefined)
      assumed.push('unit_price is the price paid: discount is kept beside it, not subtracted');
  }
  return assumed;
}
