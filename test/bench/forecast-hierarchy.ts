import { forecast, minTraceShrink, sumLeaves } from '../../lib/forecasting/index.ts';
import { mean as meanOf } from '../../lib/numeric/index.ts';
import { type Base, countHits, emptyHits, printHits } from './hierarchy-coverage.ts';
import { onlineRetailPanel, type Panel, sharedPanel } from './hierarchy-panels.ts';
import { bootstrapError } from './paired-bootstrap.ts';
import { sharedFolder } from './shared-folder.ts';

/** Mean absolute error over the level's mean, and RMSSE, of every origin scored. */
type Scores = { wape: number[]; rmsse: number[] };
type Method = 'base' | 'bottom-up' | 'MinT-shrink';
type Level = 'total' | 'group' | 'leaf';

const METHODS: Method[] = ['base', 'bottom-up', 'MinT-shrink'];
const LEVELS: Level[] = ['total', 'group', 'leaf'];

/**
 * `node test/bench/forecast-hierarchy.ts [weeks] [days] [hospital] [cash]`: forecasts of leaves, groups and total by themselves (base),
 * added up (bottom-up) and reconciled (MinT-shrink), from rolling origins: errors as ratios to base with standard errors
 * over origins (bootstrap), and how often what came lay below the totals' P10 and P90, by step and for the sum of all steps.
 */
async function main(): Promise<void> {
  const shared = sharedFolder('data');
  if (shared === null) return;
  const asked = process.argv.slice(2);
  for (const [name, open] of Object.entries(panels)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const started = process.cpuUsage();
    measure(open(shared));
    const { user, system } = process.cpuUsage(started);
    console.log(`  ${((user + system) / 1e6).toFixed(0)} s of CPU\n`);
  }
}

const panels: Record<string, (shared: string) => Panel> = {
  weeks: (shared) => onlineRetailPanel(shared, 'week'),
  days: (shared) => onlineRetailPanel(shared, 'day'),
  hospital: (shared) =>
    sharedPanel(shared, 'hospital_monthly', 8, {
      name: 'hospital, months',
      period: 12,
      horizon: 6,
      errors: { from: 36, apart: 1, steps: 1 },
      testOrigins: [60, 66, 72, 78],
      blockSteps: 1,
    }),
  cash: (shared) =>
    sharedPanel(shared, 'nn5_daily', 6, {
      name: 'cash machines, days',
      period: 7,
      horizon: 14,
      errors: { from: 700, apart: 1, steps: 1 },
      testOrigins: [721, 735, 749, 763, 777],
      blockSteps: 7,
    }),
};

function measure(panel: Panel): void {
  const { tree, rows, testOrigins, horizon } = panel;
  const leaves = rows.length - tree.aggregates;
  console.log(
    `${panel.name}: ${leaves} leaves, ${tree.aggregates - 1} groups, ${testOrigins.length} origins`,
  );
  const scores = tableOf(LEVELS, () => tableOf(METHODS, (): Scores => ({ wape: [], rmsse: [] })));
  const hits = emptyHits();
  const past = pastErrors(panel);
  const intensities: number[] = [];
  for (const origin of testOrigins) {
    const bases = rows.map((values) => baseOf(panel.period, values, origin, horizon));
    const flat = Float64Array.from(bases.flatMap(({ mean }) => mean));
    const found: Record<Method, Float64Array> = {
      base: flat,
      'bottom-up': addedUp(panel, flat),
      'MinT-shrink': flat,
    };
    const times = past.origins.filter((from) => from + panel.errors.steps <= origin).length;
    const errors = Float64Array.from(past.rows.flatMap((row) => [...row.subarray(0, times)]));
    const base = { forecasts: flat, columns: horizon, errors, times };
    const reconciled = minTraceShrink(tree, base, { nonNegative: true });
    found['MinT-shrink'] = reconciled.forecasts;
    intensities.push(reconciled.intensity);
    for (const level of LEVELS)
      for (const method of METHODS) score(panel, level, origin, found[method], scores[level][method]);
    countHits(panel, { origin, bases, reconciled, errors, times }, hits);
  }
  printScores(scores);
  console.log(`  λ ${meanOf(intensities).toFixed(3)}`);
  printHits(hits);
}

function baseOf(period: number, values: Float64Array, origin: number, horizon: number): Base {
  const seen = values.subarray(0, origin);
  const first = seen.findIndex((value) => !Number.isNaN(value));
  if (first < 0) throw new Error('a row has not begun');
  const { mean, distribution } = forecast(seen.subarray(first), { horizon, period, levels: [80] });
  return { mean, distribution };
}

/** Errors of forecasts made from all that lay before their origin: ascending origins, and [rows] of one error each. */
type PastErrors = { origins: number[]; rows: Float64Array[] };

function pastErrors({ rows, errors, testOrigins, ...panel }: Panel): PastErrors {
  const last = (testOrigins.at(-1) ?? 0) - errors.steps;
  const origins: number[] = [];
  for (let origin = errors.from; origin <= last; origin += errors.apart) origins.push(origin);
  const errorOf = (values: Float64Array, origin: number) =>
    baseOf(panel.period, values, origin, errors.steps).mean.reduce(
      (sum, mean, step) => sum + values[origin + step]! - mean,
      0,
    );
  return {
    origins,
    rows: rows.map((values) => Float64Array.from(origins, (origin) => errorOf(values, origin))),
  };
}

function addedUp({ tree, horizon }: Panel, flat: Float64Array): Float64Array {
  const leaves = flat.subarray(tree.aggregates * horizon);
  const all = new Float64Array(flat.length);
  all.set(sumLeaves(tree, leaves, horizon));
  all.set(leaves, tree.aggregates * horizon);
  return all;
}

function rowsOfLevel({ tree, rows }: Panel, level: Level): [from: number, to: number] {
  if (level === 'total') return [0, 1];
  return level === 'group' ? [1, tree.aggregates] : [tree.aggregates, rows.length];
}

function score(panel: Panel, level: Level, origin: number, found: Float64Array, into: Scores): void {
  const { rows, horizon } = panel;
  const [from, to] = rowsOfLevel(panel, level);
  let absolute = 0;
  let size = 0;
  let rmsse = 0;
  for (let row = from; row < to; row++) {
    const values = rows[row]!;
    let squares = 0;
    for (let step = 0; step < horizon; step++) {
      const error = values[origin + step]! - found[row * horizon + step]!;
      absolute += Math.abs(error);
      size += values[origin + step]!;
      squares += error * error;
    }
    rmsse += Math.sqrt(squares / horizon / naiveSquare(values.subarray(0, origin)));
  }
  into.wape.push(absolute / size);
  into.rmsse.push(rmsse / (to - from));
}

function naiveSquare(values: Float64Array): number {
  let sum = 0;
  let pairs = 0;
  for (let t = 1; t < values.length; t++) {
    const step = values[t]! - values[t - 1]!;
    if (Number.isNaN(step)) continue;
    sum += step * step;
    pairs++;
  }
  return sum / pairs;
}

function printScores(scores: Record<Level, Record<Method, Scores>>): void {
  for (const level of LEVELS)
    for (const measure of ['wape', 'rmsse'] as const) {
      const base = scores[level].base[measure];
      const figures = METHODS.slice(1).map((method) => {
        const [ratio, error] = ratioWithError(scores[level][method][measure], base);
        return `${method} ${ratio.toFixed(3)} ± ${error.toFixed(3)}`;
      });
      const mean = base.reduce((sum, value) => sum + value, 0) / base.length;
      console.log(
        `  ${level.padEnd(5)} ${measure.padEnd(5)} base ${mean.toFixed(3)}; of base: ${figures.join(', ')}`,
      );
    }
}

/** Ratio of the means over origins, and its standard error. */
function ratioWithError(own: number[], base: number[]): [ratio: number, error: number] {
  const pairs = own.map((value, place): [number, number] => [value, base[place]!]);
  const ratio = (rows: readonly (readonly [number, number])[]) =>
    rows.reduce((sum, [value]) => sum + value, 0) / rows.reduce((sum, [, value]) => sum + value, 0);
  return [ratio(pairs), bootstrapError([pairs], ratio)];
}

function tableOf<Key extends string, Value>(keys: readonly Key[], value: () => Value): Record<Key, Value> {
  // every key is given one
  return Object.fromEntries(keys.map((key) => [key, value()])) as Record<Key, Value>;
}

await main();
