import { resolve } from 'node:path';
import {
  type CsvCell,
  csvText,
  type Money,
  majorOf,
  parseAs,
  type TargetPage,
  type TargetView,
  targetPageSchema,
} from '../../../lib/domain/index.ts';
import { askStack, type Session, writeOut } from '../ask-stack.ts';

const LARGEST_PAGE = 200;

/** Which buyers of a market are wanted, how many at most, and where they go. */
export type TargetWish = {
  market: string;
  /** `segment`, `sku` and `order`, as the API takes them. */
  query: Readonly<Record<string, string | undefined>>;
  rows: number;
  out: string | undefined;
};

/**
 * Write a market's buyers to act on as a CSV file, for the people who call them. The seller's own customer codes are in it for
 * a token with the scope `identify`, which the stack's log says.
 *
 * @returns how many rows are in which file
 */
export async function writeTargetList(session: Session, wish: TargetWish): Promise<string> {
  const { market, query, rows, out } = wish;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  const path = `/v1/markets/${encodeURIComponent(market)}/customers`;
  const { targets, detail } = await readTargets(session, path, search, rows);
  const file = resolve(out ?? `${market}-customers.csv`);
  const text = csvText(
    columns.map(([name]) => name),
    targets.map((target) => columns.map(([, of]) => of(target))),
  );
  await writeOut(file, text);
  return `${targets.length} buyers in ${file}${detail === undefined ? '' : ` (${detail})`}`;
}

/** Read page after page until there are enough buyers, or no more. */
async function readTargets(session: Session, path: string, search: URLSearchParams, rows: number) {
  const targets: TargetView[] = [];
  let page: TargetPage | undefined;
  do {
    search.set('limit', String(Math.min(LARGEST_PAGE, rows - targets.length)));
    if (page?.cursor !== undefined) search.set('cursor', page.cursor);
    const answer = await askStack(session, { path: `${path}?${search}` });
    page = parseAs(targetPageSchema, answer, 'the list of buyers');
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
