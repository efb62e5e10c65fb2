import type { Estimate } from '../domain/index.ts';

const DIGITS = 9;

/**
 * Round to nine significant digits. A database adds on several threads in any order, which moves a sum's sixteenth digit: what
 * is told must be the same whenever a run is repeated.
 */
export const nineDigits = (value: number): number => Number(value.toPrecision(DIGITS));

/** Round an estimate and its interval. */
export const roundedEstimate = ({ value, low, high }: Estimate): Estimate => ({
  value: nineDigits(value),
  low: nineDigits(low),
  high: nineDigits(high),
});
