import { type Export, type ExportView, exportKey, NotFoundError, uploadKey } from '../../lib/domain/index.ts';
import { exportEndsAt, exportExpiry, lastTryEndsAt } from '../../lib/runtime/export-times.ts';
import { type Caller, requireScope } from '../../lib/runtime/http-event.ts';
import type { ExportSender } from '../../lib/runtime/message-sender.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import type { ExportTable, UploadTable } from '../../lib/stores/index.ts';
import type { DownloadSigner } from '../../lib/stores/presigned.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  exports: Pick<ExportTable, 'get' | 'put'>;
  uploads: Pick<UploadTable, 'get'>;
  sendExport: ExportSender;
  signExport: DownloadSigner;
  /** Told who gets a link to a file with customers' codes. */
  audit: { info(message: string, facts: Record<string, unknown>): void };
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Take wishes for files of results, and say where they are. The files themselves are made by `functions/export`. */
export function createExportRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'POST /v1/markets/{market}/exports' | 'GET /v1/exports/{export}'> {
  const { exports, uploads, sendExport, now } = dependencies;
  return {
    'POST /v1/markets/{market}/exports': async ({ caller, market: { market }, body, requestId }) => {
      const { merchant, client } = caller;
      const { kind, format, asOf = null, upload = null, customerCodes = false } = body;
      if (customerCodes) requireScope(caller, 'identify');
      if (upload !== null && (await uploads.get(uploadKey(merchant, upload))) === undefined)
        throw new NotFoundError(`there is no upload ${upload}`);
      const requestedAt = now();
      const id = `${market}-${timeSortedId(requestedAt)}`;
      const asked: Export = {
        ...{ export: id, market, kind, format, state: 'pending' },
        ...{ asOf, upload, customerCodes, requestedAt, by: client, requestId },
      };
      await exports.put(exportKey(merchant, id), asked, exportExpiry(requestedAt));
      // after its document: who is told of it finds it
      await sendExport({ merchant, export: id });
      return {
        body: viewOf(asked, { now: requestedAt, link: null }),
        headers: { location: `../../exports/${id}` },
      };
    },
    'GET /v1/exports/{export}': async ({ caller, path, requestId }) => {
      const stored = await exports.get(exportKey(caller.merchant, path.export), { consistent: true });
      if (stored === undefined) throw new NotFoundError(`there is no export ${path.export}`);
      const { value } = stored;
      if (value.customerCodes) requireScope(caller, 'identify');
      const link = await linkTo(dependencies, value, { caller, requestId });
      return { body: viewOf(value, { now: now(), link }) };
    },
  };
}

async function linkTo(
  { signExport, audit }: Dependencies,
  { file, state, customerCodes, export: id }: Export,
  { caller: { merchant, client }, requestId }: { caller: Caller; requestId: string },
): Promise<ExportView['link']> {
  if (state !== 'ready' || file === undefined) return null;
  if (customerCodes) audit.info('link to customer codes given', { merchant, client, requestId, export: id });
  return signExport(file.key);
}

function viewOf(given: Export, { now, link }: { now: string; link: ExportView['link'] }): ExportView {
  const { by: _, requestId: __, begunAt: ___, file, ...shown } = givenUp(given, now);
  return {
    ...shown,
    rows: file?.rows ?? null,
    bytes: file?.bytes ?? null,
    columns: file?.columns ?? null,
    fileName: file?.key.split('/').at(-1) ?? null,
    link,
    expiresAt: exportEndsAt(given.requestedAt),
  };
}

/** What is still waiting when every try is over will not come: its message was lost, or each try was cut off. */
function givenUp(given: Export, now: string): Export {
  const end = lastTryEndsAt(given.requestedAt);
  return given.state === 'pending' && Date.parse(now) > Date.parse(end)
    ? { ...given, state: 'failed', reason: `it did not get done by ${end}: ask for it again` }
    : given;
}
