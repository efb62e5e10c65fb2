import type { Control, RecommendationQuery, ServedPolicy } from '../../lib/domain/index.ts';
import { recommend } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aRow } from './a-row.ts';

export const automatic: Control = { mode: 'automatic', killed: false };

/** Ask what to charge and to order in Germany, the morning after the policy's date. */
export function ask(
  query: RecommendationQuery = {},
  context: Partial<Parameters<typeof recommend>[1]> = {},
  document: ServedPolicy = aRow(),
) {
  return recommend(document, {
    market: 'de',
    query,
    now: '2024-07-01T08:00:00.000Z',
    guardPrice,
    ...context,
  });
}

/** The same, where an answer is expected. */
export function askReady(...given: Parameters<typeof ask>) {
  const answer = ask(...given);
  if (answer.kind !== 'ready') throw new Error(answer.detail);
  return answer;
}
