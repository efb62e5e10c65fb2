import type { UploadKind, UploadQuestion } from '../domain/index.ts';
import type { Answers } from './answers.ts';
import { type Column, cancelledWords, kindColumns, storedName } from './columns.ts';
import {
  type Choice,
  type DateEvidence,
  type DateOrder,
  type DecimalMark,
  decideDateOrder,
  decideDecimalMark,
  type NumberEvidence,
} from './formats.ts';
import type { PriceForm, Profile } from './profile.ts';
import { decideUnits, type UnitForm } from './units.ts';

/** What a file's market settles: for `_all` there is no currency, and days are those of UTC. */
export type MarketFacts = {
  market: string;
  currency: string | null;
  timeZone: string;
  pricesIncludeTax: boolean | null;
  /** For a file for all markets: the currencies of those markets, among which one may be chosen. */
  currencies?: readonly string[];
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
  /** What a person said that all amounts of a file for all markets are in. */
  statedCurrency: string | null;
  units: UnitForm;
  priceForm: PriceForm;
  upperCaseSku: boolean;
  skuPattern: string | null;
  noCustomer: string | null;
  cancelledPrefix: string | null;
  cancelledPattern: string | null;
  productPattern: string | null;
  /** What the choices rest on, by their name, to be shown. */
  evidence: Record<string, string>;
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
  /** The words that stand in the column `unit`, in lower case; the first of them where there are many. */
  units: readonly string[];
  /** True where the format itself says what a number is (JSON, Parquet). */
  typed: boolean;
};

/**
 * Make the plan by which a scanned file is read, or the questions that stand in its way.
 *
 * @param answers - what a person said of this file or of earlier ones like it
 */
export function planReading(scanned: Scanned, market: MarketFacts, answers: Answers = {}): Planning {
  const { profile, sources, typed } = scanned;
  const dateOrder = decideDateOrder(scanned.dates, answers.dateOrder);
  const decimalMark = decideDecimalMark(scanned.numbers, typed, answers.decimalMark);
  const units = decideUnits(scanned.units, answers.units);
  const currency = decideCurrency(scanned, market, answers.currency);
  if (
    dateOrder.kind === 'ask' ||
    decimalMark.kind === 'ask' ||
    units.kind === 'ask' ||
    currency.kind === 'ask'
  )
    return {
      kind: 'ask',
      questions: [dateOrder, decimalMark, currency, units].flatMap((choice) =>
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
      statedCurrency: currency.value,
      units: units.value,
      ...manners(profile),
      evidence: { dateOrderEvidence: dateOrder.evidence, decimalMarkEvidence: decimalMark.evidence },
      assumed: [...assumptions(scanned, market), ...answersUsed({ dateOrder, decimalMark, currency, units })],
    },
  };
}

/** The habits of a layout that the reader must know. */
function manners(profile: Profile) {
  return {
    priceForm: profile.priceForm ?? 'unit',
    upperCaseSku: profile.upperCaseSku ?? false,
    skuPattern: profile.skuPattern ?? null,
    noCustomer: profile.noCustomer ?? null,
    cancelledPrefix: profile.cancelledPrefix ?? null,
    cancelledPattern: profile.cancelledPattern ?? null,
    productPattern: profile.productPattern ?? null,
  } satisfies Partial<ReadingPlan>;
}

/**
 * Decide which currency the amounts of a file for all markets are in that has no column for it; `null` where the question
 * doesn't arise or nobody can choose.
 */
function decideCurrency(
  { profile, sources }: Scanned,
  { currency, currencies = [] }: MarketFacts,
  answer: string | undefined,
): Choice<string | null> {
  const lacking = kindColumns[profile.kind].columns.filter(
    ({ column, amounts = [] }) =>
      sources[column] === undefined && amounts.some((amount) => sources[amount] !== undefined),
  );
  if (currency !== null || lacking.length === 0 || currencies.length === 0)
    return { kind: 'proven', value: null, evidence: '' };
  if (answer !== undefined && currencies.includes(answer))
    return { kind: 'answered', value: answer, evidence: '' };
  return {
    kind: 'ask',
    question: {
      question: 'currency',
      about: 'currency',
      text: 'In which currency are the amounts? The file is for all markets and has no column that says it.',
      options: currencies.map((one) => ({ value: one, text: one })),
    },
  };
}

/** Choices that rest on a person's answer are shown as that. */
function answersUsed(choices: Readonly<Record<string, Choice<unknown>>>): string[] {
  return Object.entries(choices).flatMap(([question, choice]) =>
    choice.kind === 'answered' ? [`${question} ${choice.value} (as a person answered)`] : [],
  );
}

function assumptions({ profile, sources }: Scanned, market: MarketFacts): string[] {
  const { kind, priceForm = 'unit' } = profile;
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
    if (priceForm !== 'unit') assumed.push(priceWords[priceForm]);
    else if (sources.discount !== undefined)
      assumed.push('unit_price is the price paid: discount is kept beside it, not subtracted');
  }
  return assumed;
}

const priceWords: Readonly<Record<Exclude<PriceForm, 'unit'>, string>> = {
  lessPercent: 'the price paid is unit_price less discount per cent',
  lessLineAmount: "the price paid is unit_price less the line's discount",
  lineTotal: 'the price paid is what the line came to, divided by its quantity',
};
