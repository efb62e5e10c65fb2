import { spawnSync } from 'node:child_process';
import { createRandom } from '../../lib/numeric/index.ts';
import { type DriftSeries, detectDrift, weekdayBaseline } from '../../lib/oversight/index.ts';
import { retrainBench } from './oversight-drift-retrain.ts';
import { drawSeries, KINDS } from './oversight-drift-world.ts';

// usage: npm run bench:drift [-- --many 100000]

const at = process.argv.indexOf('--many');
const MANY = at < 0 ? 100_000 : Number(process.argv[at + 1]);
const CHANGE = 120;
const NIGHTS = 60;
const LEARNT = 90;
const SERIES_OF_KIND = 8;
const FACTORS = [0.4, 0.6, 1.5, 2];

/** A drawn series, and whether its level moves on day 120. */
type Case = { series: DriftSeries; factor: number | null };

/** First night of an alarm, as days after day 120; `null` for none. */
type Delays = (number | null)[];

/** On stable series alone every alarm is false: how many come on a night? */
function stableNights(): void {
  console.log('alarms a night on stable series of 150 days');
  for (const [count, nights] of [
    [1000, 40],
    [MANY, 1],
  ] as const) {
    let spentMicros = 0;
    const alarms = Array.from({ length: nights }, (_, night) => {
      const series = Array.from({ length: count }, (_, i) =>
        withBoth(drawSeries({ kind: KINDS[i % KINDS.length]!, days: 150, seed: 7919 * night + i })),
      );
      const before = process.cpuUsage();
      const found = detectDrift(series).alarms.length;
      const { user, system } = process.cpuUsage(before);
      spentMicros += user + system;
      return found;
    });
    const all = alarms.reduce((sum, one) => sum + one, 0);
    const any = alarms.filter((one) => one > 0).length;
    console.log(
      `  ${count} series, ${nights} nights: ${all} alarms in all, on ${any} nights; ${Math.round(spentMicros / count / nights)} µs of processor time a series`,
    );
  }
}

function changes(): void {
  const cases = drawCases();
  console.log(`\n1,000 series, 500 of which move on day ${CHANGE}, ${NIGHTS} nights after it`);
  console.log(
    '  method                                    false alarms  found   median days  by 14  by 30 days',
  );
  const named = [
    ['detectDrift: forecasts and weekdays', nightly(cases, withBoth)],
    ['the same, forecasts alone', nightly(cases)],
    ['the same, weekdays alone', nightly(cases, withoutForecasts)],
  ] as const;
  for (const [name, { delays }] of named) report(name, cases, delays);
  const ours = named[0][1].delays;
  report('CUSUM, k = 0.5, h = 5 (Page 1954)', cases, cusumOf(cases, 5));
  const wanted = falseShare(cases, ours);
  let hinkley = 5;
  const hinkleyOf = () => cases.map((one) => pageHinkley(one, hinkley));
  while (falseShare(cases, hinkleyOf()) > wanted) hinkley += 0.5;
  report(`Page–Hinkley, λ = ${hinkley}: as few false`, cases, hinkleyOf());
  let limit = 5;
  while (falseShare(cases, cusumOf(cases, limit)) > wanted) limit += 0.25;
  report(`CUSUM, k = 0.5, h = ${limit}: as few false`, cases, cusumOf(cases, limit));
  console.log('  false discoveries: share of the alarms of a night');
  for (const [name, { falseShares }] of named) {
    const mean = falseShares.reduce((sum, share) => sum + share, 0) / falseShares.length;
    console.log(
      `  ${name.padEnd(42)} mean ${(100 * mean).toFixed(2)} %, most ${(100 * Math.max(...falseShares)).toFixed(2)} %`,
    );
  }
  for (const type of ['OLS-CUSUM', 'OLS-MOSUM'])
    for (const level of [0.05, 0.01]) {
      const delays = strucchange(cases, { type, level });
      if (delays === null) console.log(`  strucchange monitor ${type}: no R with strucchange here`);
      else report(`strucchange monitor ${type}, ${100 * level} %`, cases, delays);
    }
}

const cusumOf = (cases: readonly Case[], limit: number) => cases.map((one) => pageCusum(one, limit));

/** What the night knows before it has forecasts to judge: demand, and a mean by weekday that it draws from it. */
function withoutForecasts({ series, actual }: DriftSeries): DriftSeries {
  const forecast = Array.from(actual, () => Number.NaN);
  return { series, actual, forecast, baselines: [weekdayBaseline(actual)] };
}

/** And from then on: both. */
const withBoth = (series: DriftSeries): DriftSeries => ({
  ...series,
  baselines: [weekdayBaseline(series.actual)],
});

/**
 * Page–Hinkley (Page 1954; Hinkley 1971; as data-stream tools have it): errors against their own running mean, in standard deviations
 * of the first 90 days, with an allowance of 0.25.
 */
function pageHinkley({ series: { actual, forecast } }: Case, limit: number): number | null {
  const errors = Array.from(actual, (units, day) => units - forecast[day]!);
  const learnt = errors.slice(0, LEARNT);
  const centre = learnt.reduce((sum, error) => sum + error, 0) / LEARNT;
  const deviation = Math.sqrt(learnt.reduce((sum, error) => sum + (error - centre) ** 2, 0) / (LEARNT - 1));
  let [mean, up, down] = [0, 0, 0];
  for (const [day, error] of errors.entries()) {
    const z = (error - centre) / deviation;
    mean += (z - mean) / (day + 1);
    up = Math.max(0, up + z - mean - 0.25);
    down = Math.max(0, down - z + mean - 0.25);
    if (day >= CHANGE && (up > limit || down > limit)) return day - CHANGE + 1;
  }
  return null;
}

function falseShare(cases: readonly Case[], delays: Delays): number {
  return delays.filter((delay, i) => delay !== null && cases[i]!.factor === null).length / (cases.length / 2);
}

function drawCases(): Case[] {
  const random = createRandom(1);
  return Array.from({ length: 1000 }, (_, i) => {
    const factor = i % 2 === 0 ? null : FACTORS[Math.floor(random() * FACTORS.length)]!;
    const change = factor === null ? {} : { change: { at: CHANGE, factor } };
    const kind = KINDS[Math.floor(i / 2) % KINDS.length]!;
    return { factor, series: drawSeries({ kind, days: CHANGE + NIGHTS, seed: 50_000 + i, ...change }) };
  });
}

/** Our check night after night: when it first raised each series, and what share of each night's alarms was false. */
type Nights = { delays: Delays; falseShares: number[] };

function nightly(cases: readonly Case[], as: (series: DriftSeries) => DriftSeries = (one) => one): Nights {
  const falseShares: number[] = [];
  const place = new Map(cases.map(({ series }, i) => [series.series, i]));
  const delays: Delays = cases.map(() => null);
  for (let night = 1; night <= NIGHTS; night++) {
    const seen = cases
      .map(({ series }) => ({
        series: series.series,
        actual: Array.from(series.actual).slice(0, CHANGE + night),
        forecast: Array.from(series.forecast).slice(0, CHANGE + night),
      }))
      .map(as);
    const alarmed = detectDrift(seen).alarms.map(({ series }) => place.get(series)!);
    for (const one of alarmed) delays[one] ??= night;
    const wrong = alarmed.filter((one) => cases[one]!.factor === null).length;
    falseShares.push(wrong / Math.max(1, alarmed.length));
  }
  return { delays, falseShares };
}

/** Two one-sided CUSUMs of errors in standard deviations of the first 90 days. */
function pageCusum({ series: { actual, forecast } }: Case, limit: number): number | null {
  const errors = Array.from(actual, (units, day) => units - forecast[day]!);
  const learnt = errors.slice(0, LEARNT);
  const centre = learnt.reduce((sum, error) => sum + error, 0) / LEARNT;
  const deviation = Math.sqrt(learnt.reduce((sum, error) => sum + (error - centre) ** 2, 0) / (LEARNT - 1));
  let [up, down] = [0, 0];
  for (let day = CHANGE; day < errors.length; day++) {
    const z = (errors[day]! - centre) / deviation;
    up = Math.max(0, up + z - 0.5);
    down = Math.max(0, down - z - 0.5);
    if (up > limit || down > limit) return day - CHANGE + 1;
  }
  return null;
}

function strucchange(
  cases: readonly Case[],
  { type, level }: { type: string; level: number },
): Delays | null {
  const rows = cases.map(({ series: { actual, forecast } }) =>
    Array.from(actual, (units, day) => (units - forecast[day]!).toFixed(6)).join(','),
  );
  const script = `suppressMessages(library(strucchange)); d <- as.matrix(read.csv(file('stdin'), header = FALSE))
for (i in 1:nrow(d)) { x <- data.frame(y = d[i, ]); x <- x[31:${CHANGE + NIGHTS}, , drop = FALSE]; m <- monitor(mefp(y ~ 1, data = x[1:${LEARNT}, , drop = FALSE], type = '${type}', alpha = ${level}, period = 2, h = 0.5), data = x, verbose = FALSE)
cat(m$breakpoint - ${LEARNT}, '\\n') }`;
  const { status, stdout } = spawnSync('Rscript', ['-e', script], {
    input: rows.join('\n'),
    encoding: 'utf8',
  });
  if (status !== 0) return null;
  return stdout
    .trim()
    .split('\n')
    .map((line) => (line.trim() === 'NA' ? null : Number(line)));
}

function report(name: string, cases: readonly Case[], delays: Delays): void {
  const of = (wanted: (one: Case) => boolean) => delays.filter((_, i) => wanted(cases[i]!));
  const stable = of(({ factor }) => factor === null);
  const moved = of(({ factor }) => factor !== null);
  const found = moved.flatMap((delay) => (delay === null ? [] : [delay])).sort((a, b) => a - b);
  const by = (days: number) => percent(found.filter((delay) => delay <= days).length, moved.length);
  const wrong = percent(stable.filter((delay) => delay !== null).length, stable.length);
  const median = moved.length / 2 <= found.length ? String(found[Math.floor(moved.length / 2)]) : '> 60';
  console.log(
    `  ${name.padEnd(42)} ${wrong.padStart(11)} ${percent(found.length, moved.length).padStart(7)} ${median.padStart(12)} ${by(14).padStart(7)} ${by(30).padStart(6)}`,
  );
}

const percent = (count: number, total: number) => `${((100 * count) / total).toFixed(1)} %`;

changes();
stableNights();
retrainBench(SERIES_OF_KIND);
