import { identityKey } from '../../lib/domain/index.ts';
import type { Pseudonyms } from '../../lib/runtime/index.ts';
import type { IdentityTable } from '../../lib/stores/index.ts';

/**
 * Turn customer codes into pseudonyms and keep the sealed way back, before any row uses them. Writing an identity twice
 * changes nothing: its text is the same.
 *
 * @param codes - each once
 * @returns their pseudonyms, in the same order
 */
export async function keepIdentities(
  codes: readonly string[],
  merchant: string,
  { identities, pseudonyms }: { identities: Pick<IdentityTable, 'putAll'>; pseudonyms: Pseudonyms },
): Promise<string[]> {
  const names = codes.map(pseudonyms.pseudonymOf);
  const entries = codes.map((code, place) => ({
    key: identityKey(merchant, names[place] ?? ''),
    value: { sealed: pseudonyms.seal(code), keyVersion: pseudonyms.keyVersion },
  }));
  await identities.putAll(entries);
  return names;
}
