import { ERASED_BUYER, identityKey } from '../../lib/domain/index.ts';
import type { Pseudonyms } from '../../lib/runtime/index.ts';
import type { IdentityTable } from '../../lib/stores/index.ts';

export type Naming = {
  pseudonyms: Pseudonyms;
  /** Marks of those who asked to be erased. */
  erased: ReadonlySet<string>;
  upload: string;
};

/** Name the customers of a file, in the same order: by their pseudonyms, and those who were erased by an alias of this upload alone. */
export function nameCustomers(
  codes: readonly string[],
  { pseudonyms, erased, upload }: Naming,
): { names: string[]; aliases: number } {
  const isErased = (code: string) => erased.size > 0 && erased.has(pseudonyms.markOf(code));
  let aliases = 0;
  const names = codes.map((code) => {
    if (!isErased(code)) return pseudonyms.pseudonymOf(code);
    aliases++;
    return pseudonyms.aliasOf(code, upload);
  });
  return { names, aliases };
}

/**
 * Keep the sealed way back from pseudonyms, before any row uses them; of aliases there is none. Writing an identity twice
 * changes nothing: its text is the same.
 *
 * @param codes - each once
 * @param names - theirs, in the same order
 */
export async function keepIdentities(
  codes: readonly string[],
  names: readonly string[],
  {
    merchant,
    identities,
    pseudonyms,
  }: { merchant: string; identities: Pick<IdentityTable, 'putAll'>; pseudonyms: Pseudonyms },
): Promise<void> {
  const entries = codes.flatMap((code, place) => {
    const name = names[place] ?? ERASED_BUYER;
    if (name.startsWith(ERASED_BUYER)) return [];
    const value = { sealed: pseudonyms.seal(code), keyVersion: pseudonyms.keyVersion };
    return [{ key: identityKey(merchant, name), value }];
  });
  await identities.putAll(entries);
}
