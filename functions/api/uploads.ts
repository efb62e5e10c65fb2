import {
  ALL_MARKETS,
  NotFoundError,
  nothingRead,
  presignedKey,
  type Upload,
  type UploadRequest,
  uploadKey,
} from '../../lib/domain/index.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import type { CatalogTable, ObjectStore, UploadTable } from '../../lib/stores/index.ts';
import type { UploadSigner } from '../../lib/stores/presigned.ts';
import { answerPage } from './pages.ts';
import type { RouteHandlers } from './request.ts';
import { answerUpload, rollBack } from './settle-upload.ts';

type Dependencies = {
  uploads: UploadTable;
  catalog: Pick<CatalogTable, 'remove' | 'queryAll' | 'compactions'>;
  /** The bucket that files are dropped into: an object there tells ingest that an upload was answered. */
  dropped: Pick<ObjectStore, 'put'>;
  /** The lake's bucket: what counts is told to its readers outside. */
  lake: Pick<ObjectStore, 'bucket' | 'put'>;
  tenants: Tenants;
  cursors: Cursors;
  signUpload: UploadSigner;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Give out places for files, and show what became of them. */
export function createUploadRoutes(
  dependencies: Dependencies,
): Pick<
  RouteHandlers,
  | 'GET /v1/uploads'
  | 'POST /v1/uploads'
  | 'GET /v1/uploads/{upload}'
  | 'POST /v1/uploads/{upload}/mapping'
  | 'DELETE /v1/uploads/{upload}'
> {
  const { uploads, cursors, signUpload, now } = dependencies;
  return {
    'GET /v1/uploads': async ({ caller: { merchant }, query }) =>
      answerPage<Upload, Upload>(
        { cursors, of: [merchant, 'uploads'], query },
        (page) => uploads.query(merchant, { ...page, descending: true }),
        (items) => items.map(({ value }) => value),
      ),
    'POST /v1/uploads': async ({ caller: { merchant }, body }) => {
      holdToMarket(dependencies.tenants, merchant, body.market);
      const upload = awaitedUpload(merchant, body, now());
      await uploads.put(uploadKey(merchant, upload.upload), upload);
      const { url, expiresAt } = await signUpload(upload.key);
      return {
        body: { upload, put: { method: 'PUT', url, expiresAt } },
        headers: { location: `uploads/${upload.upload}` },
      };
    },
    'GET /v1/uploads/{upload}': async ({ caller: { merchant }, path }) => {
      const stored = await uploads.get(uploadKey(merchant, path.upload));
      if (stored === undefined) throw new NotFoundError(`there is no upload ${path.upload}`);
      return { body: stored.value };
    },
    'POST /v1/uploads/{upload}/mapping': async ({ caller: { merchant }, path, body }) => ({
      body: await answerUpload(dependencies, { merchant, upload: path.upload }, body),
    }),
    'DELETE /v1/uploads/{upload}': async ({ caller: { merchant }, path }) => ({
      body: await rollBack(dependencies, { merchant, upload: path.upload }),
    }),
  };
}

/** A file for all markets needs one of them at home here. @throws NotFoundError as for any market that isn't there */
function holdToMarket(tenants: Tenants, merchant: string, market: string): void {
  if (market !== ALL_MARKETS || tenants.markets(merchant).length === 0) tenants.market(merchant, market);
}

/** Describe an upload whose file has not come. */
function awaitedUpload(merchant: string, request: UploadRequest, at: string): Upload {
  const { market, kind, fileName, dryRun = false } = request;
  const upload = timeSortedId(at);
  return {
    upload,
    market,
    kind,
    fileName,
    key: presignedKey(merchant, market, kind, upload, fileName),
    sequence: upload,
    state: 'awaited',
    at,
    ...nothingRead(),
    dryRun,
  };
}
