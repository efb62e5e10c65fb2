import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { forecast } from '../../lib/forecasting/index.ts';

/** Measures of one forecast; NaN where the training data are flat. */
type Measures = {
  smape: number;
  mase: number;
  rmsse: number;
  cov80: number;
  cov95: number;
  msis95: number;
  spl: number;
};
type Metrics = {
  score: (train: (number | null)[], test: number[], found: unknown, season: number) => Measures;
  naive2: (train: (number | null)[], period: number, horizon: number) => number[];
};
type Series = { id: string; train: (number | null)[]; test: number[]; period?: number };
type DataSet = { name: string; split: string; period?: number; maseM?: number; series: Series[] };
/** By set, series and method: sMAPE, MASE, RMSSE, coverages, MSIS, pinball, ms. */
type Anchors = Record<string, { series: Record<string, Record<string, (number | null)[]>> }>;
type Row = { id: string; own: Measures; base: Measures; cpuMs: number };

const PEERS = ['theta', 'ets', 'arima', 'comb3'] as const;

/**
 * `node test/bench/forecast-sets.ts [set,set …] [--sampled]`: score the default forecast on the shared sets, all series, the
 * even and the odd ones apart, beside the figures of R's forecast package on the series it was run on.
 */
async function main(): Promise<void> {
  const { TRADEWIND_SHARED } = process.env;
  const shared = resolve(TRADEWIND_SHARED ?? '../shared');
  if (!existsSync(`${shared}/data/forecast`)) {
    console.log(`no data in ${shared}: set TRADEWIND_SHARED`);
    return;
  }
  const metrics: Metrics = await import(pathToFileURL(`${shared}/bench/forecast/metrics.mjs`).href);
  const anchors: Anchors = readJson(`${shared}/bench/forecast/anchors.json`);
  const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const names =
    asked.length > 0 ? asked.flatMap((list) => list.split(',')) : namesIn(`${shared}/data/forecast`);
  const pooled: { own: number[][]; peer: number[][] } = { own: [], peer: [] };
  for (const name of names) {
    const set: DataSet = readJson(`${shared}/data/forecast/${name}.json.gz`);
    const peers = anchors[`${set.name}.${set.split}`]?.series ?? {};
    const wanted = set.series.filter(({ id }) => !process.argv.includes('--sampled') || peers[id]);
    const rows = wanted.map((series) => measure(series, set, metrics));
    print(set, rows, peers);
    for (const { id, own, base } of rows) {
      const comb3 = peers[id]?.[PEERS[3]];
      if (!comb3) continue;
      pooled.own.push([own.smape, own.mase, base.smape, base.mase]);
      pooled.peer.push([comb3[0] ?? Number.NaN, comb3[1] ?? Number.NaN, base.smape, base.mase]);
    }
  }
  const poolOf = (rows: number[][]) => relative(rows).toFixed(3);
  console.log(
    `pooled over ${pooled.own.length} series that comb3 was run on: ${poolOf(pooled.own)}, comb3 ${poolOf(pooled.peer)}`,
  );
}

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .map((file) => file.replace('.json.gz', ''))
    .filter((name) => name !== 'classic' && name !== 'nn5_gaps');
}

function measure(series: Series, set: DataSet, { score, naive2 }: Metrics): Row {
  const period = series.period ?? set.period ?? 1;
  const season = set.maseM ?? period;
  const { train, test } = series;
  const started = process.cpuUsage();
  const found = forecast(
    train.map((value) => value ?? Number.NaN),
    { horizon: test.length, period, levels: [80, 95] },
  );
  const { user, system } = process.cpuUsage(started);
  const base = { mean: naive2(train, season === 1 ? 1 : period, test.length), intervals: [] };
  return {
    id: series.id,
    own: score(train, test, found, season),
    base: score(train, test, base, season),
    cpuMs: (user + system) / 1000,
  };
}

function print(set: DataSet, rows: Row[], peers: Anchors[string]['series']): void {
  const sampled = rows.filter(({ id }) => peers[id]);
  const owa = (part: Row[]) =>
    relative(part.map(({ own, base }) => [own.smape, own.mase, base.smape, base.mase])).toFixed(3);
  const coverage = (of: 'cov80' | 'cov95') => {
    const values = rows.map(({ own }) => own[of]);
    const centre = mean(values);
    const error = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)) / values.length);
    return `${centre.toFixed(3)}±${error.toFixed(3)}`;
  };
  const half = (remainder: number) => rows.filter((_, i) => i % 2 === remainder);
  const average = (of: keyof Measures) => mean(rows.map(({ own }) => own[of])).toFixed(3);
  console.log(
    `${set.name.padEnd(22)} n=${String(rows.length).padStart(3)}  OWA ${owa(rows)} (even ${owa(half(0))}, odd ${owa(half(1))})  ` +
      `80 % ${coverage('cov80')}  95 % ${coverage('cov95')}  RMSSE ${average('rmsse')}  MSIS ${average('msis95')}  pinball ${average('spl')}  ` +
      `${mean(rows.map(({ cpuMs }) => cpuMs)).toFixed(1)} ms of CPU`,
  );
  if (sampled.length === 0) return;
  const figures = PEERS.map((peer) => {
    const have = sampled.flatMap(({ id, base }) => {
      const scores = peers[id]?.[peer];
      return scores ? [[scores[0] ?? Number.NaN, scores[1] ?? Number.NaN, base.smape, base.mase]] : [];
    });
    return have.length === 0 ? '' : `${peer} ${relative(have).toFixed(3)}`;
  });
  console.log(`${' '.repeat(22)} on ${sampled.length} sampled: own ${owa(sampled)}  ${figures.join('  ')}`);
}

/** OWA: the mean of sMAPE and MASE, each relative to that of the seasonally adjusted naive forecast. */
function relative(rows: number[][]): number {
  const column = (i: number) => mean(rows.map((row) => row[i] ?? Number.NaN));
  return (column(0) / column(2) + column(1) / column(3)) / 2;
}

function mean(values: number[]): number {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function readJson<T>(file: string): T {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
}

await main();
