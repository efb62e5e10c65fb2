import { ConflictError, privacyKeys } from '../../lib/domain/index.ts';
import type { PseudonymKeyTable } from '../../lib/stores/index.ts';

/**
 * Refuse a night while the stores change over to a new key of pseudonyms: it would know every buyer twice. Ask it after the run is
 * claimed: the change looks for runs after it has written down that it begins, so that one of the two sees the other.
 *
 * @throws ConflictError while it goes on
 */
export async function refuseWhileRenaming(
  keys: Pick<PseudonymKeyTable, 'get'>,
  merchant: string,
): Promise<void> {
  const stored = await keys.get(privacyKeys.key(merchant), { consistent: true });
  if (stored?.value.changing === undefined) return;
  throw new ConflictError(
    `the buyers are being renamed to a new key (${stored.value.changing.request}): start the run again when that is done`,
  );
}
