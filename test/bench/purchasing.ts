import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readCsv } from '../../infra/local/demo/read-csv.ts';
import { dayNumber } from '../../lib/domain/index.ts';
import { standardDeviation } from '../../lib/numeric/index.ts';
import { type Purchase, type RecommendOptions, recommend } from '../../lib/purchasing/index.ts';
import { itemNeighbours } from './item-neighbours.ts';
import { sharedFolder } from './shared-folder.ts';

const RETAIL = 'data/retail/online-retail.csv.gz';
const K = 10;
const HORIZON_DAYS = 30;
const CUT = '2011-11-01';
/** Shopping days from which a buyer's last one is foretold. */
const LEAST_DAYS = 3;

/** What is known, for whom to foretell, from when, and what they then took. */
type Split = {
  name: string;
  known: Purchase[];
  asOf: number | Map<string, number>;
  taken: Map<string, Set<string>>;
};
/** Of one buyer; `new` and `repeat` are absent where it took none such. */
type Scores = { ndcg: number; recall: number; map: number; repeat?: number; new?: number };

/**
 * `node test/bench/purchasing.ts`: what `recommend` foretells of Online Retail's buyers: the 30 days from November 2011 on, and
 * each buyer's last shopping day. Means over buyers at 10 items, with their standard errors, and the CPU time of training and
 * answering; then, on the 30 days, what keeping places for new items costs and gives, and item-kNN beside it.
 */
function main(): void {
  const shared = sharedFolder(RETAIL);
  if (shared === null) return;
  const purchases = readPurchases(join(shared, RETAIL));
  const window = windowSplit(purchases);
  report(window, 'ours', ours(window));
  const last = lastSplit(purchases);
  report(last, 'ours', ours(last));
  report(window, 'ours, 3 places for new items', ours(window, { newPlaces: 3 }));
  report(window, 'ours, new items alone', ours(window, { assortment: { only: 'new' } }));
  report(window, 'item-kNN', neighbours(window));
  report(window, 'item-kNN, new items alone', neighbours(window, 'new'));
}

/** Makes each buyer's list of SKUs. */
type Method = (customers: readonly string[]) => ReadonlyMap<string, readonly string[]>;

const ours =
  ({ known, asOf }: Split, options: Pick<RecommendOptions, 'newPlaces' | 'assortment'> = {}): Method =>
  (customers) => {
    const lists = recommend(known, { customers, k: K, asOf, ...options });
    return new Map([...lists].map(([customer, list]) => [customer, list.map(({ sku }) => sku)]));
  };

const neighbours =
  ({ known }: Split, only?: 'new'): Method =>
  (customers) =>
    itemNeighbours(known, { customers, k: K, asOf: dayNumber(CUT), ...(only && { only }) });

/** Sales of products to identified buyers; cancellations and codes that are no products are left out. */
function readPurchases(file: string): Purchase[] {
  const [header = [], ...records] = readCsv(new TextDecoder().decode(gunzipSync(readFileSync(file))));
  const place = new Map(header.map((column, at) => [column, at]));
  return records.flatMap((record) => {
    const cell = (column: string) => record[place.get(column) ?? -1] ?? '';
    const [invoice, sku, customer] = [cell('InvoiceNo'), cell('StockCode').toUpperCase(), cell('CustomerID')];
    const [quantity, price] = [Number(cell('Quantity')), Number(cell('UnitPrice'))];
    if (customer === '' || invoice.startsWith('C') || !(quantity > 0) || !(price > 0)) return [];
    if (!/^\d{5}/.test(sku)) return [];
    const day = dayNumber(cell('InvoiceDate').slice(0, 10));
    return [{ customer, sku, day, quantity, price, invoice, country: cell('Country') }];
  });
}

function windowSplit(purchases: readonly Purchase[]): Split {
  const cut = dayNumber(CUT);
  const known = purchases.filter(({ day }) => day < cut);
  const buyers = new Set(known.map(({ customer }) => customer));
  const later = purchases.filter(
    ({ day, customer }) => day >= cut && day < cut + HORIZON_DAYS && buyers.has(customer),
  );
  return { name: `${HORIZON_DAYS} days from ${CUT}`, known, asOf: cut, taken: skusByCustomer(later) };
}

function lastSplit(purchases: readonly Purchase[]): Split {
  const days = new Map<string, Set<number>>();
  for (const { customer, day } of purchases)
    days.set(customer, (days.get(customer) ?? new Set<number>()).add(day));
  const asOf = new Map(
    [...days].flatMap(([customer, its]) => (its.size < LEAST_DAYS ? [] : [[customer, Math.max(...its)]])),
  );
  const isLast = ({ customer, day }: Purchase) => asOf.get(customer) === day;
  return {
    name: 'last shopping day',
    known: purchases.filter((purchase) => !isLast(purchase)),
    asOf,
    taken: skusByCustomer(purchases.filter(isLast)),
  };
}

function skusByCustomer(purchases: readonly Purchase[]): Map<string, Set<string>> {
  const skus = new Map<string, Set<string>>();
  for (const { customer, sku } of purchases)
    skus.set(customer, (skus.get(customer) ?? new Set<string>()).add(sku));
  return skus;
}

function report({ name, known, taken }: Split, methodName: string, method: Method): void {
  const started = process.cpuUsage();
  const lists = method([...taken.keys()].sort());
  const seconds = process.cpuUsage(started).user / 1e6;
  const before = skusByCustomer(known);
  const scores = [...taken].map(([customer, skus]) =>
    scoreOf(lists.get(customer) ?? [], skus, before.get(customer) ?? new Set<string>()),
  );
  const column = (of: keyof Scores) => {
    const values = scores.flatMap((score) => score[of] ?? []);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return `${of} ${mean.toFixed(4)} ± ${(standardDeviation(values) / Math.sqrt(values.length)).toFixed(4)}`;
  };
  const columns = (['ndcg', 'recall', 'map', 'repeat', 'new'] as const).map(column).join('  ');
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${name}, ${methodName}: ${taken.size} buyers  ${columns}  ${seconds.toFixed(1)} s of CPU, peak ${peak.toFixed(0)} MiB`,
  );
}

function scoreOf(list: readonly string[], taken: ReadonlySet<string>, before: ReadonlySet<string>): Scores {
  let hits = 0;
  let gain = 0;
  let precision = 0;
  let repeats = 0;
  list.forEach((sku, i) => {
    if (!taken.has(sku)) return;
    hits++;
    gain += 1 / Math.log2(i + 2);
    precision += hits / (i + 1);
    if (before.has(sku)) repeats++;
  });
  const most = Math.min(K, taken.size);
  let ideal = 0;
  for (let i = 0; i < most; i++) ideal += 1 / Math.log2(i + 2);
  const knownTaken = [...taken].filter((sku) => before.has(sku)).length;
  return {
    ndcg: gain / ideal,
    recall: hits / taken.size,
    map: precision / most,
    ...(knownTaken > 0 ? { repeat: repeats / knownTaken } : {}),
    ...(taken.size > knownTaken ? { new: (hits - repeats) / (taken.size - knownTaken) } : {}),
  };
}

main();
