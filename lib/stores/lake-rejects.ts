import type { Reject } from '../domain/index.ts';
import type { ReadingPlan } from '../importing/index.ts';
import { withGuard } from './formula-guard.ts';
import { rulesOfPlan } from './lake-check.ts';
import type { Database } from './lake-database.ts';
import { unmarked, withoutAddresses } from './lake-parse.ts';
import { quoteName, quoteText } from './sql-text.ts';

/** Refused rows that the upload's document shows. */
const SHOWN_REJECTS = 20;

/** The refused rows of a file: how many, the first of them, and the file that holds all; `null` where there are none. */
export type Rejects = { quarantined: number; rejects: Reject[]; rejectsFile: string | null };

/**
 * Write the refused rows as a CSV (line, column, value, reason) in which no spreadsheet runs a formula: `=cmd` gets a quote before it,
 * `-5.00` stays. Nothing personal is written among the values.
 */
export async function writeRejects(
  database: Database,
  plan: ReadingPlan,
  directory: string,
): Promise<Rejects> {
  const [counted] = await database.run(`SELECT (SELECT count(*) FROM problems) AS problems,
    (SELECT count(*) FROM checked WHERE rule > 0) AS ruled`);
  const ruled = Number(counted?.ruled ?? 0);
  const quarantined = Number(counted?.problems ?? 0) + ruled;
  if (quarantined === 0) return { quarantined, rejects: [], rejectsFile: null };
  await database.run(`CREATE TABLE refused AS
    SELECT line, '' AS "column", '' AS value, problem AS reason FROM problems${ruled === 0 ? '' : ruledRows(plan)}`);
  const rejectsFile = `${directory}/rejects.csv`;
  await database.run(`COPY (SELECT line, "column", ${withGuard('value')} AS value, reason
    FROM refused ORDER BY line) TO ${quoteText(rejectsFile)} (FORMAT csv, HEADER)`);
  const rows = await database.run(`SELECT * FROM refused ORDER BY line LIMIT ${SHOWN_REJECTS}`);
  const rejects = rows.map(({ line, column, value, reason }) => ({
    line: Number(line),
    column: String(column),
    value: String(value),
    reason: String(reason),
  }));
  return { quarantined, rejects, rejectsFile };
}

/** The rows that a rule refuses, with the cell that it refuses: the file's text is read once more for them. */
function ruledRows(plan: ReadingPlan): string {
  const named = rulesOfPlan(plan).map(({ column, reason }, place) => {
    const value = shownValue(column, plan);
    return { place: place + 1, column: quoteText(column.column), value, reason: quoteText(reason) };
  });
  const choose = (part: 'column' | 'value' | 'reason') =>
    `CASE rule ${named.map((rule) => `WHEN ${rule.place} THEN ${rule[part]}`).join(' ')} END`;
  return ` UNION ALL
    SELECT line, ${choose('column')}, coalesce(left(${choose('value')}, 200), ''), ${choose('reason')}
    FROM raw JOIN (SELECT line, rule FROM checked WHERE rule > 0) USING (line)`;
}

const DATE_LIKE = '[0-9]{1,5}[-./][0-9]{1,2}[-./][0-9]{1,5}([T ][0-9:.,Z+-]*)?';

/**
 * What of a refused cell may be shown: no customer's code, no e-mail address; and in a file of customers, where a name may
 * have slipped into any column, nothing but what looks like a date.
 */
function shownValue(column: ReadingPlan['columns'][number], { kind }: ReadingPlan): string {
  if (column.source === null || column.type === 'customer') return 'NULL';
  const raw = quoteName(column.column);
  if (kind !== 'customers') return withoutAddresses(`(${unmarked(raw)})`);
  return `CASE WHEN regexp_full_match(${raw}, ${quoteText(DATE_LIKE)}) THEN ${raw} END`;
}
