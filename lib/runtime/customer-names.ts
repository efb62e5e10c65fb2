import { UpstreamError } from '../domain/index.ts';
import { createPreviousPseudonyms, createPseudonyms, isPseudonym } from './pseudonyms.ts';

/** Turns what a caller names a customer by, its own code or a pseudonym, into the pseudonym. */
export type CustomerNames = (merchant: string, customer: string) => Promise<string>;

/**
 * Let callers name a customer as they do: a merchant app knows its own codes, the rest of the system pseudonyms.
 *
 * What has the form of a pseudonym is taken for one, anything else for a code and hashed with the merchant's key. Another
 * merchant's code or pseudonym therefore names nobody. Keys are made once a merchant: call it for known merchants alone.
 *
 * @param readSecret - reads the secret of pseudonyms; called for each code, so it should remember
 */
export function createCustomerNames(readSecret: () => Promise<string>): CustomerNames {
  const keys = keysOf(readSecret, createPseudonyms);
  return async (merchant, customer) =>
    isPseudonym(customer) ? customer : (await keys(merchant)).pseudonymOf(customer);
}

/** Turns a caller's own code into its pseudonym by the key before; `undefined` for a pseudonym, and where there is no such key. */
export type NamesBefore = (merchant: string, customer: string) => Promise<string | undefined>;

/**
 * Understand codes while the stores change over to a new key: until a row is renamed it stands under the name before.
 *
 * @param readSecret - as of `createCustomerNames`
 */
export function createNamesBefore(readSecret: () => Promise<string>): NamesBefore {
  const keys = keysOf(readSecret, createPreviousPseudonyms);
  return async (merchant, customer) =>
    isPseudonym(customer) ? undefined : (await keys(merchant))?.pseudonymOf(customer);
}

/** Make keys once a merchant and text of the secret. */
function keysOf<Keys>(
  readSecret: () => Promise<string>,
  open: (secret: string, merchant: string) => Keys,
): (merchant: string) => Promise<Keys> {
  let from = '';
  const known = new Map<string, Keys>();
  return async (merchant) => {
    const secret = await readSecret();
    if (secret !== from) known.clear();
    from = secret;
    const keys = known.get(merchant) ?? openKeys(() => open(secret, merchant));
    known.set(merchant, keys);
    return keys;
  };
}

function openKeys<Keys>(open: () => Keys): Keys {
  try {
    return open();
  } catch (error) {
    // a secret of the wrong form is the deployment's fault, not the caller's
    throw new UpstreamError('the secret of pseudonyms is unusable', { cause: error });
  }
}
