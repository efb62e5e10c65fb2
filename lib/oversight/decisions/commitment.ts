import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Commit to a personal value: HMAC-SHA-256 under a salt of its own. Who has value and salt can show that it stands there; without the
 * salt it is noise, so that erasing the salt erases the person and leaves the chain.
 *
 * @param salt - at least 16 random bytes, one a person, kept apart from the log
 * @returns hex
 */
export function commitTo(value: string, salt: Uint8Array): string {
  return createHmac('sha256', salt).update(value, 'utf8').digest('hex');
}

/** Tell whether a commitment is to this value under this salt. */
export function opensCommitment(commitment: string, value: string, salt: Uint8Array): boolean {
  const [one, other] = [Buffer.from(commitment, 'hex'), Buffer.from(commitTo(value, salt), 'hex')];
  return one.length === other.length && timingSafeEqual(one, other);
}
