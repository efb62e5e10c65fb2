import { UpstreamError } from '../domain/index.ts';
import { createPseudonyms, isPseudonym, type Pseudonyms } from './pseudonyms.ts';

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
  const known = new Map<string, Pseudonyms>();
  return async (merchant, customer) => {
    if (isPseudonym(customer)) return customer;
    const secret = await readSecret();
    const pseudonyms = known.get(merchant) ?? openPseudonyms(secret, merchant);
    known.set(merchant, pseudonyms);
    return pseudonyms.pseudonymOf(customer);
  };
}

function openPseudonyms(secret: string, merchant: string): Pseudonyms {
  try {
    return createPseudonyms(secret, merchant);
  } catch (error) {
    // a secret of the wrong form is the deployment's fault, not the caller's
    throw new UpstreamError('the secret of pseudonyms is unusable', { cause: error });
  }
}
