import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type CsvCell,
  csvText,
  InputError,
  type Money,
  majorOf,
  parseAs,
  type TargetPage,
  type TargetView,
  targetPageSchema,
} from '../../lib/domain/index.ts';
import { askStack, messageOf, orUsage, runCommand, tokenFor } from './ask-stack.ts';

const USAGE =
  'npm run export -- --market jp [--segment SEGMENT] [--sku SKU] [--order spend|chance|due|risk] [--rows 200] [--out file.csv] [--api http://localhost:4000] [--token …]';

const LARGEST_PAGE = 200;

/**
 * Write a market's buyers to act on as a CSV file, for the people who call them. The seller's own customer codes are in it for
 * a token with the scope `identify`, which the stack's log says.
 *
 * @param words - the command line, without node and script
 * @param environment - `TRADEWIND_TOKEN` where `--token` is not given; else the token is read from `.tradewind/token`
 * @returns how many rows are in which file; for `--help` what the command takes
 * @throws InputError for words that don't fit, NotFoundError and UpstreamError for what the stack answers
 */
export async function exportTargets(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const read = readWords(words);
  if (read === 'help') return USAGE;
  const { market, rows, api, token, out, ...query } = read;
  const bearer = await tokenFor(token, environment);
  const url = new URL(`/v1/markets/${encodeURIComponent(market)}/customers`, api);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, value);
  const { targets, detail } = await readTargets(url, bearer, rows);
  const file = resolve(out ?? `${market}-customers.csv`);
  const text = csvText(
    columns.map(([name]) => name),
    targets.map((target) => columns.map(([, of]) => of(target))),
  );
  await writeFile(file, text).catch((error: unknown) => {
    throw new InputError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  });
  return `${targets.length} buyers in ${file}${detail === undefined ? '' : ` (${detail})`}`;
}

function readWords(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    ...{ market: text, segment: text, sku: text, order: text },
    ...{ rows: text, out: text, token: text, api: text },
    help: { type: 'boolean' },
  } as const;
  const { values } = orUsage(USAGE, () => parseArgs({ args: [...words], options, allowPositionals: false }));
  if (values.help === true) return 'help';
  const { market, api = 'http://localhost:4000', rows = '200' } = values;
  if (market === undefined) throw new InputError(`which market? ${USAGE}`);
  if (!URL.canParse(api)) throw new InputError(`--api ${api} is no URL. ${USAGE}`);
  if (!/^[1-9]\d*$/.test(rows)) throw new InputError(`--rows ${rows} is no number of rows. ${USAGE}`);
  const { help: _, ...query } = values;
  return { ...query, market, api, rows: Number(rows) };
}

/** Read page after page until there are enough buyers, or no more. */
async function readTargets(url: URL, token: string, rows: number) {
  const targets: TargetView[] = [];
  let page: TargetPage | undefined;
  do {
    url.searchParams.set('limit', String(Math.min(LARGEST_PAGE, rows - targets.length)));
    if (page?.cursor !== undefined) url.searchParams.set('cursor', page.cursor);
    page = parseAs(targetPageSchema, await askStack(url, token), 'the list of buyers');
    targets.push(...page.items);
  } while (page.cursor !== undefined && targets.length < rows);
  return { targets, detail: page.detail };
}

const amount = (money: Money | undefined) =>
  money === undefined ? undefined : majorOf(money.minor, money.currency);

/** The columns of the file, with what is in them. */
const columns: readonly (readonly [name: string, of: (target: TargetView) => CsvCell])[] = [
  ['customer_code', ({ customerCode }) => customerCode],
  ['customer', ({ customer }) => customer],
  ['segment', ({ segment, segmentName }) => segmentName ?? segment],
  ['chance_30_days', ({ chanceWithin30Days }) => rounded(chanceWithin30Days)],
  ['chance_90_days', ({ chanceWithin90Days }) => rounded(chanceWithin90Days)],
  ['expected_spend_90_days', ({ expectedSpend90Days }) => amount(expectedSpend90Days)],
  ['value_at_risk', ({ valueAtRisk }) => amount(valueAtRisk)],
  ['currency', ({ expectedSpend90Days }) => expectedSpend90Days?.currency],
  ['next_order', ({ nextOrder }) => nextOrder?.median],
  ['offer', ({ offer }) => offer?.sku],
  ['why_offer', ({ offer }) => offer?.reason],
  ['why', ({ reason }) => reason],
];

const rounded = (chance: number | undefined) =>
  chance === undefined ? undefined : Math.round(chance * 1000) / 1000;

if (import.meta.main) await runCommand(() => exportTargets(process.argv.slice(2), process.env));
