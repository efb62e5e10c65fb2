import { drawArms } from '../../functions/plan/draw-arms.ts';
import { endOf } from '../../functions/report/compare-experiments.ts';
import { lookAt } from '../../functions/report/experiment-look.ts';
import { addDays, type Experiment, type ExperimentMetric } from '../../lib/domain/index.ts';
import { createRandom, type Random, sampleGamma, standardNormal } from '../../lib/numeric/index.ts';
import { powerCurve, type UnitWeeks, unitHistory } from '../../lib/oversight/index.ts';
import type { ClusterOutcome, Measured } from '../../lib/stores/index.ts';
import { aMarket } from '../domain/a-market.ts';

/** A market whose SKUs are tested, night after night, by the code of the night. */
export type NightWorld = {
  units: number;
  /** Of a unit's week of revenue about its mean of 100: how far it scatters, and the share of the variance that stays with the unit. */
  standardDeviation: number;
  icc: number;
  /** What the AI adds to a unit's week. */
  effect: number;
  weeks: number;
  /** Units' levels are gamma with a skewness of 2 instead of normal. */
  skewed?: boolean;
  /** A margin that scatters by itself is guarded, one per cent of it tolerated. */
  guarded?: boolean;
};

/** What a test came to, and what the market's own past promised of it. */
export type NightsOutcome = {
  /** The verdict of the night that ended it, or of the first that called a difference. */
  verdict: Experiment['looks'][number]['verdict'];
  /** Days from the start to the first night that called a difference; `null` where none did. */
  calledOn: number | null;
  /** By the calculator from 26 weeks of these units; NaN where it was not asked. */
  promised: number;
};

const START = '2025-03-10';
const MARKET = aMarket();
const HISTORY_WEEKS = 26;
const PAST_WEEKS = 13;
const WEEKDAYS = [1.1, 1.1, 1.1, 1.1, 1, 0.8, 0.8];
const MARGIN = 30;

/** Draw the arms, then look every night as `report` does, until the test ends. */
export function runNights(world: NightWorld, seed: number, { plan = false } = {}): NightsOutcome {
  const random = createRandom(seed);
  const experiment = anExperiment(world, `test-${seed}`);
  const units = openUnits(world, experiment, random);
  const promised = plan ? promisedBy(world, experiment, units, random) : skipHistory(units, random);
  const minimal = { verdict: 'no difference shown' as const, calledOn: null, promised };
  for (let day = 1; day <= 7 * world.weeks; day++) {
    for (const unit of units) tradeDay(unit, { world, day, random });
    // without guards the days since the last whole week count nowhere: the look would be that of the night before
    if (world.guarded !== true && day % 7 !== 0) continue;
    const asOf = addDays(START, day - 1);
    const look = lookAt(experiment, (metric) => units.map((unit) => outcomeOf(unit, metric)), asOf);
    const called = look.verdict === 'better' || look.verdict === 'worse';
    const ended = endOf(experiment, look, { at: `${asOf}T03:00:00Z`, market: 'de', asOf });
    if (called) return { verdict: look.verdict, calledOn: day, promised };
    if (ended !== undefined) return { ...minimal, verdict: look.verdict };
  }
  return minimal;
}

function anExperiment({ weeks, guarded = false, effect }: NightWorld, id: string): Experiment {
  return {
    ...{
      id,
      name: id,
      kind: 'orders',
      markets: ['de'],
      metric: 'revenue',
      aiShare: 0.5,
      unit: 'skuLocation',
    },
    ...{ cluster: 'SKU × location', why: '', currency: 'EUR', weeks, start: START, state: 'running' },
    minimalEffect: effect > 0 ? effect : 10,
    guards: guarded ? [{ metric: 'margin', tolerated: 0.3 }] : [],
    end: addDays(START, 7 * weeks - 1),
    ...{ createdAt: `${addDays(START, -3)}T09:00:00Z`, author: 'anna', looks: [], strata: [] },
  };
}

type Unit = ReturnType<typeof openUnits>[number];

function openUnits(
  { units, icc, standardDeviation, skewed }: NightWorld,
  experiment: Experiment,
  random: Random,
) {
  const skus = Array.from({ length: units }, (_, n) => ({
    ...{ unit: `s${n}`, cluster: `${MARKET.location}/s${n}`, stratum: `de:${'ABC'[n % 3]}`, active: true },
  }));
  const asOf = addDays(START, -1);
  const drawn = drawArms({
    ...{ run: { merchant: 'bench', market: 'de', asOf, runId: `de-${asOf}` }, market: MARKET, skus },
    ...{ locationMarkets: ['de'], buyers: [], experiments: [experiment], holdoutShare: 0 },
    drawnBefore: () => [],
  });
  return drawn
    .filter(({ kind }) => kind === 'sku')
    .map(({ arm, stratum, cluster }) => {
      const standing = skewed === true ? sampleGamma(random, 1) - 1 : standardNormal(random);
      return {
        ...{ arm, stratum, cluster, late: false, level: 100 + Math.sqrt(icc) * standardDeviation * standing },
        ...{ before: nothing(), whole: nothing(), rest: nothing() },
        margin: { before: nothing(), whole: nothing(), rest: nothing() },
        noise: Math.sqrt(1 - icc) * standardDeviation,
      };
    });
}

const nothing = (): Measured => ({ value: 0, size: 0 });

/** Six months by week, of which the last half is the pre-period; what the calculator makes of them. */
function promisedBy(world: NightWorld, { minimalEffect }: Experiment, units: Unit[], random: Random): number {
  const weeks = units.map(({ level, noise }) =>
    Array.from({ length: HISTORY_WEEKS }, () => level + noise * standardNormal(random)),
  );
  units.forEach((unit, n) => {
    unit.before = { value: sum(weeks[n]!.slice(HISTORY_WEEKS - PAST_WEEKS)), size: PAST_WEEKS };
  });
  const of = (value: (own: number[]) => number) => weeks.map(value);
  const past: UnitWeeks = {
    weeks: of(() => HISTORY_WEEKS),
    sum: of(sum),
    squares: of((own) => sum(own.map((value) => value ** 2))),
    firstMean: of((own) => sum(own.slice(0, PAST_WEEKS)) / PAST_WEEKS),
    lastMean: of((own) => sum(own.slice(PAST_WEEKS)) / PAST_WEEKS),
  };
  const history = unitHistory(past, { cut: true, span: HISTORY_WEEKS });
  if (history === null) throw new Error('nothing varies');
  const curve = powerCurve({ ...history, minimalEffect, mostWeeks: world.weeks });
  return curve.at(-1) ?? Number.NaN;
}

function skipHistory(units: Unit[], random: Random): number {
  for (const unit of units) {
    const mean = unit.level + (unit.noise * standardNormal(random)) / Math.sqrt(PAST_WEEKS);
    unit.before = { value: mean * PAST_WEEKS, size: PAST_WEEKS };
  }
  return Number.NaN;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function tradeDay(
  unit: Unit,
  { world, day, random }: { world: NightWorld; day: number; random: Random },
): void {
  const gain = unit.arm === 'ai' ? world.effect : 0;
  const value =
    ((unit.level + gain) / 7) * WEEKDAYS[(day - 1) % 7]! +
    (unit.noise / Math.sqrt(7)) * standardNormal(random);
  add(unit, { value, size: 1 / 7 }, day);
  if (world.guarded !== true) return;
  const margin = MARGIN / 7 + (0.3 * unit.noise * standardNormal(random)) / Math.sqrt(7);
  add(unit.margin, { value: margin, size: 1 / 7 }, day);
}

/** As the lake adds up: days of a week under way lie apart from whole weeks. */
function add(spans: { whole: Measured; rest: Measured }, { value, size }: Measured, day: number): void {
  spans.rest.value += value;
  spans.rest.size += size;
  if (day % 7 !== 0) return;
  spans.whole = { value: spans.whole.value + spans.rest.value, size: spans.whole.size + spans.rest.size };
  spans.rest = nothing();
}

function outcomeOf(
  { cluster, arm, stratum, late, margin, ...revenue }: Unit,
  metric: ExperimentMetric,
): ClusterOutcome {
  const { before, whole, rest } = metric === 'margin' ? margin : revenue;
  return { cluster, arm, stratum, late, before, whole, rest };
}
