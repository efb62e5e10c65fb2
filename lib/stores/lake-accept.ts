import { writeFile } from 'node:fs/promises';
import { ERASED_BUYER, type UploadPreview, UpstreamError } from '../domain/index.ts';
import { cancelledWords, kindColumns, type ReadingPlan } from '../importing/index.ts';
import { anonymousParty } from './anonymous-party.ts';
import type { Database } from './lake-database.ts';
import { parsedName } from './lake-rules.ts';
import { findReplaced, numberRepeats } from './line-keys.ts';
import { loadLines } from './load-lines.ts';
import { quoteName, quoteText } from './sql-text.ts';

/** Where the pseudonyms of a file's customers come from. */
export type Pseudonymising = {
  directory: string;
  pseudonymise(codes: readonly string[]): Promise<readonly string[]>;
};

/**
 * Make the view `accepted` in the lake's columns: customers as pseudonyms, lines with their key, and of rows with the
 * same key the last one.
 *
 * @returns how many rows it holds
 */
export async function acceptRows(
  database: Database,
  plan: ReadingPlan,
  pseudonymising: Pseudonymising,
): Promise<number> {
  const hasCustomers = plan.columns.some(({ type, source }) => type === 'customer' && source !== null);
  const hasErased = hasCustomers && (await loadPseudonyms(database, pseudonymising));
  const isNumbered = await numberRepeats(database, plan);
  const hasReplaced = await findReplaced(database, plan);
  const stored = plan.columns
    .filter(({ column }) => column !== 'line_id')
    .map(
      (column) =>
        `${storedExpression(column, plan, { hasCustomers, hasErased })} AS ${quoteName(column.stored)}`,
    );
  // without its buyer an order line still counts; whatever else there is of an erased buyer does not
  const leavesOut = hasErased && plan.kind !== 'orders';
  await database.run(`CREATE VIEW accepted AS
    SELECT ${[...stored, ...addedColumns(plan, isNumbered)].join(', ')}
    FROM checked ${hasReplaced ? 'ANTI JOIN replaced ON replaced.line = checked.line' : ''}
      ${hasCustomers ? 'LEFT JOIN pseudonyms ON parsed_customer_id = pseudonyms.code' : ''}
      ${isNumbered ? 'LEFT JOIN places ON places.line = checked.line' : ''}
    WHERE rule = 0${leavesOut ? ` AND NOT coalesce(starts_with(pseudonyms.pseudonym, ${quoteText(ERASED_BUYER)}), false)` : ''}`);
  if (leavesOut) {
    const [left] = await database.run('SELECT count(*) AS rows FROM accepted');
    return Number(left?.rows ?? 0);
  }
  const [counted] = await database.run(`SELECT (SELECT count(*) FROM checked WHERE rule = 0)
    - ${hasReplaced ? '(SELECT count(*) FROM replaced)' : '0'} AS rows`);
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

/** A column's value in the lake, over a row of `checked`. */
function storedExpression(
  column: ReadingPlan['columns'][number],
  plan: ReadingPlan,
  { hasCustomers, hasErased }: { hasCustomers: boolean; hasErased: boolean },
): string {
  const parsed = parsedName(column);
  if (column.type === 'customer') {
    if (!hasCustomers) return 'NULL::VARCHAR';
    return hasErased && plan.kind === 'orders'
      ? anonymousParty('pseudonyms.pseudonym', 'parsed_sku')
      : 'pseudonyms.pseudonym';
  }
  const isPriceCurrency = ['currency', 'cost_currency'].includes(column.column) && plan.kind !== 'suppliers';
  return isPriceCurrency && plan.currency !== null
    ? `coalesce(${parsed}, ${quoteText(plan.currency)})`
    : parsed;
}

/** What ingest adds to a row: its key within its order, what a layout says of it, its line. */
function addedColumns(plan: ReadingPlan, isNumbered: boolean): string[] {
  return [
    ...(plan.numberedWithin === null ? [] : [`${lineKey(plan, isNumbered)} AS line_key`]),
    ...(plan.kind === 'orders' ? orderFlags(plan) : []),
    'checked.line AS line',
  ];
}

/** The merchant's line id, else the SKU and the row's place among equal ones. */
function lineKey(plan: ReadingPlan, isNumbered: boolean): string {
  const { columns } = kindColumns[plan.kind];
  const label = columns.some(({ column }) => column === 'sku') ? 'parsed_sku' : "''";
  const placed = `concat(${label}, ' ', ${isNumbered ? 'coalesce(places.place, 1)' : '1'})`;
  return plan.columns.some(({ column }) => column === 'line_id')
    ? `CASE WHEN parsed_line_id IS NOT NULL THEN concat('id ', parsed_line_id) ELSE ${placed} END`
    : placed;
}

function orderFlags(plan: ReadingPlan): string[] {
  const words = cancelledWords.map(quoteText).join(', ');
  const byId =
    plan.cancelledPrefix === null
      ? ''
      : ` OR starts_with(parsed_order_id, ${quoteText(plan.cancelledPrefix)})`;
  const byPattern =
    plan.cancelledPattern === null
      ? ''
      : ` OR coalesce(regexp_matches(parsed_status, ${quoteText(plan.cancelledPattern)}), false)`;
  const isProduct =
    plan.productPattern === null ? 'true' : `regexp_matches(parsed_sku, ${quoteText(plan.productPattern)})`;
  return [
    `(coalesce(lower(parsed_status) IN (${words}), false)${byPattern}${byId}) AS cancelled`,
    `${isProduct} AS product`,
  ];
}

/** Load the pseudonyms of the file's customers; true where one of them is an erased buyer's alias. */
async function loadPseudonyms(
  database: Database,
  { directory, pseudonymise }: Pseudonymising,
): Promise<boolean> {
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
  return pseudonyms.some((pseudonym) => pseudonym.startsWith(ERASED_BUYER));
}
