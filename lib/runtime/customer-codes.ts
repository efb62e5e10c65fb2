import type { Logger } from '@aws-lambda-powertools/logger';
import { identityKey } from '../domain/index.ts';
import type { IdentityTable } from '../stores/index.ts';
import type { Caller } from './http-event.ts';
import { createPreviousPseudonyms, createPseudonyms } from './pseudonyms.ts';

/** Who is shown customers' codes, and in which request. */
export type Viewer = { caller: Caller; requestId: string };

/**
 * Finds the merchant's own codes of pseudonyms: none at all for a caller without the scope `identify`, and none for a
 * pseudonym whose code is not kept.
 */
export type CustomerCodes = (
  customers: readonly string[],
  viewer: Viewer,
) => Promise<ReadonlyMap<string, string>>;

/**
 * Open the way back from pseudonyms. It is the only one, so that the scope is asked here and nowhere else. Each use leaves
 * a line in the log: who saw which pseudonyms' codes, never a code.
 *
 * @param readSecret - reads the secret of pseudonyms; called on each use, so it should remember
 */
export function createCustomerCodes(
  identities: Pick<IdentityTable, 'getAll'>,
  readSecret: () => Promise<string>,
  logger: Pick<Logger, 'info'>,
): CustomerCodes {
  return async (customers, { caller: { merchant, client, scopes }, requestId }) => {
    if (!scopes.has('identify') || customers.length === 0) return new Map();
    const { pk } = identityKey(merchant, '');
    const sealed = await identities.getAll(pk, customers);
    if (sealed.size === 0) return new Map();
    const secret = await readSecret();
    const keys = [createPseudonyms(secret, merchant), createPreviousPseudonyms(secret, merchant)];
    // what a key sealed that the secret holds no more stays closed: it must not cost the caller the rest of a list
    const codes = new Map(
      [...sealed].flatMap(([customer, { sealed: text, keyVersion }]) => {
        const key = keys.find((each) => each?.keyVersion === keyVersion);
        return key === undefined ? [] : [[customer, key.open(text)] as const];
      }),
    );
    logger.info('customer codes shown', { merchant, client, requestId, customers: [...codes.keys()].sort() });
    return codes;
  };
}

/** Put its customer's code beside each row that has one. */
export function withCodes<Row extends { customer: string }>(
  rows: readonly Row[],
  codes: ReadonlyMap<string, string>,
): (Row & { customerCode?: string })[] {
  return rows.map((row) => {
    const customerCode = codes.get(row.customer);
    return customerCode === undefined ? row : { ...row, customerCode };
  });
}
