import {
  lakeKeys,
  type OwnAnswer,
  ownAnswerSchema,
  type PricePriors,
  type PriceTest,
  parseStored,
  pricePriorsSchema,
  priceTestSchema,
  type RunName,
} from '../domain/index.ts';
import { readLinesIfAny, writeJsonLines } from './json-lines.ts';
import { keyBefore } from './key-before.ts';
import type { ObjectStore } from './objects.ts';

/** What a shard's SKUs tell by their own data, and its price tests. */
export type ShardPrices = { answers: readonly OwnAnswer[]; tests: readonly PriceTest[] };

type Shard = { merchant: string; runId: string; shard: string };

/** Write what a shard leaves for the night's pool, a line of gzipped JSON each. Equal parts give equal bytes. */
export async function writeShardPrices(
  objects: Pick<ObjectStore, 'put'>,
  { merchant, runId, shard }: Shard,
  { answers, tests }: ShardPrices,
): Promise<void> {
  await writeJsonLines(objects, lakeKeys.shardElasticities(merchant, runId, shard), answers);
  await writeJsonLines(objects, lakeKeys.shardPriceTests(merchant, runId, shard), tests);
}

/** Read what a shard left; nothing where it left nothing, as an earlier version did. */
export async function readShardPrices(
  objects: Pick<ObjectStore, 'get'>,
  { merchant, runId, shard }: Shard,
): Promise<ShardPrices> {
  const [answers, tests] = await Promise.all([
    readLinesIfAny(objects, lakeKeys.shardElasticities(merchant, runId, shard), (line, where) =>
      parseStored(ownAnswerSchema, line, where),
    ),
    readLinesIfAny(objects, lakeKeys.shardPriceTests(merchant, runId, shard), (line, where) =>
      parseStored(priceTestSchema, line, where),
    ),
  ]);
  return { answers, tests };
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
  const key = await keyBefore(objects, lakeKeys.pricePriors(merchant, market, asOf));
  if (key === undefined) return null;
  return parseStored(pricePriorsSchema, new TextDecoder().decode(await objects.get(key)), key);
}
