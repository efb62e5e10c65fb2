import type { OwnAnswer, SeriesRecord } from '../domain/index.ts';
import { ELASTICITY_COLUMN, layOutWeeks, WAVE_COLUMN, WAVE_WEEKS, type WavePrior } from './demand-columns.ts';
import { countMoves, FEWEST_WEEKS } from './demand-fit.ts';
import { fitSoldOutWeeks } from './sold-out-weeks.ts';
import { weeklyDemand } from './weekly-demand.ts';

/** So wide that the data alone speak. */
const FLAT_SD = 10;
const FLAT_WAVE: WavePrior = { cosine: { mean: 0, sd: FLAT_SD }, sine: { mean: 0, sd: FLAT_SD } };
/** An error from which an elasticity says nothing that its sign would not. */
const LARGEST_ERROR = 5;

/**
 * Estimate how a SKU's demand answers to price by its own data alone: what it adds to its category, where nothing may
 * come in that was borrowed from there.
 *
 * @param told - the elasticity that list price and cost tell (`listPricePrior`), where they are known
 * @returns `null` where its data can't tell: paid prices, no price move, few weeks, or an error above 5
 */
export function ownAnswer(record: SeriesRecord, told: number | null): OwnAnswer | null {
  const days = record.demand.length;
  if (record.priceSource === 'paid' || countMoves(record.groups, days) === 0) return null;
  const weeks = weeklyDemand(record.groups, days, new Set(record.censoredDays));
  const counted = new Set(weeks.map(({ weeksAgo }) => weeksAgo)).size;
  if (counted < FEWEST_WEEKS) return null;
  const flat = { elasticity: -2, sd: FLAT_SD };
  const data = layOutWeeks(weeks, record, { elasticity: flat });
  const prior = data.prior.map((own, column) =>
    column === WAVE_COLUMN ? FLAT_WAVE.cosine : column === WAVE_COLUMN + 1 ? FLAT_WAVE.sine : own,
  );
  const none = { logPrices: data.counts, knots: [], prior: NO_BEND };
  const { fit } = fitSoldOutWeeks({ ...data, prior }, data.soldOut, none)[0]!;
  const estimateOf = (column: number) => ({
    value: fit.coefficients[column]!,
    standardError: fit.standardErrors[column]!,
  });
  const elasticity = estimateOf(ELASTICITY_COLUMN);
  if (!(elasticity.standardError > 0 && elasticity.standardError < LARGEST_ERROR)) return null;
  const cosine = estimateOf(WAVE_COLUMN);
  const sine = estimateOf(WAVE_COLUMN + 1);
  const oldest = weeks.reduce((most, { weeksAgo }) => Math.max(most, weeksAgo), 0);
  const hasWave = oldest >= WAVE_WEEKS && cosine.standardError > 0 && sine.standardError > 0;
  return {
    sku: record.sku,
    category: record.product.category,
    weeks: counted,
    elasticity,
    told,
    wave: hasWave ? { cosine, sine } : null,
  };
}

const NO_BEND = { chance: 0, below: { mean: 0, sd: 1 }, change: { mean: 0, sd: 1 } };
