import { type DateEvidence, kindColumns, type NumberEvidence, type Scanned } from '../importing/index.ts';
import { dateEvidenceQuery, numberEvidenceQuery, unitsQuery } from './evidence-queries.ts';
import type { Cell, Database } from './lake-database.ts';
import type { RawTable } from './lake-raw.ts';

/** Gather what a file's values prove, over all its rows. */
export async function gatherEvidence(database: Database, raw: RawTable): Promise<Scanned> {
  const { profile, sources, typed } = raw;
  const dates: DateEvidence[] = [];
  const numbers: NumberEvidence[] = [];
  for (const { column, type } of kindColumns[profile.kind].columns) {
    if (sources[column] === undefined) continue;
    if (type === 'date') dates.push(await dateEvidence(database, column));
    else if (type === 'number' || type === 'price') numbers.push(await numberEvidence(database, column));
  }
  const units = profile.kind === 'orders' && sources.unit !== undefined ? await database.run(unitsQuery) : [];
  return { profile, sources, typed, dates, numbers, units: units.map(({ unit }) => String(unit)) };
}

async function dateEvidence(database: Database, column: string): Promise<DateEvidence> {
  const [row = {}] = await database.run(dateEvidenceQuery(column));
  return {
    column,
    yearLast: Number(row.yearLast),
    greatestFirst: Number(row.greatestFirst),
    greatestSecond: Number(row.greatestSecond),
    firstAbove12: textOf(row.firstAbove12),
    secondAbove12: textOf(row.secondAbove12),
  };
}

async function numberEvidence(database: Database, column: string): Promise<NumberEvidence> {
  const [row = {}] = await database.run(numberEvidenceQuery(column));
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
