import { type DateEvidence, kindColumns, type NumberEvidence, type Scanned } from '../importing/index.ts';
import { dateEvidenceQuery, mayEndInYear, numberEvidenceQuery, unitsQuery } from './evidence-queries.ts';
import type { Cell, Database } from './lake-database.ts';
import type { RawTable } from './lake-raw.ts';
import { quoteName } from './sql-text.ts';

/** What the values of one column prove. */
export type Evidence = { type: 'date'; found: DateEvidence } | { type: 'number'; found: NumberEvidence };

/** Gather what a large file's first rows prove, value by value; `null` where there are no others, or they are not read apart. */
export async function gatherHead(database: Database, raw: RawTable): Promise<Evidence[] | null> {
  const [first] = raw.parts;
  const isApart = first?.firstLine === null && raw.parts.length > 1;
  return isApart ? evidenceIn(database, raw, first.from) : null;
}

/**
 * Gather what a file's values prove, over all its rows.
 *
 * Where the first rows prove something, one cheap look at all others shows whether any of them may say more, and only such columns
 * are read value by value.
 *
 * @param head - what `gatherHead` found
 */
export async function gatherEvidence(
  database: Database,
  raw: RawTable,
  head: readonly Evidence[] | null,
): Promise<Evidence[]> {
  if (head === null) return evidenceIn(database, raw, 'raw');
  const evidence = [...head];
  await lookAtRest(database, raw, evidence);
  return evidence;
}

/** Put evidence into what a plan is made from. */
export async function scannedOf(
  database: Database,
  { profile, sources, typed }: RawTable,
  evidence: readonly Evidence[],
): Promise<Scanned> {
  const units = profile.kind === 'orders' && sources.unit !== undefined ? await database.run(unitsQuery) : [];
  return {
    ...{ profile, sources, typed },
    dates: evidence.flatMap((one) => (one.type === 'date' ? [one.found] : [])),
    numbers: evidence.flatMap((one) => (one.type === 'number' ? [one.found] : [])),
    units: units.map(({ unit }) => String(unit)),
  };
}

async function evidenceIn(
  database: Database,
  { profile, sources }: RawTable,
  from: string,
): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  for (const { column, type } of kindColumns[profile.kind].columns) {
    if (sources[column] === undefined) continue;
    if (type === 'date') evidence.push({ type, found: await dateEvidence(database, column, from) });
    else if (type === 'number' || type === 'price')
      evidence.push({ type: 'number', found: await numberEvidence(database, column, from) });
  }
  return evidence;
}

/** Look at the rows behind the first ones, and at all values of those columns in which they may say more. */
async function lookAtRest(database: Database, { parts }: RawTable, evidence: Evidence[]): Promise<void> {
  if (evidence.length === 0) return;
  const columns = evidence.map(({ found }) => quoteName(found.column));
  const rest = parts.slice(1).map(({ from }) => `SELECT ${columns.join(', ')} FROM ${from}`);
  const looks = evidence.map((one, place) => `bool_or(${maySayMore(one)}) AS "${place}"`);
  const [seen = {}] = await database.run(`SELECT ${looks.join(', ')} FROM (${rest.join(' UNION ALL ')})`);
  for (const [place, one] of evidence.entries()) {
    if (seen[String(place)] !== true) continue;
    const { column } = one.found;
    evidence[place] =
      one.type === 'date'
        ? { type: 'date', found: await dateEvidence(database, column, 'raw') }
        : { type: 'number', found: await numberEvidence(database, column, 'raw') };
  }
}

/** A condition that holds for every value that could add to what the first rows prove. */
function maySayMore(evidence: Evidence): string {
  const cell = quoteName(evidence.found.column);
  if (evidence.type === 'date') return mayEndInYear(cell);
  const { provesPoint, provesComma } = evidence.found;
  const isForeign = `strlen(${cell}) <> length(${cell})`;
  // the first proof in the file is known: what is left to find is a proof of the other mark
  const points = provesPoint > 0 && provesComma === 0 ? [] : [`contains(${cell}, '.')`];
  const commas = provesComma > 0 && provesPoint === 0 ? [] : [`contains(${cell}, ',')`];
  return [...points, ...commas, isForeign].join(' OR ');
}

async function dateEvidence(database: Database, column: string, from: string): Promise<DateEvidence> {
  const [row = {}] = await database.run(dateEvidenceQuery(column, from));
  return {
    column,
    yearLast: Number(row.yearLast),
    greatestFirst: Number(row.greatestFirst),
    greatestSecond: Number(row.greatestSecond),
    firstAbove12: textOf(row.firstAbove12),
    secondAbove12: textOf(row.secondAbove12),
  };
}

async function numberEvidence(database: Database, column: string, from: string): Promise<NumberEvidence> {
  const [row = {}] = await database.run(numberEvidenceQuery(column, from));
  return {
    column,
    provesPoint: Number(row.provesPoint),
    provesComma: Number(row.provesComma),
    unclear: Number(row.unclear),
    unclearComma: Number(row.unclearComma),
    pointProof: textOf(row.pointProof),
    commaProof: textOf(row.commaProof),
  };
}

const textOf = (cell: Cell | undefined) => (typeof cell === 'string' ? cell : null);
