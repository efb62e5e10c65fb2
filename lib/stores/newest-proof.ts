import { addDays, insightKeys, type Proof, type RunName } from '../domain/index.ts';
import type { DocumentTable } from './documents.ts';

/** An older proof says nothing of a rule that has been learnt anew since. */
const MOST_DAYS = 28;

/**
 * Read a market's newest proof of a night before the run's own, at most four weeks old: a repeat of a night goes by the same
 * proof as its first run.
 *
 * @returns `null` where there is none
 */
export async function readProofBefore(
  proofs: Pick<DocumentTable<Proof>, 'getAll'>,
  { merchant, market, asOf }: Pick<RunName, 'merchant' | 'market' | 'asOf'>,
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
