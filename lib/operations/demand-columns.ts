import { dayNumber, type SeriesRecord } from '../domain/index.ts';
import type { ElasticityPrior } from './demand-fit.ts';
import type { LogLinearData } from './log-linear-fit.ts';
import type { SoldOut } from './sold-out-weeks.ts';
import type { DemandWeek } from './weekly-demand.ts';

/** What is believed of a yearly wave in ln(units): its cosine and sine over the calendar year, from 1970-01-01. */
export type WavePrior = {
  cosine: { mean: number; sd: number };
  sine: { mean: number; sd: number };
};

/** Place of the elasticity, and of the wave's cosine, which its sine follows, among the coefficients. */
export const ELASTICITY_COLUMN = 0;
export const WAVE_COLUMN = 2;
/** Columns before the groups' levels. */
const SHARED_COLUMNS = 4;
const YEAR_DAYS = 365.25;
/** Weeks from which a wave can be told from a trend. */
export const WAVE_WEEKS = 60;
/** A year's trend beyond a factor of e, or a season beyond e^±1, is taken for something else. */
const CONTROL_SD = 1;
const FREE_WAVE: WavePrior = {
  cosine: { mean: 0, sd: CONTROL_SD },
  sine: { mean: 0, sd: CONTROL_SD },
};

/**
 * Lay out the columns of weekly demand: elasticity, trend per year, wave (cosine, sine), then a level for each group. Prices
 * stand about their group's mean.
 *
 * @param options.wave - what is believed of the wave of a history too short to tell; without it such a history has none
 */
export function layOutWeeks(
  weeks: readonly DemandWeek[],
  { groups, demand, start }: Pick<SeriesRecord, 'groups' | 'demand'> & { start?: string },
  { elasticity, wave }: { elasticity: ElasticityPrior; wave?: WavePrior | undefined },
): LogLinearData & { soldOut: SoldOut } {
  const columns = SHARED_COLUMNS + groups.length;
  const design = new Float64Array(weeks.length * columns);
  const oldest = weeks.reduce((most, { weeksAgo }) => Math.max(most, weeksAgo), 0);
  const told = oldest >= WAVE_WEEKS;
  const waves = told || wave !== undefined ? 1 : 0;
  const newest = (start === undefined ? 0 : dayNumber(start)) + demand.length - 1;
  const centres = groups.map((_, group) => meanOf(weeks, group));
  weeks.forEach(({ group, weeksAgo, logPrice }, row) => {
    const angle = (2 * Math.PI * (newest - 7 * weeksAgo)) / YEAR_DAYS;
    const first = row * columns;
    design[first + ELASTICITY_COLUMN] = logPrice - centres[group]!.logPrice;
    design[first + 1] = (-weeksAgo * 7) / YEAR_DAYS;
    design[first + WAVE_COLUMN] = waves * Math.cos(angle);
    design[first + WAVE_COLUMN + 1] = waves * Math.sin(angle);
    design[first + SHARED_COLUMNS + group] = 1;
  });
  const { cosine, sine } = told ? FREE_WAVE : (wave ?? FREE_WAVE);
  const valuesOf = (of: (week: DemandWeek) => number) => Float64Array.from(weeks, of);
  return {
    design,
    counts: valuesOf(({ units }) => Math.max(0, units)),
    exposure: valuesOf(({ exposure }) => exposure),
    soldOut: {
      units: valuesOf(({ soldOutUnits }) => soldOutUnits),
      exposure: valuesOf(({ soldOutExposure }) => soldOutExposure),
    },
    prior: [
      { mean: elasticity.elasticity, sd: elasticity.sd },
      { mean: 0, sd: CONTROL_SD },
      cosine,
      sine,
      ...centres.map(({ units }) => ({ mean: Math.log(units + 0.1), sd: Number.POSITIVE_INFINITY })),
    ],
  };
}

/** Add up the groups' units a week at their newest prices, trend included, season not. */
export function unitsNow(coefficients: Float64Array, weeks: readonly DemandWeek[]): number {
  return [...newestWeeks(weeks).values()].reduce((sum, { group, logPrice }) => {
    const level = coefficients[SHARED_COLUMNS + group]!;
    return (
      sum + Math.exp(level + coefficients[ELASTICITY_COLUMN]! * (logPrice - meanOf(weeks, group).logPrice))
    );
  }, 0);
}

/** [weeks] ln(price / newest price of its group) */
export function logRatiosOf(weeks: readonly DemandWeek[]): Float64Array {
  const newest = newestWeeks(weeks);
  return Float64Array.from(weeks, ({ group, logPrice }) => logPrice - newest.get(group)!.logPrice);
}

function newestWeeks(weeks: readonly DemandWeek[]): Map<number, DemandWeek> {
  const newest = new Map<number, DemandWeek>();
  for (const week of weeks)
    if (week.weeksAgo < (newest.get(week.group)?.weeksAgo ?? Number.POSITIVE_INFINITY))
      newest.set(week.group, week);
  return newest;
}

function meanOf(weeks: readonly DemandWeek[], group: number): { logPrice: number; units: number } {
  const own = weeks.filter((week) => week.group === group);
  const total = own.reduce(
    (sum, week) => ({
      logPrice: sum.logPrice + week.logPrice,
      units: sum.units + Math.max(0, week.units + week.soldOutUnits),
    }),
    { logPrice: 0, units: 0 },
  );
  const count = Math.max(1, own.length);
  return { logPrice: total.logPrice / count, units: total.units / count };
}
