import { gunzipSync, gzipSync } from 'node:zlib';
import {
  lakeKeys,
  NotFoundError,
  type OwnAnswer,
  ownAnswerSchema,
  type PricePriors,
  parseStored,
  pricePriorsSchema,
  type RunName,
} from '../domain/index.ts';
import type { ObjectStore } from './objects.ts';

/** Write what a shard's SKUs tell by their own data, a line of gzipped JSON each. Equal answers give equal bytes. */
export async function writeShardAnswers(
  objects: Pick<ObjectStore, 'put'>,
  key: string,
  answers: readonly OwnAnswer[],
): Promise<void> {
  const lines = answers.map((answer) => JSON.stringify(answer));
  await objects.put(key, gzipSync(lines.join('\n')), 'application/gzip');
}

/** Read a shard's answers; none where it left none, as an earlier version did. */
export async function readShardAnswers(objects: Pick<ObjectStore, 'get'>, key: string): Promise<OwnAnswer[]> {
  const bytes = await objects.get(key).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
  if (bytes === undefined) return [];
  return gunzipSync(bytes)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line, place) => parseStored(ownAnswerSchema, line, `line ${place + 1} of ${key}`));
}

/** Keep a night's priors under its business date; a repeat of the date overwrites. */
export async function keepPricePriors(
  objects: Pick<ObjectStore, 'put'>,
  merchant: string,
  priors: PricePriors,
): Promise<void> {
  const key = lakeKeys.pricePriors(merchant, priors.market, priors.asOf);
  await objects.put(key, JSON.stringify(priors), 'application/json');
}

/**
 * Read the newest priors of a date before the run's own: a repeat of a date meets what its first run met, and a run of an older
 * date never the future.
 *
 * @returns `null` where there are none: every SKU then stands alone
 */
export async function readPricePriorsBefore(
  objects: Pick<ObjectStore, 'get' | 'list'>,
  { merchant, market, asOf }: Pick<RunName, 'merchant' | 'market' | 'asOf'>,
): Promise<PricePriors | null> {
  const own = lakeKeys.pricePriors(merchant, market, asOf);
  const keys = await objects.list(own.slice(0, own.lastIndexOf('/') + 1));
  const key = keys.filter((other) => other < own).at(-1);
  if (key === undefined) return null;
  return parseStored(pricePriorsSchema, new TextDecoder().decode(await objects.get(key)), key);
}
