import type { ContestHistory, StockRules } from '../../../lib/forecasting/index.ts';
import { createRandom, standardNormal } from '../../../lib/numeric/index.ts';

/** Two weeks of lead time, looked at weekly; a short unit costs four times what one held for a week does. */
export const rules: StockRules = {
  leadTimeSteps: 14,
  reviewSteps: 7,
  holdingCostPerUnitStep: 1,
  stockOutCostPerUnit: 28,
};
export const COVER = 21;

/** Days of demand around a level that wanders from week to week, which a default that knows only the mean cannot see. */
export function aHistory(seed: number, { reviews = 12, scale = 1 } = {}): ContestHistory {
  const random = createRandom(seed);
  const days = COVER + 7 * (reviews - 1);
  let level = 0;
  const demand = Float64Array.from({ length: days }, (_, day) => {
    if (day % 7 === 0) level = 0.7 * level + 4 * standardNormal(random);
    return scale * Math.max(0, 20 + level + 3 * standardNormal(random));
  });
  const totals = Float64Array.from(
    { length: 200 },
    () => scale * (20 * COVER + 60 * standardNormal(random)),
  ).sort();
  const constant = (units: number, length = COVER) => new Float64Array(length).fill(scale * units);
  return {
    demand,
    reviews: Array.from({ length: reviews }, (_, review) => ({
      origin: 7 * review,
      said: { mean: constant(20), quantiles: { p10: constant(13), p90: constant(27) }, totals },
    })),
    ahead: constant(20, 56),
  };
}

/** A forecast for every day from the first on and 56 after the last, made before any of them. */
export const anEarlyForecast = ({ demand }: ContestHistory, say: (units: number, day: number) => number) => ({
  madeIn: -1,
  from: 0,
  mean: Float64Array.from({ length: demand.length + 56 }, (_, day) => say(demand[day] ?? 20, day)),
});
