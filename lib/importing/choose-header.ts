import type { UploadKind, UploadQuestion } from '../domain/index.ts';
import { type Answers, columnQuestion } from './answers.ts';
import { kindColumns } from './columns.ts';
import type { TextRecord } from './csv-rows.ts';
import { type HeaderMap, headerLabels, headerShape, isComplete, mapHeader } from './header-map.ts';
import type { Profile } from './profile.ts';

/** Records at a file's beginning among which its header is looked for: titles may stand above it. */
export const HEAD_RECORDS = 30;

/** Which of a file's first records is its header, and what of it feeds the canonical columns; or what must be asked. */
export type HeaderChoice = {
  /** Place of the header among the records, from 0. */
  place: number;
  line: number;
  /** The names as they stand in the file. */
  header: readonly string[];
  shape: string;
  profile: Profile;
  /** Canonical column → its place in the header. */
  sources: Record<string, number>;
  /** Empty where the header can be read. */
  questions: UploadQuestion[];
  /** What is lacking, in words; '' where nothing is. */
  reason: string;
};

/**
 * Find a file's header: the first record that a known layout or a person's answers explain, else the one that looks most
 * like names.
 *
 * @param head - the file's first records, titles above the header among them
 * @returns the choice, or `undefined` when no record looks like a header
 */
export function chooseHeader(
  kind: UploadKind,
  head: readonly TextRecord[],
  answers: Answers,
): HeaderChoice | undefined {
  const candidates = head.flatMap((record, place) => {
    if (record.fields === undefined) return [];
    if (answers.headerLine !== undefined && answers.headerLine !== String(record.line)) return [];
    const header = record.fields.map((name) => name.trim());
    return [{ place, line: record.line, header, map: mapHeader(kind, header, answers) }];
  });
  const chosen = candidates.find(({ map }) => isComplete(map)) ?? mostNameLike(candidates);
  if (chosen === undefined) return undefined;
  const { place, line, header, map } = chosen;
  return {
    place,
    line,
    header,
    shape: headerShape(header),
    profile: map.profile,
    sources: map.sources,
    questions: questionsOf(kind, map, header, line),
    reason: reasonOf(kind, map, header),
  };
}

type Candidate = { header: string[]; place: number; line: number; map: HeaderMap };

/** The first of the records that hold nearly as many names as any; two names at least. */
function mostNameLike(candidates: readonly Candidate[]): Candidate | undefined {
  const counts = candidates.map(({ header, map }) => {
    const names = header.filter(isNameLike);
    return names.length * 2 > header.filter((cell) => cell !== '').length
      ? names.length + Object.keys(map.sources).length
      : 0;
  });
  const most = Math.max(0, ...counts);
  return most < 2 ? undefined : candidates[counts.findIndex((count) => count >= 0.8 * most)];
}

/** Tell whether a cell may be the name of a column: letters, and nothing of a person's or a date's. */
function isNameLike(cell: string): boolean {
  if (cell.length === 0 || cell.length > 60 || cell.includes('@')) return false;
  return /\p{L}/u.test(cell) && !/\d{4}|\d[-/.:]\d/.test(cell);
}

/** Most names that a question offers. */
const MOST_OPTIONS = 200;

function questionsOf(
  kind: UploadKind,
  { missing, ambiguous, unknown }: HeaderMap,
  header: readonly string[],
  line: number,
): UploadQuestion[] {
  const asked = [...new Set([...missing, ...ambiguous, ...unknown])];
  // who bought is worth asking for, once a person has to be asked at all
  if (missing.length > 0 && kind === 'orders' && !asked.includes('customer_id')) asked.push('customer_id');
  const options = headerLabels(header)
    .filter((_, place) => isNameLike(header[place] ?? '') || ambiguous.length > 0)
    .slice(0, MOST_OPTIONS)
    .map((label) => ({ value: label, text: label }));
  const none = { value: '', text: 'none of them' };
  return asked.map((column) => ({
    question: columnQuestion(column),
    about: 'column',
    text: `Which column holds ${meaningOf(column)} (${column})? ${whyAsked(column, ambiguous, unknown, line)}`,
    options: isRequired(kind, column) ? options : [...options, none],
  }));
}

function whyAsked(
  column: string,
  ambiguous: readonly string[],
  unknown: readonly string[],
  line: number,
): string {
  if (ambiguous.includes(column)) return `Line ${line} names it more than once.`;
  if (unknown.includes(column)) return `Line ${line} has no column of the name that was answered.`;
  return `No name in line ${line} is known for it.`;
}

const isRequired = (kind: UploadKind, column: string) =>
  kindColumns[kind].columns.some((one) => one.column === column && one.required);

/** What a column is in plain words; its own name says it where there are none. */
function meaningOf(column: string): string {
  const words: Record<string, string> = {
    order_id: 'the number of the order',
    ordered_at: 'the day of the order',
    customer_id: "the customer's number",
    sku: 'the number of the product',
    quantity: 'how many were ordered',
    unit_price: 'the price of one unit',
    as_of: 'the day of the count',
    on_hand: 'how many are in stock',
    valid_from: 'the day from which the price holds',
    price: 'the price',
    supplier: 'the supplier',
    quote_id: 'the number of the quote',
    at: 'the day',
    mean: 'the expected units',
  };
  return words[column] ?? `"${column.replaceAll('_', ' ')}"`;
}

function reasonOf(kind: UploadKind, map: HeaderMap, header: readonly string[]): string {
  const { missing, ambiguous, unknown } = map;
  if (missing.length > 0)
    return `the header lacks ${missing.join(', ')}: ${kind} need these columns; it has ${header.length} columns`;
  if (ambiguous.length > 0) return `the header names ${ambiguous.join(', ')} more than once`;
  return unknown.length > 0 ? `the header lacks what was answered for ${unknown.join(', ')}` : '';
}
