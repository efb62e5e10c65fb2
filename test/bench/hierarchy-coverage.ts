import {
  addSeries,
  bottomUp,
  type CommonShares,
  commonShares,
  cumulativeDemand,
  emptyTotals,
  type ForecastDistribution,
  levelShocks,
  quantileForecast,
  type Reconciled,
  type SampledTotals,
} from '../../lib/forecasting/index.ts';
import { mean as meanOf, seedFrom } from '../../lib/numeric/index.ts';
import type { Panel } from './hierarchy-panels.ts';

/** What one row was forecast as from one origin. */
export type Base = { mean: number[]; distribution: ForecastDistribution };

/**
 * Where a total's quantiles come from: its own forecast; its series' futures, each by itself, with common factors by their shocks,
 * or by the errors of real past forecasts; the reconciled mean with a normal spread.
 */
const SPREADS = ['direct', 'each by itself', 'common by shocks', 'common by errors', 'MinT'] as const;
type Spread = (typeof SPREADS)[number];

/** Whether what came lay below P10 and P90. */
type Hits = { below10: number; below90: number; told: number };
type HitsBySpread = Record<Spread, Hits>;
/** Of single steps and of the sum of all steps, and the shares that were estimated. */
export type AllHits = {
  step: HitsBySpread;
  sum: HitsBySpread;
  shares: Record<'common by shocks' | 'common by errors', CommonShares[]>;
};

/** Start counting. */
export function emptyHits(): AllHits {
  // every spread is given its own
  const bySpread = () =>
    Object.fromEntries(
      SPREADS.map((spread) => [spread, { below10: 0, below90: 0, told: 0 }]),
    ) as HitsBySpread;
  return { step: bySpread(), sum: bySpread(), shares: { 'common by shocks': [], 'common by errors': [] } };
}

/** One origin: forecasts and the errors of earlier ones, rows as the panel has them. */
export type Origin = {
  origin: number;
  bases: Base[];
  reconciled: Reconciled;
  /** [rows × times] */
  errors: Float64Array;
  times: number;
};

/** Count for the total and every group whether what came lay below P10 and P90. */
export function countHits(panel: Panel, at: Origin, hits: AllHits): void {
  const { tree, rows, horizon } = panel;
  const groups = groupTotals(panel, at, shocksOfLevel(panel, at));
  const shares = {
    'each by itself': { market: 0, group: 0 },
    'common by shocks': sharesOf(groups),
    'common by errors': sharesOf(groupTotals(panel, at, pastErrors(panel, at), { days: 1, paths: 1 })),
  };
  const options = { probabilities: [0.1, 0.9], blockSteps: 1, seed: 7 };
  for (const [spread, common] of entriesOf(shares)) {
    if (spread !== 'each by itself') hits.shares[spread].push(common);
    const told = bottomUp(groups, { ...options, shares: common });
    [told.market, ...told.groups].forEach((total, row) => {
      const came = rows[row]!.subarray(at.origin, at.origin + horizon);
      const [low = [], high = []] = total.quantiles;
      for (const [step, value] of came.entries()) hit(hits.step[spread], value, [low[step]!, high[step]!]);
      hit(hits.sum[spread], sumOf(came), total.cumulative.at(-1)!.quantiles);
    });
  }
  for (let row = 0; row < tree.aggregates; row++) countDirect(panel, at, row, hits);
}

function countDirect(
  { rows, horizon }: Panel,
  { origin, bases, reconciled }: Origin,
  row: number,
  hits: AllHits,
): void {
  const came = rows[row]!.subarray(origin, origin + horizon);
  const { distribution } = bases[row]!;
  const p10 = quantileForecast(distribution, 0.1);
  const p90 = quantileForecast(distribution, 0.9);
  const direct = cumulativeDemand(distribution, horizon, [0.1, 0.9], { seed: row + 1 });
  hit(hits.sum.direct, sumOf(came), direct.quantiles);
  for (const [step, value] of came.entries()) {
    hit(hits.step.direct, value, [p10[step]!, p90[step]!]);
    const half = ((p90[step]! - p10[step]!) / 2) * reconciled.spreadRatios[row]!;
    const mean = reconciled.forecasts[row * horizon + step]!;
    hit(hits.step.MinT, value, [mean - half, mean + half]);
  }
}

/** Weeks or steps of shocks, as the product takes. */
const SHOCK_TIMES = 52;
const PATHS = 128;

function groupTotals(
  { tree, rows, horizon }: Panel,
  { bases }: Origin,
  shocksOf: (row: number) => Float64Array,
  { days, paths } = { days: horizon, paths: PATHS },
): { totals: SampledTotals; seed: number }[] {
  const times = shocksOf(tree.aggregates).length;
  const groups = Array.from({ length: tree.aggregates - 1 }, (_, group) => ({
    totals: emptyTotals({ days, paths, times }),
    seed: seedFrom(1, `group ${group}`),
  }));
  for (let row = tree.aggregates; row < rows.length; row++) {
    const group = tree.ancestors[(row - tree.aggregates) * tree.levels + 1]! - 1;
    const seed = seedFrom(1, `leaf ${row}`);
    addSeries(groups[group]!.totals, { ...bases[row]!, shocks: shocksOf(row), seed });
  }
  return groups;
}

const shocksOfLevel =
  ({ rows, blockSteps }: Panel, { origin }: Origin) =>
  (row: number) =>
    levelShocks(rows[row]!.subarray(0, origin), blockSteps, SHOCK_TIMES);

const pastErrors =
  (_: Panel, { errors, times }: Origin) =>
  (row: number) =>
    errors.subarray(row * times, (row + 1) * times);

const sharesOf = (groups: readonly { totals: SampledTotals }[]) =>
  commonShares(groups.map(({ totals }) => totals));

function hit(into: Hits, value: number, [p10 = 0, p90 = 0]: readonly number[]): void {
  if (value < p10) into.below10++;
  if (value < p90) into.below90++;
  into.told++;
}

/** Print how often what came lay below the quantiles of the total and the groups. */
export function printHits({ step, sum, shares }: AllHits): void {
  for (const [name, found] of entriesOf(shares))
    console.log(
      `  shares ${name}: market ${meanOf(found.map(({ market }) => market)).toFixed(3)}, group ${meanOf(found.map(({ group }) => group)).toFixed(3)}`,
    );
  for (const [what, bySpread] of Object.entries({ step, sum }))
    for (const [spread, { below10, below90, told }] of entriesOf(bySpread)) {
      if (told === 0) continue;
      const share = (count: number) => (count / told).toFixed(2);
      console.log(
        `  ${what.padEnd(5)} ${spread.padEnd(17)} below P10 ${share(below10)}, below P90 ${share(below90)} (${told})`,
      );
    }
}

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

// the keys of these records are known by their types; Object.entries forgets that
const entriesOf = <Key extends string, Value>(record: Record<Key, Value>) =>
  Object.entries(record) as [Key, Value][];
