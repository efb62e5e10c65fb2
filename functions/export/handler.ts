import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@aws-lambda-powertools/logger';
import {
  ConflictError,
  type Export,
  exportKey,
  exportMessageSchema,
  InputError,
  lakeKeys,
  type Market,
  parseAs,
} from '../../lib/domain/index.ts';
import { exportExpiry } from '../../lib/runtime/index.ts';
import type { ExportTable, ObjectStore } from '../../lib/stores/index.ts';
import { type ExportSources, makeFile } from './make-file.ts';

export type ExportDependencies = ExportSources & {
  exports: Pick<ExportTable, 'get' | 'replace'>;
  lake: Pick<ObjectStore, 'list' | 'download' | 'upload'>;
  /** Markets homed here. */
  markets: readonly Market[];
  /** The present moment, RFC 3339. */
  now: () => string;
  temporaryDirectory: string;
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
};

/** A message of the queue: its text, whether it was delivered before, and whether this is its last time. */
export type ExportDelivery = { body: string; again: boolean; last: boolean };

/**
 * Make a file that somebody asked for: claim it, read its table, write it to the lake's bucket, and say in its document what there
 * is. A wish that cannot be met ends `failed` with its reason. Made twice it is one object: the key is the export's own.
 *
 * @returns a function of one message; it throws only for faults that a retry may heal
 */
export const createHandler =
  (dependencies: ExportDependencies) =>
  async ({ body, again, last }: ExportDelivery): Promise<void> => {
    const message = parseAs(exportMessageSchema, JSON.parse(body), 'the message');
    const key = exportKey(message.merchant, message.export);
    const claim = await claimExport(dependencies, key, again);
    if (claim === 'settled') return dependencies.logger.info('an export that is made or gone', message);
    if (claim === 'busy') throw new ConflictError(`the export ${message.export} is being made by a twin`);
    const { logger, now } = dependencies;
    const finished = await attempt(dependencies, message.merchant, claim.value).catch(
      async (error: unknown) => {
        if (last)
          await end(dependencies, key, claim, failed(claim.value, 'it failed each time: ask for it again'));
        throw error;
      },
    );
    await end(dependencies, key, claim, { ...finished, finishedAt: now() });
    logger.info('export ended', { ...message, state: finished.state, rows: finished.file?.rows });
  };

type Claim = { value: Export; version: number };
type Key = ReturnType<typeof exportKey>;

/**
 * Take an export that waits. A message is done only when its export is: one that meets a twin at work (`busy`) has to come again.
 * Who gets a message again knows that its first reader is gone, since a function lives shorter than a message is hidden.
 */
async function claimExport(
  { exports, now }: ExportDependencies,
  key: Key,
  again: boolean,
): Promise<Claim | 'settled' | 'busy'> {
  const stored = await exports.get(key, { consistent: true });
  if (stored === undefined || stored.value.state !== 'pending') return 'settled';
  const { value, version } = stored;
  if (value.begunAt !== undefined && !again) return 'busy';
  const begun = { ...value, begunAt: now() };
  return (await exports.replace(key, begun, version, exportExpiry(value.requestedAt)))
    ? { value: begun, version: version + 1 }
    : 'busy';
}

async function attempt(dependencies: ExportDependencies, merchant: string, claimed: Export): Promise<Export> {
  const { markets, lake, temporaryDirectory } = dependencies;
  const { kind, format, export: id } = claimed;
  const directory = await mkdtemp(join(temporaryDirectory, 'export-'));
  try {
    const market = markets.find((each) => each.market === claimed.market);
    if (market === undefined) throw new InputError(`there is no market ${claimed.market}`);
    const { path, rows, bytes, columns } = await makeFile(dependencies, {
      ...{ merchant, market, directory },
      asked: claimed,
    });
    const fileName = `${market.market}-${kind.replaceAll('_', '-')}-${dayOf(claimed)}.${format}`;
    const key = lakeKeys.exported(merchant, id, fileName);
    await lake.upload(path, key, CONTENT_TYPES[format]);
    return { ...claimed, state: 'ready', file: { key, rows, bytes, columns } };
  } catch (error) {
    // what the caller asked for is not there, or too large: no retry makes it so
    if (error instanceof InputError) return failed(claimed, error.message);
    throw error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', parquet: 'application/vnd.apache.parquet' } as const;

/** The day that a file's name says: the night that was asked for, or else the day of asking. */
const dayOf = ({ asOf, requestedAt }: Export) => asOf ?? requestedAt.slice(0, 10);

const failed = (claimed: Export, reason: string): Export => ({ ...claimed, state: 'failed', reason });

async function end(
  { exports, logger }: ExportDependencies,
  key: Key,
  { version }: Claim,
  finished: Export,
): Promise<void> {
  const won = await exports.replace(key, finished, version, exportExpiry(finished.requestedAt));
  if (!won) logger.warn('another process has taken this export over', { export: finished.export });
}
