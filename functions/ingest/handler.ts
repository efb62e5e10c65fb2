import { join } from 'node:path';
import type { Logger } from '@aws-lambda-powertools/logger';
import {
  ConflictError,
  catalogKey,
  lakeKeys,
  type Market,
  type Merchant,
  NotFoundError,
  privacyKeys,
  type Upload,
  type UploadKind,
  uploadEvents,
  uploadKey,
} from '../../lib/domain/index.ts';
import { type EventBus, type Pseudonyms, pseudonymsInUse } from '../../lib/runtime/index.ts';
import {
  type CatalogTable,
  type IdentityTable,
  type Import,
  importFile,
  inTemporaryFolder,
  type ObjectStore,
  type PrivacyMarkTable,
  type PseudonymKeyTable,
  publishManifests,
  type SavedMappingTable,
  type UploadTable,
} from '../../lib/stores/index.ts';
import { type Admission, admitUpload } from './admit-upload.ts';
import { type Claim, claimUpload, ID_DIGITS } from './claim-upload.ts';
import { keepIdentities, nameCustomers } from './keep-identities.ts';
import { keepParts } from './keep-parts.ts';
import { recallAnswers, rememberAnswers } from './saved-answers.ts';
import { type DroppedObject, readUploadEvent } from './upload-event.ts';

export type IngestDependencies = {
  uploads: Pick<UploadTable, 'get' | 'putNew' | 'replace'>;
  catalog: Pick<CatalogTable, 'put' | 'remove' | 'queryAll' | 'compactions'>;
  identities: Pick<IdentityTable, 'putAll'>;
  mappings: Pick<SavedMappingTable, 'get' | 'put'>;
  /** Of the buyers who were erased. */
  marks: Pick<PrivacyMarkTable, 'queryAll'>;
  events: EventBus;
  /** The bucket that files are dropped into, and the lake's. */
  dropped: Pick<ObjectStore, 'download' | 'remove'>;
  lake: Pick<ObjectStore, 'bucket' | 'upload' | 'put'>;
  merchants: readonly Merchant[];
  /** Markets homed here. */
  markets: readonly Market[];
  /** Which key the stores are written under. */
  keys: Pick<PseudonymKeyTable, 'get' | 'putNew'>;
  readPseudonyms(): Promise<string>;
  /** The present moment, RFC 3339. */
  now: () => string;
  temporaryDirectory: string;
  /** Age from which a claim belongs to a dead process, ms. */
  deadAfterMs: number;
  logger: Pick<Logger, 'info' | 'warn'>;
};

/** A message of the ingest queue: its text, and whether it was delivered before. */
export type IngestMessage = { body: string; again: boolean };

/**
 * Take a dropped file into the lake: claim it, read it, keep what is accepted as Parquet, what is refused as a CSV, and
 * the whole story in the upload's document. A file that cannot be read ends `rejected` with its reason.
 *
 * @returns a function of one message; it throws only for faults that a retry may heal
 */
export const createHandler =
  (dependencies: IngestDependencies) =>
  async ({ body, again }: IngestMessage): Promise<void> => {
    for (const object of readUploadEvent(body)) await ingest(dependencies, object, again);
  };

async function ingest(dependencies: IngestDependencies, object: DroppedObject, again: boolean) {
  const { uploads, now, deadAfterMs, logger, temporaryDirectory } = dependencies;
  const claim = await claimUpload({ uploads, object, again, now: now(), deadAfterMs });
  if (claim === 'settled') return logger.info('twin of an upload that was read');
  if (claim === 'busy')
    throw new ConflictError('the upload is being read for its twin: this message waits for the end');
  const { merchant, upload, version } = claim;
  return inTemporaryFolder(temporaryDirectory, 'ingest', async (directory) => {
    const read = await readObject(dependencies, { claim, directory });
    const finished = await keep(dependencies, claim, read);
    await forgetEarlierReading(dependencies, claim, read);
    // before the document is closed: whoever dies between the two is followed by one who tells it again, under the same id
    await announce(dependencies, object, claim, finished);
    await forgetOriginal(dependencies, finished, read);
    const won = await uploads.replace(uploadKey(merchant, upload.upload), finished, version);
    if (!won) await giveWay(dependencies, claim, read);
    logger.info('upload read', { merchant, upload: upload.upload, state: finished.state, ...finished.rows });
  });
}

/**
 * Remove the file itself where it names an erased buyer, once nothing is to be read from it any more. An earlier version of it
 * expires with the others.
 */
async function forgetOriginal(
  { dropped }: IngestDependencies,
  { key, state }: Upload,
  { erasedBuyers = 0 }: Read,
): Promise<void> {
  const isSettled = state !== 'needsAnswer' && state !== 'held';
  if (erasedBuyers > 0 && isSettled) await dropped.remove(key);
}

/** Tell what came of it; a path of no known merchant has nobody to be told. */
async function announce(
  { events, merchants, now }: IngestDependencies,
  { identity }: DroppedObject,
  { merchant }: Claim,
  finished: Upload,
): Promise<void> {
  if (!merchants.some((known) => known.merchant === merchant)) return;
  await events.announce(
    uploadEvents(finished, { merchant, reading: identity.slice(0, ID_DIGITS), at: now() }),
  );
}

/** A larger file would not fit in a function's scratch space beside what is made of it. */
const MOST_FILE_BYTES = 1024 ** 3;

type Read = {
  admission: Admission;
  imported: Import | null;
  reason: string | null;
  /** Buyers of the file who were erased. */
  erasedBuyers?: number;
};

async function readObject(
  dependencies: IngestDependencies,
  { claim, directory }: { claim: Claim; directory: string },
): Promise<Read> {
  const { merchant, upload, sizeBytes } = claim;
  const admission = admitUpload(upload, merchant, dependencies);
  if (admission.kind === 'refused') return { admission, imported: null, reason: admission.reason };
  if ((sizeBytes ?? 0) > MOST_FILE_BYTES)
    return {
      admission,
      imported: null,
      reason: `the file is larger than ${MOST_FILE_BYTES} bytes: split it`,
    };
  const file = join(directory, 'dropped');
  try {
    await dependencies.dropped.download(upload.key, file, upload);
  } catch (error) {
    const reason = lossOf(error);
    if (reason === null) throw error;
    return { admission, imported: null, reason };
  }
  const pseudonyms = await keyOfStores(dependencies, merchant);
  const { identities, mappings } = dependencies;
  const { answers = {} } = upload;
  const dryRun = upload.dryRun === true && answers.takeIn !== 'yes';
  const of = { merchant, market: upload.market, kind: admission.uploadKind };
  const erased = await readErased(dependencies.marks, merchant);
  let erasedBuyers = 0;
  const imported = await importFile({
    file,
    fileName: upload.fileName,
    kind: admission.uploadKind,
    market: admission.market,
    origin: { upload: upload.upload, sequence: upload.sequence },
    directory,
    answers,
    recall: (shape) => recallAnswers(mappings, of, shape),
    dryRun,
    // a dry run leaves nothing behind, of customers neither
    pseudonymise: async (codes) => {
      const { names, aliases } = nameCustomers(codes, { pseudonyms, erased, upload: upload.upload });
      erasedBuyers = aliases;
      if (!dryRun) await keepIdentities(codes, names, { merchant, identities, pseudonyms });
      return names;
    },
  });
  if (imported.parts.length > 0 && imported.shape !== null && upload.remember !== false)
    await rememberAnswers(mappings, of, { shape: imported.shape, answers, upload: upload.upload });
  return { admission, imported, reason: imported.reason, erasedBuyers };
}

/** The key that the merchant's stores are written under; the first file settles it. @throws UpstreamError where the secret lacks it */
async function keyOfStores(
  { keys, readPseudonyms }: IngestDependencies,
  merchant: string,
): Promise<Pseudonyms> {
  const at = privacyKeys.key(merchant);
  const secret = await readPseudonyms();
  const stored = await keys.get(at, { consistent: true });
  const { pseudonyms, key } = pseudonymsInUse(secret, merchant, stored?.value);
  // a twin that was first may have another secret: ask what it has settled
  if (stored === undefined && !(await keys.putNew(at, key)))
    return pseudonymsInUse(secret, merchant, (await keys.get(at, { consistent: true }))?.value).pseudonyms;
  return pseudonyms;
}

/** Read the marks of a merchant's erased buyers: few, and new ones hold for every file that is claimed after them. */
async function readErased(marks: IngestDependencies['marks'], merchant: string): Promise<Set<string>> {
  const { pk } = privacyKeys.mark(merchant, 'erase', '');
  return new Set((await marks.queryAll(pk, { consistent: true })).map(({ sk }) => sk));
}

/** Say why the very object that an event named is there no more; `null` for any other fault. */
function lossOf(error: unknown): string | null {
  if (error instanceof NotFoundError) return 'the file was removed before it was read';
  return error instanceof ConflictError
    ? 'another file took its place before it was read: that one is an upload of its own'
    : null;
}

/**
 * Take out of the catalog what a process that died had put there, where its file is read another way by now: another one has
 * taken its place, or it has become a question.
 */
async function forgetEarlierReading(
  dependencies: IngestDependencies,
  claim: Claim,
  { admission, imported }: Read,
): Promise<void> {
  const isFirst = claim.version === 1;
  if (isFirst || admission.kind === 'refused' || (imported?.parts.length ?? 0) > 0) return;
  await takeOut(dependencies, claim, admission.uploadKind);
}

/**
 * Leave an upload to the process that has taken it over. Where that one has read it and a person has rolled it back meanwhile,
 * this one's entry in the catalog came too late, and is taken out again.
 */
async function giveWay(dependencies: IngestDependencies, claim: Claim, { admission }: Read): Promise<void> {
  const { uploads, logger } = dependencies;
  const { merchant, upload } = claim;
  logger.warn('another process has taken this upload over', { upload: upload.upload });
  const found = await uploads.get(uploadKey(merchant, upload.upload), { consistent: true });
  if (found?.value.state === 'rolledBack' && admission.kind === 'admitted')
    await takeOut(dependencies, claim, admission.uploadKind);
}

async function takeOut(
  { catalog, lake }: IngestDependencies,
  { upload, merchant }: Claim,
  kind: UploadKind,
): Promise<void> {
  await catalog.remove(catalogKey(merchant, upload.market, kind, upload.upload));
  await publishManifests({ objects: lake, catalog }, { merchant, market: upload.market, kinds: [kind] });
}

/** Store what was read: first the files, then the catalog entry that makes them count. */
async function keep(
  dependencies: IngestDependencies,
  { upload, merchant }: Claim,
  { admission, imported, reason, erasedBuyers = 0 }: Read,
): Promise<Upload> {
  if (admission.kind === 'refused' || imported === null) return { ...upload, state: 'rejected', reason };
  const { lake } = dependencies;
  const { parts, rejectsFile, shape: _, ...story } = imported;
  const { market, upload: id } = upload;
  const kind = admission.uploadKind;
  const rejectsKey = rejectsFile === null ? null : lakeKeys.rejects(merchant, market, kind, id);
  if (rejectsFile !== null && rejectsKey !== null) await lake.upload(rejectsFile, rejectsKey, 'text/csv');
  if (parts.length > 0) await keepParts(dependencies, { merchant, market, kind }, { upload, imported });
  const assumed = [...story.assumed, ...(erasedBuyers === 0 ? [] : [erasedInWords(erasedBuyers, kind)])];
  return { ...upload, ...story, assumed, rejectsKey };
}

/** Say what was done with rows of buyers who were erased. */
const erasedInWords = (buyers: number, kind: UploadKind) =>
  `${buyers} of its buyers were erased: ${
    kind === 'orders' ? 'their order lines are taken as nobody’s' : 'their rows are left out'
  }, and the file itself is not kept`;
