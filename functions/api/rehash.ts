import { ConflictError, controlKeys, type PrivacyRequest, privacyKeys } from '../../lib/domain/index.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';
import type { MessageSender } from '../../lib/runtime/message-sender.ts';
import { privacyExpiry } from '../../lib/runtime/privacy-times.ts';
import {
  createPreviousPseudonyms,
  createPseudonyms,
  firstKey,
  pseudonymsInUse,
} from '../../lib/runtime/pseudonyms.ts';
import { SECRET_KEPT_SECONDS } from '../../lib/runtime/secrets.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import {
  type ControlTable,
  type PrivacyRequestTable,
  type PseudonymKeyTable,
  pagesOf,
} from '../../lib/stores/index.ts';

export type RehashDependencies = {
  privacyRequests: Pick<PrivacyRequestTable, 'get' | 'put' | 'query'>;
  pseudonymKeys: Pick<PseudonymKeyTable, 'get' | 'putNew' | 'replace'>;
  controls: Pick<ControlTable, 'get'>;
  marketsOf(merchant: string): readonly string[];
  readPseudonyms(): Promise<string>;
  sendPrivacy: MessageSender<{ merchant: string; request: string }>;
  audit: { info(message: string, facts: Record<string, unknown>): void };
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/**
 * Begin to rename all buyers to the key of pseudonyms that the secret holds, or tell a change that is under way to go on.
 *
 * @throws ConflictError where there is no newer key, or where something would be left half renamed
 */
export async function beginRehash(
  dependencies: RehashDependencies,
  { caller: { merchant, client }, requestId }: { caller: Caller; requestId: string },
): Promise<PrivacyRequest> {
  const { privacyRequests, pseudonymKeys, readPseudonyms, sendPrivacy, audit, now } = dependencies;
  const secret = await readPseudonyms();
  const at = privacyKeys.key(merchant);
  const stored = await pseudonymKeys.get(at, { consistent: true });
  const { changing } = stored?.value ?? {};
  if (changing !== undefined) {
    const begun = await privacyRequests.get(privacyKeys.request(merchant, changing.request), {
      consistent: true,
    });
    if (begun !== undefined) {
      await sendPrivacy({ merchant, request: changing.request });
      return begun.value;
    }
  }
  const before = createPreviousPseudonyms(secret, merchant);
  const [from, to] = [
    changing?.from ?? stored?.value.version ?? before?.keyVersion,
    createPseudonyms(secret, merchant).keyVersion,
  ];
  if (before === undefined || from === undefined || from === to || before.keyVersion !== from)
    throw new ConflictError(
      `the stores are written under version ${from ?? to} of the key: put a newer one into the secret of pseudonyms, that one as its "previous" and the first key ever as its "marks", wait ${SECRET_KEPT_SECONDS / 60} minutes, then ask again`,
    );
  const { key } = pseudonymsInUse(secret, merchant, stored?.value ?? firstKey(before));
  await refuseWhatWouldSplit(dependencies, merchant);
  const requestedAt = now();
  const request: PrivacyRequest = {
    ...{ request: `rehash-${timeSortedId(requestedAt)}`, kind: 'rehash', state: 'pending', requestedAt },
    ...{ by: client, requestId, mark: '', keys: { from, to }, held: [], uploadsToSendAgain: [] },
  };
  // the request first: a key that changes by no request would hold nights back for good
  await privacyRequests.put(privacyKeys.request(merchant, request.request), request, privacyExpiry(request));
  const changed = { ...key, version: to, changing: { from, request: request.request } };
  const isOurs =
    stored === undefined
      ? await pseudonymKeys.putNew(at, changed)
      : await pseudonymKeys.replace(at, changed, stored.version);
  if (!isOurs) throw new ConflictError('somebody else has begun it at the same moment: ask again');
  // until then every process has read the secret anew, and understands codes under both keys
  await sendPrivacy({ merchant, request: request.request }, SECRET_KEPT_SECONDS);
  audit.info('renaming of all buyers begun', { merchant, client, requestId, request: request.request });
  return request;
}

/** What would be left half renamed: a request that still names its buyer, an experiment that draws buyers by their names. */
async function refuseWhatWouldSplit(
  { privacyRequests, controls, marketsOf }: RehashDependencies,
  merchant: string,
): Promise<void> {
  for await (const page of pagesOf(privacyRequests, privacyKeys.request(merchant, '').pk)) {
    const open = page.find(({ value }) => value.subject !== undefined);
    if (open !== undefined)
      throw new ConflictError(
        `the request ${open.sk} of a buyer has not ended: wait for it, or ask for it again`,
      );
  }
  for (const market of marketsOf(merchant)) {
    const control = await controls.get(controlKeys.market(merchant, market), { consistent: true });
    if ((control?.value.experiments ?? []).length > 0)
      throw new ConflictError(
        `an experiment runs in the market ${market}, and draws buyers by their pseudonyms: rename them when it has ended`,
      );
  }
}
