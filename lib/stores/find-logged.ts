import {
  BY_TRADEWIND,
  decisionLogKeys,
  type LoggedAct,
  type RunSeal,
  type SealedEntry,
} from '../domain/index.ts';
import { LOG_GROUP_ROWS } from './decision-log-file.ts';
import { newestSeals } from './decision-seals.ts';
import type { DocumentTable } from './documents.ts';
import { inBatches } from './in-batches.ts';
import type { ObjectStore } from './objects.ts';
import { readSealed } from './sealed-file.ts';

/** What finding entries reads. */
export type LogSources = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'getPart'>;
  acts: Pick<DocumentTable<LoggedAct>, 'query'>;
  seals: Pick<DocumentTable<RunSeal>, 'query'>;
};

/** Which entries of a market's log are asked for. */
export type LogQuestion = {
  merchant: string;
  market: string;
  sku?: string | undefined;
  /** A commitment, or `tradewind`: who acted, or in whose place. */
  person?: string | undefined;
  /** Instants, RFC 3339 in UTC with milliseconds: from the first on, until before the second. */
  from: string;
  until: string;
  /** Entries at most. */
  limit: number;
};

/** Where an answer goes on: among acts before this place that seal `seal` does not hold, or in `seal` before this row. */
export type LogPlace = { seal: number; act: number } | { seal: number; row: number };

/** An entry, and where it is sealed; `null` where it is not yet. */
export type FoundEntry = { entry: SealedEntry; seal: RunSeal | null; row: number | null };

/** What was found, newest first, and where to go on: `null` at the end. */
export type FoundPage = { found: FoundEntry[]; next: LogPlace | null };

/** Parts of sealed files that one answer reads at most, some 5,000 rows each: a second of a processor in all. */
const MOST_SPANS = 16;
const AT_ONCE = 8;
const SEALS_A_PAGE = 50;
const ACT_PAGES = 8;

/**
 * Find entries of a market's log by SKU, by person and by time, newest first: acts that no seal holds yet, then seal by seal.
 *
 * Of a SKU the groups of rows that may hold it are read, of a person the acts that stand first in each file, of all entries group
 * by group from a file's end. One answer reads a bounded number of them: it may hold fewer entries than asked for, or none, though
 * there are more.
 */
export async function findLogged(
  sources: LogSources,
  question: LogQuestion,
  start?: LogPlace,
): Promise<FoundPage> {
  const newest = start?.seal ?? (await newestSeals(sources.seals, question, 1))[0]?.number ?? 0;
  const open =
    start === undefined || 'act' in start
      ? await findOpen(sources, question, { newest, before: start?.act })
      : { found: [], next: null };
  if (open.next !== null) return open;
  const limit = question.limit - open.found.length;
  const row = start !== undefined && 'row' in start ? start.row : undefined;
  const sealed = await findSealed(sources, { ...question, limit }, { seal: newest, row });
  return { found: [...open.found, ...sealed.found], next: sealed.next };
}

/** Acts that came after a seal, newest first. */
async function findOpen(
  { acts, seals }: LogSources,
  question: LogQuestion,
  { newest, before }: { newest: number; before: number | undefined },
): Promise<FoundPage> {
  const { merchant, market, limit } = question;
  const [seal] = newest === 0 ? [] : await sealsUpTo(seals, question, newest, 1);
  const lastAct = seal?.lastAct ?? 0;
  const { pk } = decisionLogKeys.act(merchant, market, 1);
  const found: FoundEntry[] = [];
  let cursor = before === undefined ? undefined : decisionLogKeys.act(merchant, market, before);
  for (let page = 0; page < ACT_PAGES; page++) {
    const { items } = await acts.query(pk, {
      ...{ descending: true, consistent: true, limit: ACTS_A_PAGE },
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { value } of items) {
      if (value.place <= lastAct) return { found, next: null };
      if (!isMeant(value, question)) continue;
      found.push({ entry: value, seal: null, row: null });
      if (found.length === limit) return { found, next: { seal: newest, act: value.place } };
    }
    const last = items.at(-1)?.value.place;
    if (last === undefined || items.length < ACTS_A_PAGE) return { found, next: null };
    cursor = decisionLogKeys.act(merchant, market, last);
  }
  return { found, next: { seal: newest, act: placeIn(cursor?.sk) } };
}

const ACTS_A_PAGE = 200;
const placeIn = (sk: string | undefined) => Number(sk ?? 0);

function isMeant(
  { sku, by, onBehalfOf, at }: SealedEntry,
  { sku: askedSku = sku, person = by, from, until }: LogQuestion,
): boolean {
  const when = Date.parse(at);
  return (
    sku === askedSku &&
    (by === person || onBehalfOf === person) &&
    when >= Date.parse(from) &&
    when < Date.parse(until)
  );
}

/** Rows of one sealed file that are read together. */
type Span = { seal: RunSeal; rows: readonly [number, number] };

async function findSealed(
  { objects, seals }: LogSources,
  question: LogQuestion,
  start: { seal: number; row: number | undefined },
): Promise<FoundPage> {
  const { sku, person, from, until, limit } = question;
  const { spans, next } = await spansOf(seals, question, start);
  const read = async (span: Span) => {
    const between = [from, until] as const;
    return { span, placed: await readSealed(objects, span.seal, { sku, person, between, rows: span.rows }) };
  };
  const found: FoundEntry[] = [];
  for await (const batch of inBatches(spans, isNarrow(question) ? AT_ONCE : 1, read))
    for (const { span, placed } of batch)
      for (const { entry, row } of placed.reverse()) {
        found.push({ entry, seal: span.seal, row });
        if (found.length === limit) return { found, next: { seal: span.seal.number, row } };
      }
  return { found, next };
}

/** Of a person or a SKU there is little in a file: it is read at once, and several files together. */
const isNarrow = ({ sku, person }: LogQuestion) => sku !== undefined || isOfPerson(person);
const isOfPerson = (person: string | undefined) => person !== undefined && person !== BY_TRADEWIND;

/** Choose what one answer reads, newest first, and say where the next one goes on. */
async function spansOf(
  seals: LogSources['seals'],
  question: LogQuestion,
  start: { seal: number; row: number | undefined },
): Promise<{ spans: Span[]; next: LogPlace | null }> {
  const spans: Span[] = [];
  for (let upTo = start.seal; upTo > 0; ) {
    const page = await sealsUpTo(seals, question, upTo, SEALS_A_PAGE);
    for (const seal of page) {
      // what a seal holds was done before it was made, and so was all that older seals hold
      if (Date.parse(seal.at) < Date.parse(question.from)) return { spans, next: null };
      if (seal.earliest !== undefined && Date.parse(seal.earliest) >= Date.parse(question.until)) continue;
      const end = seal.number === start.seal ? (start.row ?? seal.entries) : seal.entries;
      for (const rows of rowsToRead(seal, end, question)) {
        if (spans.length === MOST_SPANS) return { spans, next: { seal: seal.number, row: rows[1] } };
        spans.push({ seal, rows });
      }
    }
    upTo = page.length < SEALS_A_PAGE ? 0 : (page.at(-1)?.number ?? 1) - 1;
  }
  return { spans, next: null };
}

/** Acts stand first in a file, in groups of their own: of a person no other row is read. */
function rowsToRead(
  { firstAct, lastAct }: RunSeal,
  end: number,
  question: LogQuestion,
): (readonly [number, number])[] {
  const acts = lastAct - firstAct + 1;
  const last = isOfPerson(question.person) ? Math.min(end, acts) : end;
  if (last <= 0) return [];
  if (isNarrow(question)) return [[0, last]];
  return [...groupsIn(acts, last), ...groupsIn(0, Math.min(acts, last))];
}

/** Rows from one place to before another, a group at a time, the last one first. */
function groupsIn(from: number, to: number): (readonly [number, number])[] {
  const groups = Math.max(0, Math.ceil((to - from) / LOG_GROUP_ROWS));
  return Array.from({ length: groups }, (_, back) => {
    const first = from + (groups - 1 - back) * LOG_GROUP_ROWS;
    return [first, Math.min(to, first + LOG_GROUP_ROWS)];
  });
}

/** Seals from a number down, newest first. */
async function sealsUpTo(
  seals: LogSources['seals'],
  { merchant, market }: LogQuestion,
  number: number,
  limit: number,
): Promise<RunSeal[]> {
  const cursor = decisionLogKeys.seal(merchant, market, number + 1);
  const { items } = await seals.query(cursor.pk, { descending: true, consistent: true, limit, cursor });
  return items.map(({ value }) => value);
}
