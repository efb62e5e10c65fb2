import type { OwnAnswer, PriceTest, ReportRequest } from '../../lib/domain/index.ts';
import { poolAnswers, rests } from '../../lib/operations/index.ts';
import {
  inBatches,
  keepPricePriors,
  type ObjectStore,
  readPricePriorsBefore,
  readShardPrices,
} from '../../lib/stores/index.ts';
import { shardsDone } from './shards-done.ts';

/** Shards read at once. */
const AT_ONCE = 16;

/**
 * Pool what the run's shards learnt of how demand answers to price, and keep it with the price tests for the nights to come. A
 * shard that failed is left out; tests of its SKUs go on as the night before knew them. Whatever the order in which shards
 * ended, the same bytes.
 */
export async function poolPrices(
  objects: Pick<ObjectStore, 'get' | 'put' | 'list'>,
  request: ReportRequest,
): Promise<void> {
  const { merchant, market, asOf, runId, learn } = request;
  const answers: OwnAnswer[] = [];
  const before = await readPricePriorsBefore(objects, request);
  const tests = new Map(before?.tests?.filter((test) => rests(test, asOf)).map((test) => [test.sku, test]));
  const read = (shard: string) => readShardPrices(objects, { merchant, runId, shard });
  for await (const parts of inBatches(shardsDone(learn), AT_ONCE, read))
    for (const part of parts) {
      answers.push(...part.answers);
      for (const test of part.tests) tests.set(test.sku, test);
    }
  const ordered = [...tests.values()].sort((a: PriceTest, b: PriceTest) => (a.sku < b.sku ? -1 : 1));
  await keepPricePriors(objects, merchant, { runId, market, asOf, ...poolAnswers(answers), tests: ordered });
}
