import {
  answersKey,
  ConflictError,
  catalogKey,
  InputError,
  type MappingRequest,
  NotFoundError,
  type Upload,
  type UploadKind,
  uploadKey,
  uploadKinds,
} from '../../lib/domain/index.ts';
import { reachOf } from '../../lib/importing/index.ts';
import {
  type CatalogTable,
  type ObjectStore,
  publishManifests,
  type UploadTable,
} from '../../lib/stores/index.ts';

type Stores = {
  uploads: Pick<UploadTable, 'get' | 'replace'>;
  catalog: Pick<CatalogTable, 'remove' | 'queryAll' | 'compactions'>;
  dropped: Pick<ObjectStore, 'put'>;
  /** The lake's bucket, for its manifests. */
  lake: Pick<ObjectStore, 'bucket' | 'put'>;
};
type Named = { merchant: string; upload: string };

/** States whose upload may be read again by other answers: nothing of it is in the lake. */
const ANSWERABLE: readonly Upload['state'][] = ['needsAnswer', 'held', 'rejected', 'answered'];
/** States that a process is at work on, or is about to be. */
const UNDER_WAY: readonly Upload['state'][] = ['reading', 'answered'];

/**
 * Keep a person's answers with an upload and have ingest read it again. Sent again it tells ingest again: the answers are
 * the same.
 *
 * @throws NotFoundError; ConflictError when it is being read or is in the lake already; InputError for an answer to no
 *   question, or one that the question doesn't offer
 */
export async function answerUpload(
  { uploads, dropped }: Stores,
  named: Named,
  { answers, remember }: MappingRequest,
): Promise<Upload> {
  const { value: upload, version } = await stored(uploads, named);
  if (!ANSWERABLE.includes(upload.state))
    throw new ConflictError(
      `the upload is ${upload.state}: only what waits, is held or was refused can be answered`,
    );
  checkAnswers(upload, answers);
  const answered: Upload = {
    ...upload,
    state: 'answered',
    answers: { ...upload.answers, ...answers },
    ...(remember === undefined ? {} : { remember }),
  };
  if (!(await uploads.replace(uploadKey(named.merchant, named.upload), answered, version)))
    throw new ConflictError('the upload was changed in the meantime: look at it again');
  const key = answersKey(named.merchant, upload.market, upload.upload);
  await dropped.put(key, JSON.stringify(answered.answers), 'application/json');
  return answered;
}

/**
 * Take an upload out of the lake, or close it where it never came in. What later files corrected of it stays as they have it.
 * Sent again it ends what was interrupted.
 *
 * @throws NotFoundError; ConflictError while it is being read
 */
export async function rollBack({ uploads, catalog, lake }: Stores, named: Named): Promise<Upload> {
  const { value: upload, version } = await stored(uploads, named);
  if (UNDER_WAY.includes(upload.state))
    throw new ConflictError('the upload is being read: roll it back when that is done');
  const rolledBack: Upload = { ...upload, state: 'rolledBack', questions: [], reason: 'rolled back' };
  if (!(await uploads.replace(uploadKey(named.merchant, named.upload), rolledBack, version)))
    throw new ConflictError('the upload was changed in the meantime: look at it again');
  const kind = uploadKinds.find((one) => one === upload.kind);
  if (kind !== undefined) {
    const { merchant } = named;
    await catalog.remove(catalogKey(merchant, upload.market, kind, upload.upload));
    await publishManifests({ objects: lake, catalog }, { merchant, market: upload.market, kinds: [kind] });
  }
  return rolledBack;
}

async function stored(uploads: Stores['uploads'], { merchant, upload }: Named) {
  const found = await uploads.get(uploadKey(merchant, upload), { consistent: true });
  if (found === undefined) throw new NotFoundError(`there is no upload ${upload}`);
  return found;
}

function checkAnswers({ kind, questions }: Upload, answers: Readonly<Record<string, string>>): void {
  const known = kindOf(kind);
  for (const [name, answer] of Object.entries(answers)) {
    reachOf(known, name);
    const options = questions.find(({ question }) => question === name)?.options.map(({ value }) => value);
    if (options !== undefined && !options.includes(answer))
      throw new InputError(`"${answer}" is no answer to ${name}: it must be one of ${options.join(', ')}`);
  }
}

/** @throws InputError for an upload of no kind: no answer makes it one */
function kindOf(kind: string): UploadKind {
  const known = uploadKinds.find((one) => one === kind);
  if (known === undefined) throw new InputError(`"${kind}" is no kind of file: drop it under one`);
  return known;
}
