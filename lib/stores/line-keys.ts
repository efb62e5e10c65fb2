import type { ReadingPlan } from '../importing/index.ts';
import type { Database } from './lake-database.ts';
import { parsedName } from './lake-rules.ts';
import { quoteText } from './sql-text.ts';

/**
 * Make the table `places` (line, place): the place of a row among those that are told apart by their order in the file alone,
 * from 1. Rows that are the only one of their kind are not in it: most files have no others, and a look at hashes shows that.
 *
 * @returns false where no row needs a place, and there is no table
 */
export async function numberRepeats(database: Database, plan: ReadingPlan): Promise<boolean> {
  if (plan.numberedWithin === null) return false;
  const within = plan.numberedWithin.map((name) => keyPart(name, plan));
  const rows = hasLineIds(plan) ? 'rule = 0 AND parsed_line_id IS NULL' : 'rule = 0';
  const repeated = await findRepeats(database, { table: 'repeated_rows', parts: within, rows });
  if (repeated === null) return false;
  await database.run(`CREATE TABLE places AS
    SELECT line, row_number() OVER (PARTITION BY ${within.join(', ')} ORDER BY line) AS place
    FROM checked WHERE ${rows} AND ${repeated}`);
  return true;
}

/**
 * Make the table `replaced` (line): rows whose key a later row of the file has too.
 *
 * @returns false where there is none, and no table
 */
export async function findReplaced(database: Database, plan: ReadingPlan): Promise<boolean> {
  const byId = hasLineIds(plan);
  // rows that are numbered have a key of their own
  if (plan.numberedWithin !== null && !byId) return false;
  const key = plan.key.filter((name) => name !== 'line_key').map((name) => keyPart(name, plan));
  const parts = byId ? [...key, 'parsed_line_id'] : key;
  const rows = byId ? 'rule = 0 AND parsed_line_id IS NOT NULL' : 'rule = 0';
  const repeated = await findRepeats(database, { table: 'repeated_keys', parts, rows });
  if (repeated === null) return false;
  await database.run(`CREATE TABLE replaced AS SELECT line FROM checked WHERE ${rows} AND ${repeated}
    QUALIFY row_number() OVER (PARTITION BY ${parts.join(', ')} ORDER BY line DESC) > 1`);
  return true;
}

/** Find the hashes that more than one row has; two keys may share one, so whoever uses them looks at the keys again. */
async function findRepeats(
  database: Database,
  { table, parts, rows }: { table: string; parts: readonly string[]; rows: string },
): Promise<string | null> {
  const hash = `hash(${parts.join(', ')})`;
  await database.run(`CREATE TABLE ${table} AS SELECT ${hash} AS hash FROM checked WHERE ${rows}
    GROUP BY 1 HAVING count(*) > 1`);
  const [counted] = await database.run(`SELECT count(*) AS hashes FROM ${table}`);
  return Number(counted?.hashes ?? 0) === 0 ? null : `${hash} IN (FROM ${table})`;
}

/** A part of a key, by its name in the lake; a customer's code stands for the pseudonym. */
function keyPart(name: string, plan: ReadingPlan): string {
  const column = plan.columns.find(({ stored }) => stored === name);
  const parsed = parsedName(column ?? { column: name });
  // rows without a currency have the market's
  return column?.type === 'currency' && plan.currency !== null
    ? `coalesce(${parsed}, ${quoteText(plan.currency)})`
    : parsed;
}

/** Without line ids every row has a number of its own: none can repeat another. */
const hasLineIds = (plan: ReadingPlan) =>
  plan.columns.some(({ column, source }) => column === 'line_id' && source !== null);
