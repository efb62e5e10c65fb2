import { createHash } from 'node:crypto';

/** 2⁵³: as many steps as a number below 1 can tell apart. */
const STEPS = 2 ** 53;

/**
 * Turn names into a number in [0, 1) that anyone can work out again: the first 53 bits of SHA-256 over their JSON, over 2⁵³.
 *
 * Equal names give equal numbers everywhere; another salt gives numbers that tell nothing of these.
 *
 * @param salt - secret or not, of one experiment alone
 */
export function hashFraction(salt: string, ...names: string[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([salt, ...names]))
    .digest();
  return Number(digest.readBigUInt64BE(0) >> 11n) / STEPS;
}
