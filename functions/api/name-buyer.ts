import { randomBytes } from 'node:crypto';
import { ERASED_BUYER, identityKey, type PrivacyRequest } from '../../lib/domain/index.ts';
import {
  createPreviousPseudonyms,
  createPseudonyms,
  isPseudonym,
  type Pseudonyms,
} from '../../lib/runtime/pseudonyms.ts';
import type { IdentityTable } from '../../lib/stores/index.ts';

/** A buyer that a request is about. */
export type NamedBuyer = {
  /** `undefined` for a pseudonym whose code is not kept: nobody's, or an erased buyer's. */
  code: string | undefined;
  /** Marks of the code and of the pseudonym; where there is no code both are the pseudonym's. */
  mark: string;
  pseudonymMark: string;
  /** Whether stores may hold the buyer under two pseudonyms. */
  changesKey: boolean;
  subject: NonNullable<PrivacyRequest['subject']>;
};

/** Turns what a caller names a buyer by, its own code or a pseudonym, into what a request needs. */
export type NameBuyer = (merchant: string, customer: string) => Promise<NamedBuyer>;

/**
 * Name buyers for their requests. A code may be one that was never seen: that nothing is held is an answer too.
 *
 * @param readSecret - reads the secret of pseudonyms; called on each use, so it should remember
 */
export function createNameBuyer(
  identities: Pick<IdentityTable, 'getAll'>,
  readSecret: () => Promise<string>,
): NameBuyer {
  return async (merchant, customer) => {
    const secret = await readSecret();
    const pseudonyms = createPseudonyms(secret, merchant);
    const code = isPseudonym(customer) ? await codeOf(identities, pseudonyms, merchant, customer) : customer;
    const pseudonym = code === undefined ? customer : pseudonyms.pseudonymOf(code);
    const pseudonymMark = pseudonyms.markOf(pseudonym);
    return {
      code,
      mark: code === undefined ? pseudonymMark : pseudonyms.markOf(code),
      pseudonymMark,
      changesKey: createPreviousPseudonyms(secret, merchant) !== undefined,
      subject: {
        sealed: pseudonyms.seal(code ?? customer),
        keyVersion: pseudonyms.keyVersion,
        pseudonym,
        alias: `${ERASED_BUYER}${randomBytes(16).toString('hex')}`,
      },
    };
  };
}

async function codeOf(
  identities: Pick<IdentityTable, 'getAll'>,
  pseudonyms: Pseudonyms,
  merchant: string,
  customer: string,
): Promise<string | undefined> {
  const { pk } = identityKey(merchant, customer);
  const stored = (await identities.getAll(pk, [customer])).get(customer);
  return stored?.keyVersion === pseudonyms.keyVersion ? pseudonyms.open(stored.sealed) : undefined;
}
