import type { Estimate } from '../domain/index.ts';
import { studentQuantile } from '../numeric/index.ts';
import { roundedEstimate } from './nine-digits.ts';

/**
 * Sums over SKUs of l = ln(price here / price elsewhere) and of the SKU's revenue here w, from which an index follows. They
 * add up over groups of SKUs.
 */
export type PriceSums = {
  skus: number;
  /** Σ w, Σ w l, Σ w², Σ w² l, Σ w² l² */
  weight: number;
  weighted: number;
  weightSquares: number;
  squaresWeighted: number;
  squaresTwice: number;
};

const FEWEST_SKUS = 5;

/**
 * Tell how prices here lie against elsewhere: the geometric mean of the SKUs' price ratios, weighted by revenue here (a
 * geometric Young index; ILO Consumer Price Index Manual 2020), with the interval of a ratio of sums over SKUs (Cochran
 * 1977, ch. 6) on the log scale, Student's t.
 *
 * @returns 1.1 is a tenth dearer here; `null` below five SKUs
 */
export function priceIndex(sums: PriceSums): Estimate | null {
  const { skus, weight, weighted, weightSquares, squaresWeighted, squaresTwice } = sums;
  if (skus < FEWEST_SKUS || !(weight > 0)) return null;
  const centre = weighted / weight;
  const squares = squaresTwice - 2 * centre * squaresWeighted + centre ** 2 * weightSquares;
  const error = Math.sqrt((skus / (skus - 1)) * Math.max(squares, 0)) / weight;
  const spread = studentQuantile(0.975, skus - 1) * error;
  return roundedEstimate({
    value: Math.exp(centre),
    low: Math.exp(centre - spread),
    high: Math.exp(centre + spread),
  });
}
