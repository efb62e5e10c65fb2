import { lakeKeys, type OwnAnswer, type ReportRequest } from '../../lib/domain/index.ts';
import { poolAnswers } from '../../lib/operations/index.ts';
import { keepPricePriors, type ObjectStore, readShardAnswers } from '../../lib/stores/index.ts';

/** Shards read at once. */
const AT_ONCE = 16;

/**
 * Pool what the run's shards learnt of how demand answers to price, and keep it for the nights to come. A shard that failed
 * is left out. Whatever the order in which shards ended, the same bytes.
 */
export async function poolPrices(
  objects: Pick<ObjectStore, 'get' | 'put'>,
  { merchant, market, asOf, runId, learn }: ReportRequest,
): Promise<void> {
  const shards = learn.filter(({ failed }) => failed === undefined).map(({ shard }) => shard);
  const answers: OwnAnswer[] = [];
  for (let first = 0; first < shards.length; first += AT_ONCE) {
    const parts = await Promise.all(
      shards
        .slice(first, first + AT_ONCE)
        .map((shard) => readShardAnswers(objects, lakeKeys.shardElasticities(merchant, runId, shard))),
    );
    answers.push(...parts.flat());
  }
  await keepPricePriors(objects, merchant, { runId, market, asOf, ...poolAnswers(answers) });
}
