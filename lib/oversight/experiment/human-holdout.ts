import { DEFAULT_HOLDOUT } from '../../domain/index.ts';
import { hashFraction } from './hash-fraction.ts';

/** Share of units that people alone operate for good, so that what the AI earns can be told at any time. */
export const HOLDOUT_SHARE = DEFAULT_HOLDOUT;

/**
 * Tell whether a unit stands in the human holdout: by its hash alone, so that it needs no table and never moves. A larger
 * share keeps those that a smaller one held out.
 *
 * @param salt - the merchant's own for the holdout, which no experiment uses: so each experiment's arms are drawn alike in and out of it
 * @param share - 0–1
 */
export function standsInHoldout(unit: string, salt: string, share: number = HOLDOUT_SHARE): boolean {
  return hashFraction(salt, 'holdout', unit) < share;
}
