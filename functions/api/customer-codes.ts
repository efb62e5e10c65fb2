import type { Logger } from '@aws-lambda-powertools/logger';
import { identityKey } from '../../lib/domain/index.ts';
import { createPseudonyms } from '../../lib/runtime/pseudonyms.ts';
import type { IdentityTable } from '../../lib/stores/index.ts';

/** Who is shown a customer's code. */
export type Viewer = { merchant: string; client: string; requestId: string };

/** Finds the merchant's own code of a pseudonym; `undefined` where none is kept. */
export type CustomerCodes = (customer: string, viewer: Viewer) => Promise<string | undefined>;

/**
 * Open the way back from pseudonyms, for callers with the scope `identify`. Each use leaves a line in the log: who saw
 * which pseudonym's code, never the code.
 *
 * @param readSecret - reads the secret of pseudonyms; called on each use, so it should remember
 */
export function createCustomerCodes(
  identities: IdentityTable,
  readSecret: () => Promise<string>,
  logger: Logger,
): CustomerCodes {
  return async (customer, { merchant, client, requestId }) => {
    const stored = await identities.get(identityKey(merchant, customer));
    if (stored === undefined) return undefined;
    const code = createPseudonyms(await readSecret(), merchant).open(stored.value.sealed);
    logger.info('customer code shown', { merchant, client, requestId, customer });
    return code;
  };
}
