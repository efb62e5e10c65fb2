import { type InsufficientData, insightKeys } from '../../lib/domain/index.ts';
import type { AnalysisTable, CatalogTable } from '../../lib/stores/index.ts';
import { newestOrderDate } from './order-dates.ts';

/**
 * Say what a market lacks of which no run has made the thing asked for: what the last run's analysis lacked too (a market of returns
 * alone); where none was run orders, or with orders just the run. Then `runId` is empty and `asOf` is the newest order's date,
 * else today's in UTC.
 *
 * @param now - the present moment, RFC 3339 in UTC
 */
export async function answerNeverRun(
  {
    analyses,
    catalog,
    now,
  }: { analyses: Pick<AnalysisTable, 'get'>; catalog: CatalogTable; now: () => string },
  merchant: string,
  market: string,
): Promise<InsufficientData> {
  const analysed = await analyses.get(insightKeys.analysis(merchant, market));
  if (analysed?.value.kind === 'insufficientData') return analysed.value;
  const newest = await newestOrderDate(catalog, merchant, market);
  const empty = { kind: 'insufficientData', runId: '', asOf: newest ?? now().slice(0, 10) } as const;
  return newest === undefined
    ? { ...empty, missing: ['orders'], detail: `the market ${market} has no orders: upload some` }
    : { ...empty, missing: ['run'], detail: `the market ${market} has orders and waits for its first run` };
}
