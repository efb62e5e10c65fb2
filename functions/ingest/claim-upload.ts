import { nothingRead, type Upload, uploadKey } from '../../lib/domain/index.ts';
import type { UploadTable } from '../../lib/stores/index.ts';
import { answeredUpload, type DroppedObject, partsOf, presignedUpload } from './upload-event.ts';

/** An upload that this delivery may read, with the version that its end must name. */
export type Claim = {
  upload: Upload;
  merchant: string;
  version: number;
  /** The size of the file as the event tells it; `null` where it was read before. */
  sizeBytes: number | null;
};

export type ClaimRequest = {
  uploads: Pick<UploadTable, 'get' | 'putNew' | 'replace'>;
  object: DroppedObject;
  /** True when this very message was delivered before: that attempt failed or died. */
  again: boolean;
  /** The present moment, RFC 3339. */
  now: string;
  /** Age from which a claim belongs to a dead process, ms: no function lives longer. */
  deadAfterMs: number;
};

/** Digits of the object's identity that name an upload: 96 bits. */
export const ID_DIGITS = 24;

/**
 * What a delivery meets: a claim of its own; `settled`, where its twin has been read and nothing is left to do; `busy`, where
 * its twin is being read. A message is done only when its upload is, so that one that meets `busy` has to come again.
 */
export type Claimed = Claim | 'settled' | 'busy';

/**
 * Claim an object by a conditional write, so that of twins one reads it.
 *
 * A claim is taken over when its message comes again (the queue hides a message for longer than a function lives) or
 * when it is older than a function lives.
 */
export async function claimUpload(request: ClaimRequest): Promise<Claimed> {
  const { uploads, object } = request;
  const { merchant, fileName } = partsOf(object.key);
  const answered = answeredUpload(object.key);
  if (answered !== null) return claimAnswered(request, merchant, answered);
  const named = presignedUpload(fileName);
  const claimed = named === null ? 'not awaited' : await claimAwaited(request, merchant, named);
  if (claimed !== 'not awaited') return claimed;
  const upload = newUpload(request, object.identity.slice(0, ID_DIGITS));
  if (await uploads.putNew(uploadKey(merchant, upload.upload), upload))
    return { upload, merchant, version: 1, sizeBytes: object.sizeBytes };
  const found = await uploads.get(uploadKey(merchant, upload.upload), { consistent: true });
  if (found === undefined) return 'busy';
  if (!isOpen(found.value, request)) return twinOf(found.value);
  return replaceClaim(request, merchant, { ...upload, sequence: found.value.sequence }, found.version);
}

const twinOf = ({ state }: Upload): 'settled' | 'busy' => (state === 'reading' ? 'busy' : 'settled');

/** Claim an upload whose questions were answered: its file is read again, in the version that was read before. */
async function claimAnswered(request: ClaimRequest, merchant: string, named: string): Promise<Claimed> {
  const found = await request.uploads.get(uploadKey(merchant, named), { consistent: true });
  if (found === undefined) return 'settled';
  if (!isOpen(found.value, request)) return twinOf(found.value);
  const upload: Upload = { ...found.value, ...nothingRead(), state: 'reading', at: request.now };
  const claim = await replaceClaim(request, merchant, upload, found.version);
  return claim === 'busy' ? claim : { ...claim, sizeBytes: null };
}

/** Claim the upload that a presigned key names, for the first object that comes under it; a later one is its own upload. */
async function claimAwaited(
  request: ClaimRequest,
  merchant: string,
  named: string,
): Promise<Claimed | 'not awaited'> {
  const { uploads, object } = request;
  const found = await uploads.get(uploadKey(merchant, named), { consistent: true });
  if (found === undefined || found.value.key !== object.key) return 'not awaited';
  const { state, sequence, fileName, dryRun = false } = found.value;
  const isSameObject = state !== 'awaited' && sequence === object.sequence;
  if (state !== 'awaited' && !isSameObject) return 'not awaited';
  if (!isOpen(found.value, request)) return twinOf(found.value);
  const claim = await replaceClaim(
    request,
    merchant,
    { ...newUpload(request, named), fileName, dryRun },
    found.version,
  );
  // whoever was faster may have brought another object: look again
  return claim === 'busy' ? claimAwaited({ ...request, again: false }, merchant, named) : claim;
}

function isOpen({ state, at }: Upload, { again, now, deadAfterMs }: ClaimRequest): boolean {
  if (state === 'awaited' || state === 'answered') return true;
  return state === 'reading' && (again || Date.parse(now) - Date.parse(at) > deadAfterMs);
}

async function replaceClaim(
  { uploads, object }: ClaimRequest,
  merchant: string,
  upload: Upload,
  version: number,
): Promise<Claim | 'busy'> {
  const won = await uploads.replace(uploadKey(merchant, upload.upload), upload, version);
  return won ? { upload, merchant, version: version + 1, sizeBytes: object.sizeBytes } : 'busy';
}

function newUpload({ object, now }: ClaimRequest, upload: string): Upload {
  const { market, kind, fileName } = partsOf(object.key);
  return {
    upload,
    market,
    kind,
    fileName,
    key: object.key,
    sequence: object.sequence,
    state: 'reading',
    at: now,
    ...nothingRead(),
    versionId: object.versionId,
    eTag: object.eTag,
  };
}
