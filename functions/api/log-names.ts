import type { RunSeal, SealedEntry, SealNote } from '../../lib/domain/index.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';
import type { LogSalts } from '../../lib/stores/index.ts';

/** What is told of a seal. */
export const noteOf = ({ number, entries, digest }: RunSeal): SealNote => ({ number, entries, digest });

/** Who stands behind the commitments of entries, for a token with the scope `admin`; nobody for any other. */
export async function namesIn(
  salts: Pick<LogSalts, 'open'>,
  { merchant, scopes }: Caller,
  entries: readonly { entry: SealedEntry }[],
) {
  if (!scopes.has('admin')) return {};
  const commitments = entries.flatMap(({ entry: { by, onBehalfOf, buyer } }) =>
    [by, onBehalfOf, buyer].flatMap((one) => one ?? []),
  );
  return Object.fromEntries(await salts.open(merchant, [...new Set(commitments)]));
}
