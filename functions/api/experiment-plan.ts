import {
  addDays,
  type ExperimentPlanRequest,
  type ExperimentPlanView,
  InputError,
  insightKeys,
  type UnitHistories,
} from '../../lib/domain/index.ts';
import {
  type ExperimentDesign,
  planExperiment,
  powerCurve,
  smallestEffect,
} from '../../lib/oversight/index.ts';
import type { UnitHistoryTable } from '../../lib/stores/index.ts';
import type { Design } from './experiment-design.ts';
import { holidaysIn, leastWeeks, warnOf } from './experiment-holidays.ts';

type History = UnitHistories['histories'][number] & { asOf: string };

/** Weeks whose smallest effect is told. */
const TOLD_WEEKS = [2, 4, 8, 13, 26];
/** Weeks that the chance is told for: as many as an experiment is looked for. */
const CURVE_WEEKS = 26;
const USUAL_POWER = 0.8;

/**
 * Plan a test from what the units of its markets did in the last half-year; what the caller gives holds before that.
 *
 * @throws InputError where neither the caller nor the market's history says enough
 */
export async function planTest(
  histories: Pick<UnitHistoryTable, 'get'>,
  merchant: string,
  { design, asked, start }: { design: Design; asked: ExperimentPlanRequest; start: string },
): Promise<ExperimentPlanView> {
  const known = await historyOf(histories, merchant, design, asked.metric);
  const { basis, experiment } = basisOf(asked, known, design);
  const planned = planExperiment(experiment);
  const power = experiment.power ?? USUAL_POWER;
  const curve = powerCurve({ ...experiment, mostWeeks: CURVE_WEEKS });
  const weeks = Math.max(planned.weeks, Math.min(CURVE_WEEKS, await leastWeeks(design.markets, start)));
  const plan =
    weeks > planned.weeks ? { ...planned, weeks, power: curve[weeks - 1] ?? planned.power } : planned;
  const holidays = await holidaysIn(design.markets, start, addDays(start, 7 * weeks - 1));
  const { unit, cluster, why } = design;
  return {
    ...plan,
    ...{ unit, cluster, why, units: experiment.units },
    powerCurve: curve.map((chance, week) => ({ weeks: week + 1, power: rounded(chance) })),
    smallestEffects: TOLD_WEEKS.map((weeks) => ({
      weeks,
      effect: rounded(smallestEffect(experiment, weeks)),
    })),
    basis,
    ...{ start, holidays },
    sentence: `${sentenceOf({ ...plan, asked, design, wanted: power })}${warnOf(holidays)}`,
  };
}

function basisOf(asked: ExperimentPlanRequest, known: History | null, design: Design) {
  const units = asked.units ?? known?.units;
  const standardDeviation = asked.standardDeviation ?? known?.standardDeviation;
  const icc = asked.icc ?? known?.icc;
  if (units === undefined || standardDeviation === undefined || icc === undefined)
    throw new InputError(
      `nothing is known yet of ${asked.metric} in ${asked.markets.join(', ')}: its night has not measured it, or its files don't hold it. Run the market, or give units, standardDeviation and icc`,
    );
  if (units < 4)
    throw new InputError(`${units} ${design.cluster} units can take part: at least 4 are needed`);
  const preperiodCorrelation = asked.preperiodCorrelation ?? known?.preperiodCorrelation ?? 0;
  const given = [asked.units, asked.standardDeviation, asked.icc, asked.preperiodCorrelation];
  const some = given.some((value) => value !== undefined);
  const source = known === null ? ('caller' as const) : some ? ('both' as const) : ('history' as const);
  const experiment: ExperimentDesign = {
    ...{ units, standardDeviation, icc, preperiodCorrelation, minimalEffect: asked.minimalEffect },
    ...(known === null ? {} : { observationsPerWeek: known.observationsPerWeek }),
    ...(asked.aiShare === undefined ? {} : { aiShare: asked.aiShare }),
    ...(asked.power === undefined ? {} : { power: asked.power }),
  };
  const basis = { source, asOf: known?.asOf ?? null, mean: known?.mean ?? null };
  return { experiment, basis: { ...basis, standardDeviation, icc, preperiodCorrelation } };
}

/** The history of all its markets in one: their units together, each measured within its own market. */
async function historyOf(
  histories: Pick<UnitHistoryTable, 'get'>,
  merchant: string,
  { markets, unit }: Design,
  metric: ExperimentPlanRequest['metric'],
): Promise<History | null> {
  const of = unit === 'buyer' ? 'customer' : 'sku';
  const stored = await Promise.all(
    markets.map(({ market }) => histories.get(insightKeys.unitHistories(merchant, market))),
  );
  const found = stored.map((one) => {
    const history = one?.value.histories.find((each) => each.of === of && each.metric === metric);
    return history === undefined ? null : { ...history, asOf: one?.value.asOf ?? '' };
  });
  const known = found.flatMap((history) => history ?? []);
  const [first] = known;
  if (first === undefined || known.length < found.length) return null;
  const units = known.reduce((sum, history) => sum + history.units, 0);
  const mean = (value: (history: History) => number) =>
    known.reduce((sum, history) => sum + history.units * value(history), 0) / units;
  const variance = mean(({ standardDeviation }) => standardDeviation ** 2);
  return {
    ...{ of, metric, units, mean: mean((history) => history.mean) },
    standardDeviation: Math.sqrt(variance),
    icc: mean(({ icc, standardDeviation }) => icc * standardDeviation ** 2) / variance,
    preperiodCorrelation: mean((history) => history.preperiodCorrelation),
    observationsPerWeek: mean((history) => history.observationsPerWeek),
    asOf: known.reduce((least, { asOf }) => (asOf < least ? asOf : least), first.asOf),
  };
}

const NAMES = { buyer: 'buyer companies', skuMarket: 'SKUs', skuLocation: 'SKUs of a location' } as const;

function sentenceOf({
  kind,
  weeks,
  unitsPerArm: { ai, human },
  power,
  unitsNeeded,
  asked,
  design,
  wanted,
}: ReturnType<typeof planExperiment> & {
  asked: ExperimentPlanRequest;
  design: Design;
  /** The chance that is asked for. */
  wanted: number;
}): string {
  const arms = `${ai} ${NAMES[design.unit]} with the AI and ${human} with people`;
  const per = (share: number) => `${Math.floor(100 * share)} %`;
  if (kind === 'planned')
    return `${weeks} whole weeks, ${arms}, show an effect of ${asked.minimalEffect} with a chance of ${per(power)}, however often you look.`;
  const more =
    unitsNeeded === null ? 'no number of units within reach would do' : `${unitsNeeded} units would do`;
  return `Half a year with ${arms} shows an effect of ${asked.minimalEffect} with a chance of only ${per(power)}, ${per(wanted)} are wanted: ${more}. Look for a larger effect, or take in more markets.`;
}

/** Six digits say enough. */
const rounded = (value: number) => Number(value.toPrecision(6));
