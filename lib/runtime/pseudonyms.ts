import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import * as z from 'zod/mini';
import { ERASED_BUYER, InputError, type PseudonymKey, parseAs, UpstreamError } from '../domain/index.ts';

/** Turns a merchant's customer codes into pseudonyms, and back for a caller with the right to know. */
export type Pseudonyms = {
  readonly keyVersion: number;
  /** The code's pseudonym: `c{key version}-` and 32 hexadecimal digits; equal codes give equal pseudonyms. */
  pseudonymOf(code: string): string;
  /** Encrypt a code for the table `identities`; equal codes give equal text, so that writing twice changes nothing. */
  seal(code: string): string;
  /** @throws InputError when the text was not sealed with this merchant's key */
  open(sealed: string): string;
  /**
   * A code's mark in the list of those who asked to be erased: it tells that this very code comes again, and leads neither to the
   * code nor to a pseudonym. It outlives a change of the key.
   */
  markOf(code: string): string;
  /** What stands in the place of an erased buyer in the order lines of one upload; equal ones give equal text. */
  aliasOf(code: string, upload: string): string;
};

const keyText = z.string().check(z.minLength(16));
const secretSchema = z.object({
  version: z.int().check(z.positive()),
  key: keyText,
  /** The key before, while stores still hold its pseudonyms. */
  previous: z.optional(z.object({ version: z.int().check(z.positive()), key: keyText })),
  /** The key of the marks: the first that the deployment ever had. */
  marks: z.optional(keyText),
});
type Secret = z.output<typeof secretSchema>;

const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const PSEUDONYM_DIGITS = 32;
const PSEUDONYM = /^c\d+-[0-9a-f]{32}$/;

/** Tell whether a text has the form of a pseudonym; whether anyone has that name is another question. */
export const isPseudonym = (text: string): boolean => PSEUDONYM.test(text);

/**
 * Make a merchant's pseudonyms from the deployment's secret.
 *
 * Three keys are derived from it by HKDF-SHA-256 (RFC 5869) with the merchant and the purpose as context: one for the
 * keyed hash (HMAC-SHA-256, 128 bits kept), one for the encryption (AES-256-GCM), one for its nonce, which is the code's
 * own keyed hash: a nonce repeats only with the very same text.
 *
 * @param secret - a text of 16 characters or more (version 1), or JSON `{ "version": 2, "key": "…" }`, with `previous` while the
 * stores change over to a new key, and `marks` from then on
 * @throws InputError when the secret is too short or broken; it never says what the secret holds
 */
export function createPseudonyms(secret: string, merchant: string): Pseudonyms {
  return pseudonymsOf(readSecret(secret), merchant);
}

/** The pseudonyms of the key before, while there is one. */
export function createPreviousPseudonyms(secret: string, merchant: string): Pseudonyms | undefined {
  const { previous, ...now } = readSecret(secret);
  return previous === undefined
    ? undefined
    : pseudonymsOf({ ...previous, marks: marksKeyOf({ ...now, previous }) }, merchant);
}

/**
 * The pseudonyms of one version of the key.
 *
 * @throws UpstreamError where the secret holds that version no more
 */
export function pseudonymsOfVersion(secret: string, merchant: string, version: number): Pseudonyms {
  const held = [createPseudonyms(secret, merchant), createPreviousPseudonyms(secret, merchant)];
  const found = held.find((each) => each?.keyVersion === version);
  if (found === undefined)
    throw new UpstreamError(
      `the secret of pseudonyms holds no key of version ${version}: put it back as "previous"`,
    );
  return found;
}

/**
 * The pseudonyms that new rows are written under: those of the key that the stores are in, also where the secret holds a newer one.
 *
 * @param stored - `undefined` for a merchant that has no rows yet: the secret's own key then
 * @returns the pseudonyms, and what is to be stored of their key
 * @throws UpstreamError where another key than that of the stores, or of the marks of erased buyers, would be used
 */
export function pseudonymsInUse(
  secret: string,
  merchant: string,
  stored: PseudonymKey | undefined,
): { pseudonyms: Pseudonyms; key: PseudonymKey } {
  const newest = createPseudonyms(secret, merchant);
  const key = stored ?? firstKey(newest);
  if (key.marksCheck !== newest.markOf(MARKS_CHECK))
    throw new UpstreamError(
      'the key of the marks of erased buyers has changed: put the first key that this deployment had into the secret of pseudonyms as "marks"',
    );
  return { pseudonyms: pseudonymsOfVersion(secret, merchant, key.version), key };
}

/** What is stored of the key of a merchant of whom nothing is stored yet. */
export const firstKey = ({ keyVersion, markOf }: Pseudonyms): PseudonymKey => ({
  version: keyVersion,
  marksCheck: markOf(MARKS_CHECK),
});

/** No code: it tells one key of marks from another. */
const MARKS_CHECK = '';

const marksKeyOf = ({ marks, previous, key }: Secret): string => marks ?? previous?.key ?? key;

function pseudonymsOf(secret: Secret, merchant: string): Pseudonyms {
  const { version, key } = secret;
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', key, `tradewind/${version}`, `${purpose}/${merchant}`, 32));
  const markKey = createSecretKey(
    Buffer.from(hkdfSync('sha256', marksKeyOf(secret), 'tradewind/marks', `mark/${merchant}`, 32)),
  );
  const hashed = (hash: KeyObject, text: string) =>
    createHmac('sha256', hash).update(text).digest('hex').slice(0, PSEUDONYM_DIGITS);
  // a key object is prepared once: one HMAC is done on the hot path, and one for each code of a file
  const hashKey = createSecretKey(derive('pseudonym'));
  const sealKey = derive('seal');
  const nonceKey = derive('nonce');
  return {
    keyVersion: version,
    pseudonymOf: (code) => `c${version}-${hashed(hashKey, code)}`,
    markOf: (code) => `m-${hashed(markKey, `mark\n${code}`)}`,
    aliasOf: (code, upload) => `${ERASED_BUYER}${hashed(markKey, `alias\n${upload}\n${code}`)}`,
    seal: (code) => {
      const nonce = createHmac('sha256', nonceKey).update(code).digest().subarray(0, NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const text = Buffer.concat([cipher.update(code, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      const nonce = bytes.subarray(0, NONCE_BYTES);
      try {
        const decipher = createDecipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: TAG_BYTES });
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch (error) {
        throw new InputError('the identity was not sealed with this key', { cause: error });
      }
    },
  };
}

function readSecret(secret: string): Secret {
  const value = secret.startsWith('{') ? parseSecret(secret) : { version: 1, key: secret };
  return parseAs(secretSchema, value, 'the secret of pseudonyms');
}

function parseSecret(secret: string): unknown {
  try {
    return JSON.parse(secret);
  } catch {
    // the parser's own message quotes what it read: it must not stand in a log, not even as a cause
    throw new InputError('the secret of pseudonyms starts with { and is not JSON');
  }
}
