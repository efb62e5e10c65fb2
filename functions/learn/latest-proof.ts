import { addDays, insightKeys, type Proof, type ShardRef } from '../../lib/domain/index.ts';
import type { DocumentTable } from '../../lib/stores/index.ts';

/** An older proof says nothing of a rule that has been learnt anew since. */
const MOST_DAYS = 28;

/**
 * Read the market's newest proof of a night before this one, at most four weeks old: a repeat of a night goes by the same
 * proof as its first run.
 */
export async function latestProof(
  proofs: Pick<DocumentTable<Proof>, 'getAll'>,
  { merchant, market, asOf }: Pick<ShardRef, 'merchant' | 'market' | 'asOf'>,
): Promise<Proof | null> {
  const keys = Array.from({ length: MOST_DAYS }, (_, back) =>
    insightKeys.proof(merchant, market, addDays(asOf, -1 - back)),
  );
  const found = await proofs.getAll(
    keys[0]?.pk ?? '',
    keys.map(({ sk }) => sk),
  );
  return keys.flatMap(({ sk }) => found.get(sk) ?? [])[0] ?? null;
}
