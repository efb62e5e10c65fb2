import { identityKey } from '../../lib/domain/index.ts';
import type { Pseudonyms } from '../../lib/runtime/index.ts';
import type { IdentityTable } from '../../lib/stores/index.ts';

/** Writers at a time: each sends batches of 25, one after the other. */
const WRITERS = 8;

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
  const share = Math.ceil(entries.length / WRITERS);
  await Promise.all(
    Array.from({ length: WRITERS }, (_, writer) =>
      identities.putAll(entries.slice(writer * share, (writer + 1) * share)),
    ),
  );
  return names;
}
