import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { forecast } from '../../lib/forecasting/index.ts';

/** Measures of one forecast; NaN where the training data are flat. */
export type Measures = {
  smape: number;
  mase: number;
  rmsse: number;
  cov80: number;
  cov95: number;
  msis95: number;
  spl: number;
};

/** One series, the default forecast's measures and, where R was run on it, its methods' on the same steps. */
export type Row = {
  id: string;
  own: Measures;
  /** The seasonally adjusted naive forecast, against which sMAPE and MASE are relative. */
  base: Measures;
  peers: Record<string, Measures>;
  cpuMs: number;
  /** Means of the steps foretold and of what came. */
  foretold: number;
  came: number;
};

/** A file of series, measured. */
export type MeasuredSet = { name: string; rows: Row[] };

type Metrics = {
  score: (train: (number | null)[], test: number[], found: unknown, season: number) => Measures;
  naive2: (train: (number | null)[], period: number, horizon: number) => number[];
};
type Series = { id: string; train: (number | null)[]; test: number[]; period?: number };
type DataSet = { name: string; split: string; period?: number; maseM?: number; series: Series[] };
type Anchors = Record<
  string,
  { keys: string[]; series: Record<string, Record<string, (number | null)[]>> } | undefined
>;

/** A gap file has no peers, and the classics are drawn in other rooms. */
const NOT_SCORED = ['classic', 'nn5_gaps'];

/**
 * Forecast every series of the shared sets and measure the answers by the same script as the peers'.
 *
 * @param shared - folder that holds `data/forecast` and `bench/forecast`
 * @param options.names - files to read; empty: all
 * @param options.onlySampled - leave out the series that no peer was run on
 */
export async function measureSets(
  shared: string,
  options: { names: readonly string[]; onlySampled: boolean },
): Promise<MeasuredSet[]> {
  const metrics: Metrics = await import(pathToFileURL(`${shared}/bench/forecast/metrics.mjs`).href);
  const anchors: Anchors = readJson(`${shared}/bench/forecast/anchors.json`);
  const folder = `${shared}/data/forecast`;
  const names = options.names.length > 0 ? options.names : namesIn(folder);
  return names.map((name) => {
    const set: DataSet = readJson(`${folder}/${name}.json.gz`);
    const anchored = anchors[`${set.name}.${set.split}`];
    const wanted = set.series.filter(({ id }) => !options.onlySampled || anchored?.series[id]);
    const rows = wanted.map((series) => {
      const peers = Object.entries(anchored?.series[series.id] ?? {}).map(([method, figures]) => [
        method,
        Object.fromEntries(anchored?.keys.map((key, i) => [key, figures[i] ?? Number.NaN]) ?? []),
      ]);
      return { ...measure(series, set, metrics), peers: Object.fromEntries(peers) };
    });
    return { name: set.name, rows };
  });
}

/** OWA: the mean of sMAPE and MASE, each relative to that of the seasonally adjusted naive forecast. */
export function owaOf(rows: readonly Row[], measuresOf: (row: Row) => Measures | undefined): number {
  const ratio = (key: 'smape' | 'mase') =>
    meanOf(rows.map((row) => measuresOf(row)?.[key])) / meanOf(rows.map(({ base }) => base[key]));
  return (ratio('smape') + ratio('mase')) / 2;
}

/** The mean of the finite ones. */
export function meanOf(values: readonly (number | undefined)[]): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === undefined || !Number.isFinite(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .map((file) => file.replace('.json.gz', ''))
    .filter((name) => !NOT_SCORED.includes(name));
}

function measure(series: Series, set: DataSet, { score, naive2 }: Metrics): Omit<Row, 'peers'> {
  const period = series.period ?? set.period ?? 1;
  const season = set.maseM ?? period;
  const { train, test } = series;
  const values = train.map((value) => value ?? Number.NaN);
  const started = process.cpuUsage();
  const found = forecast(values, { horizon: test.length, period, levels: [80, 95] });
  const { user, system } = process.cpuUsage(started);
  const base = { mean: naive2(train, season === 1 ? 1 : period, test.length), intervals: [] };
  return {
    id: series.id,
    own: score(train, test, found, season),
    base: score(train, test, base, season),
    cpuMs: (user + system) / 1000,
    foretold: meanOf(found.mean),
    came: meanOf(test),
  };
}

function readJson<T>(file: string): T {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
}
