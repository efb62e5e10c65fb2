import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U; its order is that of ASCII. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const CHANCE_DIGITS = 16;

/**
 * Make an id that sorts by time: a ULID, 48 bits of milliseconds and 80 bits of chance.
 *
 * Ids of one millisecond are in no order. Source: github.com/ulid/spec.
 *
 * @param instant - RFC 3339
 */
export function timeSortedId(instant: string): string {
  let time = '';
  for (let left = Date.parse(instant), digit = 0; digit < TIME_DIGITS; digit++) {
    time = ALPHABET.charAt(left % 32) + time;
    left = Math.floor(left / 32);
  }
  // 256 is a multiple of 32: the low five bits of a random byte are evenly spread
  const chance = Array.from(randomBytes(CHANCE_DIGITS), (byte) => ALPHABET.charAt(byte % 32));
  return time + chance.join('');
}
