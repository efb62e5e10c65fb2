import { insightKeys } from '../domain/index.ts';
import type { OptOutTable } from './tables.ts';

/** Read who has opted out of decisions by machine in a market, as of now. */
export async function readOptOuts(
  optOuts: Pick<OptOutTable, 'queryAll'>,
  { merchant, market }: { merchant: string; market: string },
): Promise<ReadonlySet<string>> {
  const { pk, sk: prefix } = insightKeys.optOut(merchant, market, '');
  const items = await optOuts.queryAll(pk, { prefix, consistent: true });
  return new Set(items.flatMap(({ value }) => (value.automated ? [] : [value.customer])));
}
