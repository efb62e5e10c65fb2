import { normalCdf } from '../../numeric/index.ts';

/**
 * Give the multiple of the standard error that bounds an estimate at every look at once, however many looks are made and
 * whenever one stops: the boundary of the normal mixture (Robbins 1970; Howard, Ramdas, McAuliffe & Sekhon 2021, eq. 14), with an
 * estimated error asymptotically valid (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024, thm 2.2).
 *
 * An estimate whose later looks contain its earlier ones is a Brownian motion in its information 1 / error² (Scharfstein,
 * Tsiatis & Robins 1997), so that one rule holds for units that join and for days that add up.
 *
 * @param ratio - squared ratio of the effect that the bound is tightest for to the standard error now, above 0
 * @param alpha - chance that the truth is ever outside
 */
export function alwaysValidMultiple(ratio: number, alpha: number): number {
  return Math.sqrt((1 + 1 / ratio) * (Math.log1p(ratio) + 2 * Math.log(1 / alpha)));
}

/**
 * Give the p-value that holds at every look: 1 over the mixture likelihood ratio (the mSPRT of Johari, Koomen, Pekelis & Walsh 2022).
 *
 * @param z - estimate over standard error
 * @param ratio - as of `alwaysValidMultiple`
 */
export function alwaysValidPValue(z: number, ratio: number): number {
  return Math.min(1, Math.sqrt(1 + ratio) * Math.exp((-z * z * ratio) / (2 * (1 + ratio))));
}

/** Give the level of a single look whose bound is as wide: two-sided. */
export function levelOfLook(ratio: number, alpha: number): number {
  return 2 * normalCdf(-alwaysValidMultiple(ratio, alpha));
}
