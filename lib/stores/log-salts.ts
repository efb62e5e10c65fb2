import { randomBytes } from 'node:crypto';
import { BY_TRADEWIND, type CommittedName, type LogSalt, logSaltKeys } from '../domain/index.ts';
import { commitTo } from '../oversight/index.ts';
import type { DocumentTable } from './documents.ts';

/** The table `logSalts`, as far as it is needed. */
export type LogSaltTables = {
  salts: Pick<DocumentTable<LogSalt>, 'get' | 'putNew' | 'remove'>;
  names: Pick<DocumentTable<CommittedName>, 'put' | 'getAll' | 'remove'>;
};

/** The salts under which persons and buyers stand in the decision log. */
export type LogSalts = {
  /** Commit to a name under its salt, which is made with its first entry. @returns hex; `tradewind` as it is */
  commit(merchant: string, who: CommittedName): Promise<string>;
  /** The commitment of a name that has a salt; `undefined` of one that was never logged, or was erased. */
  find(merchant: string, who: CommittedName): Promise<string | undefined>;
  /** Who stands behind these commitments; those whose salt is erased are left out. */
  open(merchant: string, commitments: readonly string[]): Promise<Map<string, CommittedName>>;
  /** Erase a salt: what was logged stays, and nobody can say any more of whom it is. @returns whether there was one */
  erase(merchant: string, who: CommittedName): Promise<boolean>;
};

/** RFC 2104 asks for a key as long as the hash. */
const SALT_BYTES = 32;

export function createLogSalts({ salts, names }: LogSaltTables): LogSalts {
  const saltOf = async (merchant: string, who: CommittedName): Promise<LogSalt> => {
    const key = logSaltKeys.salt(merchant, who);
    const found = await salts.get(key, { consistent: true });
    if (found !== undefined) return found.value;
    const salt = randomBytes(SALT_BYTES);
    const made = { salt: salt.toString('base64'), commitment: commitTo(who.name, salt) };
    // two that meet here: the salt of the first holds
    return (await salts.putNew(key, made)) ? made : saltOf(merchant, who);
  };
  return {
    commit: async (merchant, who) => {
      if (who.name === BY_TRADEWIND) return BY_TRADEWIND;
      const { commitment } = await saltOf(merchant, who);
      // again each time: a crash between the two leaves a name behind that nobody could open
      await names.put(logSaltKeys.name(merchant, commitment), who);
      return commitment;
    },
    find: async (merchant, who) =>
      who.name === BY_TRADEWIND
        ? BY_TRADEWIND
        : (await salts.get(logSaltKeys.salt(merchant, who), { consistent: true }))?.value.commitment,
    open: (merchant, commitments) =>
      names.getAll(
        logSaltKeys.name(merchant, '').pk,
        commitments.filter((one) => one !== BY_TRADEWIND),
      ),
    erase: async (merchant, who) => {
      const key = logSaltKeys.salt(merchant, who);
      const found = await salts.get(key, { consistent: true });
      if (found === undefined) return false;
      // the name first: a crash between the two leaves what the next erasure finds
      await names.remove(logSaltKeys.name(merchant, found.value.commitment));
      await salts.remove(key);
      return true;
    },
  };
}
