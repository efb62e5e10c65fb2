import { UpstreamError } from '../domain/index.ts';
import type { PlannedColumn, ReadingPlan } from '../importing/index.ts';
import type { Database } from './lake-database.ts';
import { absentExpression, type ParseForm, parsedExpression, printedForm } from './lake-parse.ts';
import { isSurelyRight } from './lake-passes.ts';
import { quickRows } from './lake-quick.ts';
import { parsedName, type Rule, rulesOf } from './lake-rules.ts';
import { withPlainNumbers } from './parse-stages.ts';
import { DIVIDED_OTHERWISE, type RawPart } from './raw-parts.ts';

/** Every currency code that the platform knows (ISO 4217). */
const currencies = Intl.supportedValuesOf('currency');

/** The rules that a plan's rows must pass; their places are the numbers in `checked`. */
export const rulesOfPlan = (plan: ReadingPlan): Rule[] => rulesOf(plan, currencies);

/** In which form rows are read at first; `onlyQuick` gives up at the first part in which it takes the whole one. */
export type CheckForm = ParseForm | 'onlyQuick';

/**
 * Check every row: makes the view `checked` (line, parsed values, `rule`: the number of the first rule that refuses the
 * row, 0 for none). The file's text is read once; what is kept of it is parsed values alone.
 *
 * @returns false where `onlyQuick` gave up, and there is no view
 * @throws UpstreamError with `DIVIDED_OTHERWISE` when a part has other rows than were counted
 */
export async function checkRows(
  database: Database,
  plan: ReadingPlan,
  parts: readonly RawPart[],
  wantedForm: CheckForm,
): Promise<boolean> {
  const inFile = plan.columns.filter(({ source }) => source !== null);
  const kept = [...inFile.map(parsedName), 'rule'].join(', ');
  let form: ParseForm = wantedForm === 'whole' ? 'whole' : 'quick';
  for (const [place, part] of parts.entries()) {
    const table = `checked_${place}`;
    const wanted = `${part.firstLine === null ? 'line, ' : ''}${kept}`;
    let counted = await makeTable(database, table, `SELECT ${wanted} FROM (${ruled(plan, part, form)})`);
    if (counted.unread > 0) {
      if (wantedForm === 'onlyQuick') return false;
      // its first rows show how a file is written: later parts of it are read in the same way at once
      form = 'whole';
      counted = await makeTable(database, table, `SELECT ${wanted} FROM (${ruled(plan, part, form)})`);
    }
    if (counted.rows !== part.rows) throw new UpstreamError(DIVIDED_OTHERWISE);
  }
  const absent = plan.columns
    .filter(({ source }) => source === null)
    .map((column) => `, ${absentExpression(column, plan)} AS ${parsedName(column)}`)
    .join('');
  const views = parts.map(({ firstLine }, place) =>
    firstLine === null
      ? `SELECT line, ${kept}${absent} FROM checked_${place}`
      : // a table's rows are numbered in the order in which they were read
        `SELECT rowid + ${firstLine} AS line, ${kept}${absent} FROM checked_${place}`,
  );
  await database.run(`CREATE VIEW checked AS ${views.join(' UNION ALL ')}`);
  return true;
}

async function makeTable(
  database: Database,
  table: string,
  query: string,
): Promise<{ rows: number; unread: number }> {
  await database.run(`CREATE OR REPLACE TABLE ${table} AS ${query}`);
  const [counted] = await database.run(`SELECT count(*) AS rows, count(rule) AS read FROM ${table}`);
  const rows = Number(counted?.rows);
  return { rows, unread: rows - Number(counted?.read) };
}

/** The rows with their parsed values and `rule`; in the quick form NULL where it takes the whole one to tell. */
function ruled(plan: ReadingPlan, { from }: RawPart, form: ParseForm): string {
  const rules = rulesOfPlan(plan);
  const isRight = isSurelyRight(plan, rules);
  const toRule = (rule: string, rows: string) =>
    `SELECT *, CAST(CASE WHEN ${rule} END AS USMALLINT) AS rule FROM (SELECT *${paidPrice(plan)} FROM (${rows}))`;
  if (form === 'quick') return toRule(`plain AND ${isRight} THEN 0`, quickRows(plan, from));
  const parsed = plan.columns.map((column) => `${parsedExpression(column, plan)} AS ${parsedName(column)}`);
  const cases = rules.map(({ refuses }, place) => `WHEN ${refuses} THEN ${place + 1}`);
  const isRead = (column: PlannedColumn) => {
    const printed = printedForm(column, plan);
    return printed === null ? 'false' : printed.fits(printed.typed);
  };
  const cells = withPlainNumbers(from, plan, isRead);
  return toRule(
    `${isRight} THEN 0 ${cases.join('\n')} ELSE 0`,
    `SELECT *, ${parsed.join(', ')} FROM ${cells}`,
  );
}

/** Turn the price that a file holds into the price paid for a unit, in millionths; exact to half a millionth. */
function paidPrice({ priceForm, columns }: ReadingPlan): string {
  if (priceForm === 'unit' || !columns.some(({ column }) => column === 'unit_price')) return '';
  const discount = 'coalesce(parsed_discount, 0)';
  const paid = {
    lessPercent: `parsed_unit_price * (1 - ${discount} / 100)`,
    lessLineAmount: `parsed_unit_price - CASE WHEN parsed_quantity = 0 THEN 0 ELSE ${discount} * 1000000 / abs(parsed_quantity) END`,
    // a line that was returned is negative on both sides
    lineTotal: 'abs(parsed_unit_price) / nullif(abs(parsed_quantity), 0)',
  }[priceForm];
  return ` REPLACE (try_cast(round(${paid}) AS BIGINT) AS parsed_unit_price)`;
}
