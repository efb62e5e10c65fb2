import type { Analysis, Estimate, Season } from '../domain/index.ts';
import {
  fUpperTail,
  type LeastSquares,
  leverage,
  mean,
  solveLeastSquares,
  studentQuantile,
} from '../numeric/index.ts';

const YEAR = 12;
const FEWEST_MONTHS = 2 * YEAR;
/** Level and trend, then eleven months; the twelfth follows from them. */
const TREND_COLUMNS = 2;
const COLUMNS = TREND_COLUMNS + YEAR - 1;

/**
 * Measure a market's season over the year: the logarithm of monthly revenue as a straight trend and an effect of each
 * calendar month, by least squares; the strength is 1 − Var(R) / Var(S + R) (Wang, Smith & Hyndman 2006). On two
 * years chance alone gives a strength of about a half: the p-value, an F test of the eleven effects, tells whether it is more.
 *
 * @param months - as `listMonths` gives them; partial ones are not used
 * @returns measured from 24 whole months on, all of them with revenue; before that a provisional shape of at most twelve
 *   months, the trend still in it
 */
export function seasonOf(months: Analysis['months']): Season {
  const whole = months.filter(({ partial }) => !partial);
  const revenue = whole.map((month) => month.revenue.minor);
  if (whole.length < 3)
    return {
      kind: 'tooShort',
      detail: `a season needs 3 whole months, there are ${whole.length}`,
      months: whole.length,
    };
  if (whole.length < FEWEST_MONTHS) {
    const detail = `not enough to say: a season needs 24 whole months, there are ${whole.length}; this is the shape of the newest, growth included`;
    return provisional(whole, detail);
  }
  if (revenue.some((minor) => minor <= 0))
    return provisional(
      whole,
      'not enough to say: a month had no revenue; this is the shape of the newest twelve',
    );
  return measure(whole);
}

function provisional(whole: Analysis['months'], detail: string): Season {
  const newest = whole.slice(-YEAR);
  const average = mean(newest.map(({ revenue }) => revenue.minor));
  if (!(average > 0))
    return { kind: 'tooShort', detail: 'the newest whole months have no revenue', months: whole.length };
  const indices = new Array<number | null>(YEAR).fill(null);
  for (const { month, revenue } of newest) indices[placeOf(month)] = revenue.minor / average;
  return { kind: 'provisional', indices, detail, months: whole.length };
}

/** January is 0. */
const placeOf = (month: string) => Number(month.slice(5, 7)) - 1;

function measure(whole: Analysis['months']): Season {
  const rows = whole.length;
  const y = Float64Array.from(whole, ({ revenue }) => Math.log(revenue.minor));
  const design = new Float64Array(rows * COLUMNS);
  whole.forEach(({ month }, row) => {
    design[row * COLUMNS] = 1;
    // centred, so that the columns stay well apart
    design[row * COLUMNS + 1] = row - (rows - 1) / 2;
    for (let effect = 0; effect < YEAR - 1; effect++)
      design[row * COLUMNS + TREND_COLUMNS + effect] = effectCode(placeOf(month), effect);
  });
  const fit = solveLeastSquares(design, y, COLUMNS);
  const { seasonal, remainder } = partsOf(design, y, fit);
  const freedom = rows - COLUMNS;
  const explained = fit.explained.subarray(TREND_COLUMNS).reduce((sum, part) => sum + part, 0);
  const rest = fit.residualSumOfSquares;
  const f = explained / (YEAR - 1) / (rest / freedom);
  return {
    kind: 'measured',
    indices: indicesOf(fit, rest / freedom, freedom),
    strength: strengthOf(seasonal, remainder),
    pValue: explained <= 1e-20 ? 1 : fUpperTail(f, YEAR - 1, freedom),
    months: rows,
  };
}

/** Deviations from the mean of all months: the last month has minus the sum of the others. */
const effectCode = (place: number, effect: number) => (place === YEAR - 1 ? -1 : Number(place === effect));

function partsOf(design: Float64Array, y: Float64Array, { coefficients }: LeastSquares) {
  const seasonal = new Float64Array(y.length);
  const remainder = new Float64Array(y.length);
  for (let row = 0; row < y.length; row++) {
    const at = (column: number) => design[row * COLUMNS + column]! * coefficients[column]!;
    for (let column = TREND_COLUMNS; column < COLUMNS; column++) seasonal[row]! += at(column);
    remainder[row] = y[row]! - at(0) - at(1) - seasonal[row]!;
  }
  return { seasonal, remainder };
}

/**
 * Tell how strong a season is: 1 − Var(R) / Var(S + R), not below 0 (Wang, Smith & Hyndman 2006).
 *
 * @param seasonal - [n] S
 * @param remainder - [n] R
 * @returns 0 to 1; 0 where both are constant
 */
export function strengthOf(seasonal: ArrayLike<number>, remainder: ArrayLike<number>): number {
  const together = Float64Array.from(seasonal, (value, i) => value + remainder[i]!);
  const whole = spread(together);
  return whole <= 1e-20 ? 0 : Math.max(1 - spread(Float64Array.from(remainder)) / whole, 0);
}

function spread(values: Float64Array): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}

/** Each month's index: e to its effect, over the mean of all twelve, with the interval of the effect. */
function indicesOf(fit: LeastSquares, residualVariance: number, freedom: number): Estimate[] {
  const t = studentQuantile(0.975, freedom);
  const effects = Array.from({ length: YEAR }, (_, place) => {
    const contrast = new Float64Array(COLUMNS);
    for (let effect = 0; effect < YEAR - 1; effect++)
      contrast[TREND_COLUMNS + effect] = effectCode(place, effect);
    const value = contrast.reduce((sum, weight, column) => sum + weight * fit.coefficients[column]!, 0);
    return { value, error: Math.sqrt(residualVariance * leverage(fit, contrast)) };
  });
  const average = mean(effects.map(({ value }) => Math.exp(value)));
  return effects.map(({ value, error }) => ({
    value: Math.exp(value) / average,
    low: Math.exp(value - t * error) / average,
    high: Math.exp(value + t * error) / average,
  }));
}
