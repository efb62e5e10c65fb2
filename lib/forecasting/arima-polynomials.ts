import { differenced } from './differences.ts';

/** The seasonal part of an ARIMA order: (P, D, Q) at lag m. */
export type SeasonalPart = {
  /** [P, D, Q], whole numbers ≥ 0. */
  order: readonly [number, number, number];
  /** m ≥ 2, in steps. */
  period: number;
};

/** What stands for a process without a season. */
export const NO_SEASON = { order: [0, 0, 0], period: 2 } satisfies SeasonalPart;

/**
 * Multiply out (1 − Σ φ_i Bⁱ)(1 − Σ Φ_k Bᵏᵐ), the autoregression of a seasonal process.
 *
 * @param ar - [p] in R's sign
 * @param seasonalAr - [P] in R's sign
 * @returns [p + P·m] in R's sign; [p] without seasonal coefficients
 */
export function multipliedAutoregression(
  ar: ArrayLike<number>,
  seasonalAr: ArrayLike<number>,
  period: number,
): Float64Array {
  const negative = (values: ArrayLike<number>) => Float64Array.from(values, (value) => -value);
  return negative(multipliedMovingAverage(negative(ar), negative(seasonalAr), period));
}

/**
 * Multiply out (1 + Σ θ_j Bʲ)(1 + Σ Θ_k Bᵏᵐ), the moving average of a seasonal process.
 *
 * @param ma - [q] in R's sign
 * @param seasonalMa - [Q] in R's sign
 * @returns [q + Q·m] in R's sign; [q] without seasonal coefficients
 */
export function multipliedMovingAverage(
  ma: ArrayLike<number>,
  seasonalMa: ArrayLike<number>,
  period: number,
): Float64Array {
  const product = new Float64Array(ma.length + seasonalMa.length * period);
  product.set(ma);
  for (let k = 0; k < seasonalMa.length; k++) {
    const at = (k + 1) * period - 1;
    product[at]! += seasonalMa[k]!;
    for (let j = 0; j < ma.length; j++) product[at + 1 + j]! += seasonalMa[k]! * ma[j]!;
  }
  return product;
}

/**
 * Multiply out (1 − B)^d (1 − Bᵐ)^D.
 *
 * @returns [d + D·m + 1] its coefficients from B⁰ on
 */
export function differencePolynomial(d: number, D: number, period: number): Float64Array {
  let polynomial: number[] = [1];
  const differenceAt = (lag: number): void => {
    const longer = [...polynomial, ...new Array<number>(lag).fill(0)];
    polynomial = longer.map((entry, j) => entry - (polynomial[j - lag] ?? 0));
  };
  for (let i = 0; i < d; i++) differenceAt(1);
  for (let i = 0; i < D; i++) differenceAt(period);
  return Float64Array.from(polynomial);
}

/**
 * Difference a series D times at lag m, then d times; [n − d − D·m]. A difference that touches a gap is NaN.
 */
export function seasonallyDifferenced(
  values: Float64Array,
  d: number,
  D: number,
  period: number,
): Float64Array {
  let current = values;
  for (let round = 0; round < D; round++) {
    const before = current;
    current = new Float64Array(Math.max(0, before.length - period));
    for (let t = 0; t < current.length; t++) current[t] = before[t + period]! - before[t]!;
  }
  return differenced(current, d);
}
