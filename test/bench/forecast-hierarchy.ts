import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  addSeries,
  bottomUp,
  type CommonShares,
  type CumulativeDemand,
  commonShares,
  cumulativeDemand,
  emptyTotals,
  type ForecastDistribution,
  forecast,
  levelShocks,
  minTraceShrink,
  quantileForecast,
  type SampledTotals,
  sumLeaves,
} from '../../lib/forecasting/index.ts';
import { normalQuantile, seedFrom } from '../../lib/numeric/index.ts';
import { onlineRetailPanel, type Panel, sharedPanel } from './hierarchy-panels.ts';
import { bootstrapError } from './paired-bootstrap.ts';

/** What one row was forecast as from one origin. */
type Base = { mean: number[]; distribution: ForecastDistribution };
/** Mean absolute error over the level's mean, and RMSSE, of every origin scored. */
type Scores = { wape: number[]; rmsse: number[] };
/** Whether what came fell below P10 and P90. */
type Hits = { below10: number; below90: number; told: number };
type Method = 'base' | 'bottom-up' | 'MinT-shrink';
type Level = 'total' | 'group' | 'leaf';
type Spread = 'direct' | 'own only' | 'common' | 'MinT';

const METHODS: Method[] = ['base', 'bottom-up', 'MinT-shrink'];
const LEVELS: Level[] = ['total', 'group', 'leaf'];
const SPREADS: Spread[] = ['direct', 'own only', 'common', 'MinT'];
const PATHS = 128;
const SHOCK_TIMES = 26;

/**
 * `node test/bench/forecast-hierarchy.ts [weeks] [days] [hospital] [cash]`: forecasts of leaves, groups and total by themselves (base),
 * added up (bottom-up) and reconciled (MinT-shrink), from rolling origins: errors as ratios to base with standard errors
 * over origins (bootstrap), and how often what came lay below the totals' P10 and P90, by step and for the sum of all steps.
 */
async function main(): Promise<void> {
  const { TRADEWIND_SHARED } = process.env;
  const shared = resolve(TRADEWIND_SHARED ?? '../shared');
  if (!existsSync(`${shared}/data`)) {
    console.log(`no data in ${shared}: set TRADEWIND_SHARED`);
    return;
  }
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
  const hits = tableOf(['step', 'sum'], () =>
    tableOf(SPREADS, (): Hits => ({ below10: 0, below90: 0, told: 0 })),
  );
  const past = pastErrors(panel);
  const intensities: number[] = [];
  const shares: CommonShares[] = [];
  for (const origin of testOrigins) {
    const bases = rows.map((values) => baseOf(panel.period, values, origin, horizon));
    const flat = Float64Array.from(bases.flatMap(({ mean }) => mean));
    const found: Record<Method, Float64Array> = {
      base: flat,
      'bottom-up': addedUp(panel, flat),
      'MinT-shrink': flat,
    };
    let ratios: Float64Array | undefined;
    const times = past.origins.filter((from) => from + panel.errors.steps <= origin).length;
    if (times > 1) {
      const errors = Float64Array.from(past.rows.flatMap((row) => [...row.subarray(0, times)]));
      const reconciled = minTraceShrink(
        tree,
        { forecasts: flat, columns: horizon, errors, times },
        { nonNegative: true },
      );
      found['MinT-shrink'] = reconciled.forecasts;
      ratios = reconciled.spreadRatios;
      intensities.push(reconciled.intensity);
    }
    for (const level of LEVELS)
      for (const method of METHODS) score(panel, level, origin, found[method], scores[level][method]);
    shares.push(countHits(panel, origin, { bases, reconciled: found['MinT-shrink'], ratios }, hits));
  }
  printScores(scores, intensities.length > 0 ? METHODS : ['base', 'bottom-up']);
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  if (intensities.length > 0) console.log(`  λ ${average(intensities).toFixed(3)}`);
  console.log(
    `  shares in common: market ${average(shares.map(({ market }) => market)).toFixed(3)}, group ${average(shares.map(({ group }) => group)).toFixed(3)}`,
  );
  for (const [what, bySpread] of Object.entries(hits))
    for (const spread of SPREADS) {
      const { below10, below90, told } = bySpread[spread];
      if (told === 0) continue;
      console.log(
        `  ${what.padEnd(5)} ${spread.padEnd(9)} below P10 ${(below10 / told).toFixed(2)}, below P90 ${(below90 / told).toFixed(2)} (${told})`,
      );
    }
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

type Forecasts = { bases: Base[]; reconciled: Float64Array; ratios: Float64Array | undefined };

/** Count for the total and every group whether what came lay below P10 and P90. @returns the shares estimated */
function countHits(
  panel: Panel,
  origin: number,
  { bases, reconciled, ratios }: Forecasts,
  hits: Record<'step' | 'sum', Record<Spread, Hits>>,
): CommonShares {
  const { tree, rows, horizon } = panel;
  const groups = groupTotals(panel, origin, bases);
  const shares = commonShares(groups.map(({ totals }) => totals));
  const options = { probabilities: [0.1, 0.9], blockSteps: 1, seed: 7 };
  const bySpread = {
    common: bottomUp(groups, { ...options, shares }),
    'own only': bottomUp(groups, { ...options, shares: { market: 0, group: 0 } }),
  };
  for (let row = 0; row < tree.aggregates; row++) {
    const came = rows[row]!.subarray(origin, origin + horizon);
    const total = came.reduce((sum, value) => sum + value, 0);
    const { distribution } = bases[row]!;
    const [p10, p90] = [quantileForecast(distribution, 0.1), quantileForecast(distribution, 0.9)];
    const direct = cumulativeDemand(distribution, horizon, [0.1, 0.9], { seed: row + 1 });
    for (const [step, value] of came.entries()) hit(hits.step.direct, value, p10[step]!, p90[step]!);
    hitSum(hits.sum.direct, total, direct);
    for (const spread of ['common', 'own only'] as const) {
      const told = row === 0 ? bySpread[spread].market : bySpread[spread].groups[row - 1]!;
      const [low = [], high = []] = told.quantiles;
      for (const [step, value] of came.entries()) hit(hits.step[spread], value, low[step]!, high[step]!);
      hitSum(hits.sum[spread], total, told.cumulative.at(-1)!);
    }
    if (ratios === undefined) continue;
    came.forEach((value, step) => {
      const sd = ((p90[step]! - p10[step]!) / 2 / normalQuantile(0.9)) * ratios[row]!;
      const mean = reconciled[row * horizon + step]!;
      hit(hits.step.MinT, value, mean - normalQuantile(0.9) * sd, mean + normalQuantile(0.9) * sd);
    });
  }
  return shares;
}

function groupTotals(
  { tree, rows, horizon, blockSteps }: Panel,
  origin: number,
  bases: Base[],
): { totals: SampledTotals; seed: number }[] {
  const groups = Array.from({ length: tree.aggregates - 1 }, (_, group) => ({
    totals: emptyTotals({ days: horizon, paths: PATHS, times: SHOCK_TIMES }),
    seed: seedFrom(1, `group ${group}`),
  }));
  for (let row = tree.aggregates; row < rows.length; row++) {
    const group = tree.ancestors[(row - tree.aggregates) * tree.levels + 1]! - 1;
    const shocks = levelShocks(rows[row]!.subarray(0, origin), blockSteps, SHOCK_TIMES);
    addSeries(groups[group]!.totals, { ...bases[row]!, shocks, seed: seedFrom(1, `leaf ${row}`) });
  }
  return groups;
}

function hit(into: Hits, value: number, p10: number, p90: number): void {
  if (value < p10) into.below10++;
  if (value < p90) into.below90++;
  into.told++;
}

function hitSum(
  into: Hits,
  total: number,
  { quantiles: [p10 = 0, p90 = 0] }: Pick<CumulativeDemand, 'quantiles'>,
): void {
  hit(into, total, p10, p90);
}

function printScores(scores: Record<Level, Record<Method, Scores>>, methods: Method[]): void {
  for (const level of LEVELS)
    for (const measure of ['wape', 'rmsse'] as const) {
      const base = scores[level].base[measure];
      const figures = methods.slice(1).map((method) => {
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
