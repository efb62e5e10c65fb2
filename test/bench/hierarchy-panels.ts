import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readCsv } from '../../infra/local/demo/read-csv.ts';
import { dayNumber } from '../../lib/domain/index.ts';
import { sumLeaves, type Tree } from '../../lib/forecasting/index.ts';

/** Series of a hierarchy over the same steps, and from where they are forecast. */
export type Panel = {
  name: string;
  tree: Tree;
  /** Aggregates first: the total, then the groups, then the leaves; each [steps], NaN before a leaf began. */
  rows: Float64Array[];
  period: number;
  horizon: number;
  /** Origins from which the errors are taken that tell the covariance: the first, how far apart, of the sum of how many steps. */
  errors: { from: number; apart: number; steps: number };
  /** Origins that are scored, `horizon` apart. */
  testOrigins: number[];
  /** Steps whose sums tell the shocks: a week of days. */
  blockSteps: number;
};

type Plan = Omit<Panel, 'tree' | 'rows'>;

/** Build a panel: a total over groups over leaves. */
function panelOf(leaves: { group: string; values: Float64Array }[], plan: Plan): Panel {
  const groups = [...new Set(leaves.map(({ group }) => group))].sort();
  const tree: Tree = {
    aggregates: 1 + groups.length,
    levels: 2,
    ancestors: Int32Array.from(leaves.flatMap(({ group }) => [0, 1 + groups.indexOf(group)])),
  };
  const steps = leaves[0]?.values.length ?? 0;
  const bottom = Float64Array.from(
    leaves.flatMap(({ values }) => [...values]),
    (value) => value || 0,
  );
  const sums = sumLeaves(tree, bottom, steps);
  const rows = Array.from({ length: tree.aggregates }, (_, a) => sums.subarray(a * steps, (a + 1) * steps));
  return { ...plan, tree, rows: [...rows, ...leaves.map(({ values }) => values)] };
}

type Sale = { sku: string; day: number; units: number };

/**
 * Online Retail (Chen 2015), units a week or a day of SKUs that sold in at least eight of the first 20 weeks, in groups by the first two
 * characters of their code; those with fewer than 20 SKUs are one group. Lines that were cancelled whole are left out.
 */
export function onlineRetailPanel(shared: string, step: 'week' | 'day'): Panel {
  const sales = readSales(`${shared}/data/retail/online-retail.csv.gz`);
  const start = sales.reduce((first, { day }) => Math.min(first, day), Number.POSITIVE_INFINITY);
  const days = 53 * 7;
  const bySku = [...Map.groupBy(sales, ({ sku }) => sku)].sort(([a], [b]) => (a < b ? -1 : 1));
  const leaves = bySku.flatMap(([sku, ofSku]) => {
    const early = new Set(ofSku.map(({ day }) => Math.floor((day - start) / 7)).filter((week) => week < 20));
    if (early.size < 8) return [];
    const size = step === 'week' ? 7 : 1;
    const values = new Float64Array(days / size);
    for (const { day, units } of ofSku)
      if (day - start < days) values[Math.floor((day - start) / size)]! += units;
    return [{ group: sku.slice(0, 2), values: fromFirstSale(values) }];
  });
  const counts = Map.groupBy(leaves, ({ group }) => group);
  const grouped = leaves.map(({ group, values }) => ({
    group: (counts.get(group)?.length ?? 0) < 20 ? 'other' : group,
    values,
  }));
  return step === 'week'
    ? panelOf(grouped, {
        name: 'online retail, weeks',
        period: 1,
        horizon: 4,
        errors: { from: 20, apart: 1, steps: 1 },
        testOrigins: [28, 32, 36, 40, 44, 48],
        blockSteps: 1,
      })
    : panelOf(grouped, {
        name: 'online retail, days',
        period: 7,
        horizon: 56,
        // four days apart: every weekday comes up, and the bench ends within minutes
        errors: { from: 22 * 7, apart: 4, steps: 7 },
        testOrigins: [29, 33, 37, 41, 45].map((week) => week * 7),
        blockSteps: 7,
      });
}

/** A shared set of series of one length, in groups of neighbouring names (the sets tell no others). */
export function sharedPanel(shared: string, set: string, groups: number, plan: Plan): Panel {
  const { series }: { series: { id: string; train: (number | null)[]; test: number[] }[] } = JSON.parse(
    gunzipSync(readFileSync(`${shared}/data/forecast/${set}.json.gz`)).toString(),
  );
  const sorted = series.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const leaves = sorted.map(({ train, test }, i) => ({
    group: String(Math.floor((i * groups) / sorted.length)).padStart(2, '0'),
    values: Float64Array.from([...train, ...test], (value) => value ?? 0),
  }));
  return panelOf(leaves, plan);
}

function readSales(path: string): Sale[] {
  const [header = [], ...records] = readCsv(gunzipSync(readFileSync(path)).toString());
  const cell = (record: string[], name: string) => record[header.indexOf(name)] ?? '';
  const lines = records.filter((record) => /^[0-9]{5}/.test(cell(record, 'StockCode')));
  const nameOf = (record: string[]) =>
    `${cell(record, 'CustomerID')} ${cell(record, 'StockCode').toUpperCase()} ${Math.abs(Number(cell(record, 'Quantity')))}`;
  const cancelled = new Map<string, number>();
  for (const record of lines) {
    if (!cell(record, 'InvoiceNo').startsWith('C')) continue;
    cancelled.set(nameOf(record), (cancelled.get(nameOf(record)) ?? 0) + 1);
  }
  const sales: Sale[] = [];
  for (const record of lines) {
    const units = Number(cell(record, 'Quantity'));
    if (cell(record, 'InvoiceNo').startsWith('C') || !(units > 0)) continue;
    const left = cancelled.get(nameOf(record)) ?? 0;
    if (left > 0) cancelled.set(nameOf(record), left - 1);
    else
      sales.push({
        sku: cell(record, 'StockCode').toUpperCase(),
        day: dayNumber(cell(record, 'InvoiceDate').slice(0, 10)),
        units,
      });
  }
  return sales;
}

function fromFirstSale(values: Float64Array): Float64Array {
  const first = values.findIndex((value) => value > 0);
  return values.map((value, t) => (t < first ? Number.NaN : value));
}
