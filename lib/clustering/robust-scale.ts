import { medianOf, quantileOfSorted, standardDeviation } from '../numeric/index.ts';

/** How a column of figures becomes scores: centred by its median, divided by its spread, held within ±3. */
export type RobustScale = { centre: number; spread: number };

/** Interquartile range of the standard normal: dividing by it makes a robust scale comparable to a standard deviation. */
const NORMAL_IQR = 1.349;
/** Scores are held within this, so that one giant buyer is no cluster of its own by value alone. */
const GREATEST_SCORE = 3;

/**
 * Measure a column: its median, and its interquartile range as that of a normal, or its standard deviation where that is 0.
 *
 * @param values - NaN is left out
 * @returns spread 0 for a column that is constant, empty or has one value
 */
export function robustScale(values: Float64Array): RobustScale {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const quartiles = (quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25)) / NORMAL_IQR;
  const centre = medianOf(sorted);
  // equal values: a standard deviation would be what rounding left
  if (sorted.length === 0 || sorted[0] === sorted.at(-1)) return { centre, spread: 0 };
  return { centre, spread: quartiles > 0 ? quartiles : standardDeviation(sorted) };
}

/** Score a value: 0 is the middle buyer, who also stands in for what is not known (NaN). */
export function scoreOf(value: number, { centre, spread }: RobustScale): number {
  if (Number.isNaN(value) || spread === 0) return 0;
  return Math.min(Math.max((value - centre) / spread, -GREATEST_SCORE), GREATEST_SCORE);
}
