import { writeFile } from 'node:fs/promises';
import { type Reject, type UploadPreview, UpstreamError } from '../domain/index.ts';
import { cancelledWords, kindColumns, type ReadingPlan } from '../importing/index.ts';
import { type Database, quoteName, quoteText } from './lake-database.ts';
import { parsedExpression, unmarked, withoutAddresses } from './lake-parse.ts';
import { parsedName, rulesOf } from './lake-rules.ts';
import { loadLines } from './load-lines.ts';

/** Refused rows that the upload's document shows. */
const SHOWN_REJECTS = 20;

/** Every currency code that the platform knows (ISO 4217). */
const currencies = Intl.supportedValuesOf('currency');

/**
 * Check every row: makes the table `checked` (line, parsed values, `rule`: the number of the first rule that refuses the
 * row, 0 for none) and `refused` (line, column, value, reason). Nothing personal is written among the values.
 */
export async function checkRows(database: Database, plan: ReadingPlan): Promise<void> {
  const rules = rulesOf(plan, currencies);
  const parsed = plan.columns.map((column) => `${parsedExpression(column, plan)} AS ${parsedName(column)}`);
  const cases = rules.map(({ refuses }, place) => `WHEN ${refuses} THEN ${place + 1}`);
  await database.run(`CREATE TABLE checked AS
    SELECT *, CASE ${cases.join('\n')} ELSE 0 END AS rule
    FROM (SELECT *${paidPrice(plan)} FROM (SELECT raw.*, ${parsed.join(', ')} FROM raw))`);
  const named = rules.map(({ column, reason }, place) => {
    const value = shownValue(column, plan);
    return { place: place + 1, column: quoteText(column.column), value, reason: quoteText(reason) };
  });
  const choose = (part: 'column' | 'value' | 'reason') =>
    `CASE rule ${named.map((rule) => `WHEN ${rule.place} THEN ${rule[part]}`).join(' ')} END`;
  await database.run(`CREATE TABLE refused AS
    SELECT line, '' AS "column", '' AS value, problem AS reason FROM problems
    UNION ALL
    SELECT line, ${choose('column')}, coalesce(left(${choose('value')}, 200), ''), ${choose('reason')}
    FROM checked WHERE rule > 0`);
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

/** Write the refused rows as a CSV in which no spreadsheet runs a formula: `=cmd` gets a quote before it, `-5.00` stays. */
export async function writeRejects(
  database: Database,
  directory: string,
): Promise<{ quarantined: number; rejects: Reject[]; rejectsFile: string | null }> {
  const [counted] = await database.run('SELECT count(*) AS rows FROM refused');
  const quarantined = Number(counted?.rows ?? 0);
  if (quarantined === 0) return { quarantined, rejects: [], rejectsFile: null };
  const rejectsFile = `${directory}/rejects.csv`;
  await database.run(`COPY (SELECT line, "column", CASE WHEN regexp_matches(value, '^[=+@-]')
      AND NOT regexp_full_match(value, '[+-]?[0-9]+([.,][0-9]+)*') THEN concat('''', value) ELSE value END AS value, reason
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

/**
 * Make the table `accepted` in the lake's columns: customers as pseudonyms, lines with their key, and of rows with the
 * same key the last one.
 *
 * @returns how many rows it holds
 */
export async function acceptRows(
  database: Database,
  plan: ReadingPlan,
  {
    directory,
    pseudonymise,
  }: {
    directory: string;
    pseudonymise(codes: readonly string[]): Promise<readonly string[]>;
  },
): Promise<number> {
  const hasCustomers = plan.columns.some(({ type, source }) => type === 'customer' && source !== null);
  if (hasCustomers) await loadPseudonyms(database, directory, pseudonymise);
  const stored = plan.columns
    .filter(({ column }) => column !== 'line_id')
    .map((column) => `${storedExpression(column, plan, hasCustomers)} AS ${quoteName(column.stored)}`);
  const join = hasCustomers ? 'LEFT JOIN pseudonyms ON parsed_customer_id = pseudonyms.code' : '';
  await database.run(`CREATE TABLE typed AS SELECT ${stored.join(', ')}, ${addedColumns(plan)}
    FROM checked ${join} WHERE rule = 0`);
  const key = plan.key.map(quoteName).join(', ');
  const keyed = plan.numberedWithin === null ? 'typed' : `(${numbered(plan)})`;
  const repeats = plan.numberedWithin === null || hasLineIds(plan);
  const last = `QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY line DESC) = 1`;
  await database.run(`CREATE TABLE accepted AS SELECT * FROM ${keyed} ${repeats ? last : ''}`);
  const [counted] = await database.run('SELECT count(*) AS rows FROM accepted');
  return Number(counted?.rows ?? 0);
}

/** Rows that a dry run shows. */
const PREVIEW_ROWS = 20;

/** Show the first accepted rows in the lake's columns, those that the file fills. */
export async function previewRows(database: Database, plan: ReadingPlan): Promise<UploadPreview> {
  const filled = plan.columns.filter(({ column, source }) => source !== null && column !== 'line_id');
  const columns = [
    'line',
    ...filled.map(({ stored }) => stored),
    ...(plan.kind === 'orders' ? ['cancelled'] : []),
  ];
  const rows = await database.run(
    `SELECT ${columns.map(quoteName).join(', ')} FROM accepted ORDER BY line LIMIT ${PREVIEW_ROWS}`,
  );
  return {
    columns,
    rows: rows.map((row) =>
      columns.map((column) => {
        const cell = row[column] ?? null;
        return cell === null ? null : String(cell);
      }),
    ),
  };
}

/** Without line ids every row has a number of its own: none can repeat another. */
const hasLineIds = (plan: ReadingPlan) =>
  plan.columns.some(({ column, source }) => column === 'line_id' && source !== null);

function storedExpression(
  column: ReadingPlan['columns'][number],
  plan: ReadingPlan,
  hasCustomers: boolean,
): string {
  const parsed = parsedName(column);
  if (column.type === 'customer') return hasCustomers ? 'pseudonyms.pseudonym' : 'NULL::VARCHAR';
  const isPriceCurrency = ['currency', 'cost_currency'].includes(column.column) && plan.kind !== 'suppliers';
  return isPriceCurrency && plan.currency !== null
    ? `coalesce(${parsed}, ${quoteText(plan.currency)})`
    : parsed;
}

/** What ingest adds to a row, and the merchant's own line id while keys are made. */
function addedColumns(plan: ReadingPlan): string {
  const lineId = hasLineIds(plan) ? 'parsed_line_id' : 'NULL::VARCHAR';
  const added = [`${lineId} AS line_id`, 'checked.line'];
  if (plan.kind === 'orders') {
    const words = cancelledWords.map(quoteText).join(', ');
    const byId =
      plan.cancelledPrefix === null
        ? ''
        : ` OR starts_with(parsed_order_id, ${quoteText(plan.cancelledPrefix)})`;
    const byPattern =
      plan.cancelledPattern === null
        ? ''
        : ` OR coalesce(regexp_matches(parsed_status, ${quoteText(plan.cancelledPattern)}), false)`;
    added.push(`(coalesce(lower(parsed_status) IN (${words}), false)${byPattern}${byId}) AS cancelled`);
    added.push(
      plan.productPattern === null
        ? 'true AS product'
        : `regexp_matches(parsed_sku, ${quoteText(plan.productPattern)}) AS product`,
    );
  }
  return added.join(', ');
}

/** Rows with `line_key`: the merchant's line id, else the SKU and the row's place among equal ones. */
function numbered(plan: ReadingPlan): string {
  const within = (plan.numberedWithin ?? []).map(quoteName).join(', ');
  const { columns } = kindColumns[plan.kind];
  const label = columns.some(({ column }) => column === 'sku') ? 'sku' : "''";
  return `SELECT *, CASE WHEN line_id IS NOT NULL THEN concat('id ', line_id)
    ELSE concat(${label}, ' ', row_number() OVER (PARTITION BY ${within}, line_id IS NULL ORDER BY line)) END AS line_key
    FROM typed`;
}

async function loadPseudonyms(
  database: Database,
  directory: string,
  pseudonymise: (codes: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  const { code = [] } = await database.columns(
    'SELECT DISTINCT parsed_customer_id AS code FROM checked WHERE rule = 0 AND parsed_customer_id IS NOT NULL ORDER BY 1',
  );
  const codes = code.map(String);
  const pseudonyms = await pseudonymise(codes);
  if (pseudonyms.length !== codes.length)
    throw new UpstreamError(`${codes.length} customers got ${pseudonyms.length} pseudonyms`);
  const file = `${directory}/pseudonyms.tsv`;
  await writeFile(file, codes.map((one, place) => `${place}\t${one}\t${pseudonyms[place]}\n`).join(''));
  await loadLines(database, 'pseudonyms', file, ['code', 'pseudonym']);
}
