import { type InsufficientData, insightKeys } from '../../lib/domain/index.ts';
import type { AnalysisTable, CatalogTable } from '../../lib/stores/index.ts';
import { readOrdersKnown } from '../../lib/stores/orders-known.ts';

type Dependencies = {
  catalog: CatalogTable;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/**
 * Say what a market lacks of which no run has made what is asked for: what the last run's analysis lacked too (a market of returns
 * alone), else that it was never run.
 */
export async function answerLack(
  { analyses, ...dependencies }: Dependencies & { analyses: Pick<AnalysisTable, 'get'> },
  merchant: string,
  market: string,
): Promise<InsufficientData> {
  const analysed = await analyses.get(insightKeys.analysis(merchant, market));
  if (analysed?.value.kind === 'insufficientData') return analysed.value;
  return answerNeverRun(dependencies, merchant, market);
}

/**
 * Say what a market lacks that has never been run: orders, or with orders just the run. No run made it, so `runId` is
 * empty and `asOf` is the newest order's date, else today's in UTC.
 */
export async function answerNeverRun(
  { catalog, now }: Dependencies,
  merchant: string,
  market: string,
): Promise<InsufficientData> {
  const { newestDate } = await readOrdersKnown(catalog, merchant, market);
  const empty = { kind: 'insufficientData', runId: '', asOf: newestDate ?? now().slice(0, 10) } as const;
  return newestDate === null
    ? { ...empty, missing: ['orders'], detail: `the market ${market} has no orders: upload some` }
    : { ...empty, missing: ['run'], detail: `the market ${market} has orders and waits for its first run` };
}
