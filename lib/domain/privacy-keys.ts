import type { PrivacyKind } from './privacy-request.ts';

/**
 * `privacy`: requests of buyers in one partition a merchant; in partitions beside it the newest request under the mark of each buyer, of
 * which those under `erase` keep the buyer out; beside them which key of pseudonyms the stores are written under.
 */
export const privacyKeys = {
  request: (merchant: string, request: string) => ({ pk: merchant, sk: request }),
  mark: (merchant: string, kind: PrivacyKind, mark: string) => ({ pk: `${merchant}#${kind}`, sk: mark }),
  key: (merchant: string) => ({ pk: `${merchant}#key`, sk: 'pseudonyms' }),
};
