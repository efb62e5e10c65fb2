import type { RecommendationsAnswer, RecommendationsRequest } from '../../lib/domain/index.ts';
import type { FailureLog } from '../../lib/runtime/failure-log.ts';
import { problemOf } from '../../lib/runtime/problem.ts';
import type { createAnswerOne } from './answer-one.ts';

/** Items that are answered at a time: as many reads as one table's connections take without waiting. */
const AT_A_TIME = 10;

type Asked = RecommendationsRequest['items'][number];
type Answered = RecommendationsAnswer['items'][number];
type Place = {
  merchant: string;
  market: string;
  requestId: string;
  answerOne: ReturnType<typeof createAnswerOne>;
  log?: FailureLog | undefined;
};

/** Answer many questions of a market in their order. One that fails carries its problem, and the others are answered. */
export async function answerMany(items: readonly Asked[], place: Place): Promise<RecommendationsAnswer> {
  const answers: Answered[] = [];
  const open = items.entries();
  // each takes the next question from the same iterator
  const work = async () => {
    for (const [index, item] of open) answers[index] = await answerOf(item, place);
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, items.length) }, work));
  const refused = answers.filter(({ problem }) => problem !== undefined).length;
  return { answered: answers.length - refused, refused, items: answers };
}

async function answerOf({ sku, ...asked }: Asked, place: Place): Promise<Answered> {
  const { merchant, market, requestId, answerOne, log } = place;
  try {
    return { sku, recommendation: await answerOne({ merchant, market, sku, asked }) };
  } catch (error) {
    const path = `/v1/markets/${market}/skus/${encodeURIComponent(sku.toWellFormed())}/recommendation`;
    const problem = problemOf(error, { requestId, path });
    if (problem.status >= 500) await log?.error('an item of many failed', { requestId, error });
    return { sku, problem };
  }
}
