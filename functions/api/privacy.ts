import {
  ConflictError,
  NotFoundError,
  type PrivacyKind,
  type PrivacyRequest,
  type PrivacyView,
  privacyKeys,
} from '../../lib/domain/index.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import { type Caller, requireScope } from '../../lib/runtime/http-event.ts';
import type { MessageSender } from '../../lib/runtime/message-sender.ts';
import { privacyExpiry } from '../../lib/runtime/privacy-times.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import type { PrivacyMarkTable, PrivacyRequestTable } from '../../lib/stores/index.ts';
import type { DownloadSigner } from '../../lib/stores/presigned.ts';
import type { NameBuyer, NamedBuyer } from './name-buyer.ts';
import { answerPage } from './pages.ts';
import { privacyView } from './privacy-view.ts';
import { beginRehash, type RehashDependencies } from './rehash.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = Omit<RehashDependencies, 'marketsOf'> & {
  tenants: Tenants;
  cursors: Cursors;
  privacyRequests: Pick<PrivacyRequestTable, 'get' | 'put' | 'replace' | 'remove' | 'query'>;
  privacyMarks: Pick<PrivacyMarkTable, 'get' | 'put' | 'putNew'>;
  nameBuyer: NameBuyer;
  sendPrivacy: MessageSender<{ merchant: string; request: string }>;
  signExport: DownloadSigner;
  /** Told who asks what of a buyer; it is never told who the buyer is. */
  audit: { info(message: string, facts: Record<string, unknown>): void };
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

type PrivacyRoutes = Pick<
  RouteHandlers,
  | 'POST /v1/customers/{customer}/erase'
  | 'GET /v1/customers/{customer}/erase'
  | 'POST /v1/customers/{customer}/export'
  | 'GET /v1/customers/{customer}/export'
  | 'GET /v1/privacy-requests'
  | 'POST /v1/privacy-requests/rehash'
  | 'GET /v1/privacy-requests/{request}'
>;

type Asking = { caller: Caller; requestId: string };

/** Take what buyers ask of the seller, and show what became of it. The work itself is done by `functions/privacy`. */
export function createPrivacyRoutes(dependencies: Dependencies): PrivacyRoutes {
  const { privacyRequests, cursors, nameBuyer } = dependencies;
  const show = (request: PrivacyRequest, asking: Asking) => showRequest(dependencies, request, asking);
  return {
    'POST /v1/customers/{customer}/erase': async ({ caller, path, requestId }) => {
      const buyer = await nameBuyer(caller.merchant, path.customer);
      const request = await askToErase(dependencies, buyer, { caller, requestId });
      return { body: await show(request, { caller, requestId }), headers: whereIs(request) };
    },
    'GET /v1/customers/{customer}/erase': async ({ caller, path, requestId }) => {
      const buyer = await nameBuyer(caller.merchant, path.customer);
      const request = await newest(dependencies, caller.merchant, 'erase', buyer);
      if (request === undefined) throw new NotFoundError('nobody has asked to erase this customer');
      return { body: await show(request, { caller, requestId }) };
    },
    'POST /v1/customers/{customer}/export': async ({ caller, path, requestId }) => {
      requireScope(caller, 'identify');
      const buyer = await nameBuyer(caller.merchant, path.customer);
      const request = await write(dependencies, 'export', buyer, { caller, requestId });
      await markAs(dependencies, 'export', request, { buyer, merchant: caller.merchant });
      await dependencies.sendPrivacy({ merchant: caller.merchant, request: request.request });
      return { body: await show(request, { caller, requestId }), headers: whereIs(request) };
    },
    'GET /v1/customers/{customer}/export': async ({ caller, path, requestId }) => {
      requireScope(caller, 'identify');
      const buyer = await nameBuyer(caller.merchant, path.customer);
      const request = await newest(dependencies, caller.merchant, 'export', buyer);
      if (request === undefined) throw new NotFoundError('nobody has asked what is held on this customer');
      return { body: await show(request, { caller, requestId }) };
    },
    'GET /v1/privacy-requests': async ({ caller, query, requestId }) => {
      const of = [caller.merchant, 'privacy-requests'];
      return answerPage(
        { cursors, of, query },
        (options) => privacyRequests.query(caller.merchant, { ...options, descending: true }),
        (items) => Promise.all(items.map(({ value }) => show(value, { caller, requestId }))),
      );
    },
    'POST /v1/privacy-requests/rehash': async ({ caller, requestId }) => {
      const marketsOf = (merchant: string) =>
        dependencies.tenants.markets(merchant).map(({ market }) => market);
      const request = await beginRehash({ ...dependencies, marketsOf }, { caller, requestId });
      return { body: await show(request, { caller, requestId }), headers: { location: request.request } };
    },
    'GET /v1/privacy-requests/{request}': async ({ caller, path, requestId }) => {
      const stored = await privacyRequests.get(privacyKeys.request(caller.merchant, path.request), {
        consistent: true,
      });
      if (stored === undefined) throw new NotFoundError(`there is no privacy request ${path.request}`);
      return { body: await show(stored.value, { caller, requestId }) };
    },
  };
}

const whereIs = ({ request }: PrivacyRequest) => ({ location: `../../privacy-requests/${request}` });

/** Ask once: who asks again gets the first receipt; what failed, or has not ended, is told to its function once more. */
async function askToErase(
  dependencies: Dependencies,
  buyer: NamedBuyer,
  asking: Asking,
): Promise<PrivacyRequest> {
  const { privacyRequests, privacyMarks, sendPrivacy } = dependencies;
  const { merchant } = asking.caller;
  const before = await newest(dependencies, merchant, 'erase', buyer);
  if (before?.state === 'done') return before;
  if (before !== undefined) {
    await sendPrivacy({ merchant, request: before.request });
    return before;
  }
  if (buyer.code === undefined) throw new NotFoundError('there is no such customer');
  const request = await write(dependencies, 'erase', buyer, asking);
  const mark = { request: request.request, at: request.requestedAt };
  const key = privacyKeys.mark(merchant, 'erase', buyer.mark);
  const isFirst = await privacyMarks.putNew(key, mark);
  const twin = isFirst ? undefined : await newest(dependencies, merchant, 'erase', buyer);
  if (twin !== undefined) {
    await privacyRequests.remove(privacyKeys.request(merchant, request.request));
    return twin;
  }
  await markAs(dependencies, 'erase', request, { buyer, merchant });
  await sendPrivacy({ merchant, request: request.request });
  return request;
}

/** The newest request of a kind for a buyer. */
async function newest(
  { privacyRequests, privacyMarks }: Dependencies,
  merchant: string,
  kind: PrivacyKind,
  { mark }: Pick<NamedBuyer, 'mark'>,
): Promise<PrivacyRequest | undefined> {
  const marked = await privacyMarks.get(privacyKeys.mark(merchant, kind, mark), { consistent: true });
  if (marked === undefined) return undefined;
  const key = privacyKeys.request(merchant, marked.value.request);
  return (await privacyRequests.get(key, { consistent: true }))?.value;
}

/** Write a request down. */
async function write(
  { privacyRequests, audit, now }: Dependencies,
  kind: PrivacyKind,
  buyer: NamedBuyer,
  { caller: { merchant, client }, requestId }: Asking,
): Promise<PrivacyRequest> {
  const requestedAt = now();
  if (buyer.code === undefined) throw new NotFoundError('there is no such customer');
  if (buyer.changesKey)
    throw new ConflictError(
      'the stores are changing to a new key of pseudonyms: ask again once that has ended',
    );
  const request: PrivacyRequest = {
    ...{ request: `${kind}-${timeSortedId(requestedAt)}`, kind, state: 'pending' },
    ...{ requestedAt, by: client, requestId, mark: buyer.mark },
    subject: buyer.subject,
    ...{ held: [], uploadsToSendAgain: [] },
  };
  await privacyRequests.put(privacyKeys.request(merchant, request.request), request, privacyExpiry(request));
  audit.info(`buyer's ${kind} asked for`, { merchant, client, requestId, request: request.request });
  return request;
}

/** Let the request be found by the buyer's code and by its pseudonym. */
async function markAs(
  { privacyMarks }: Dependencies,
  kind: PrivacyKind,
  { request, requestedAt }: PrivacyRequest,
  { buyer: { mark, pseudonymMark }, merchant }: { buyer: NamedBuyer; merchant: string },
): Promise<void> {
  for (const each of [mark, pseudonymMark])
    await privacyMarks.put(privacyKeys.mark(merchant, kind, each), { request, at: requestedAt });
}

async function showRequest(
  { tenants, signExport, audit }: Dependencies,
  request: PrivacyRequest,
  { caller, requestId }: Asking,
): Promise<PrivacyView> {
  const { merchant, client } = caller;
  const marketsElsewhere = [...tenants.elsewhere(merchant)];
  const { file } = request;
  if (file === undefined || !caller.scopes.has('identify'))
    return privacyView(request, { link: null, marketsElsewhere });
  audit.info('link to what is held on a buyer given', {
    merchant,
    client,
    requestId,
    request: request.request,
  });
  return privacyView(request, { link: await signExport(file.key), marketsElsewhere });
}
