import type { InsufficientData } from '../../lib/domain/index.ts';
import type { CatalogTable } from '../../lib/stores/index.ts';
import { newestOrderDate } from './order-dates.ts';

/**
 * Say what a market lacks that has never been run: orders, or with orders just the run. No run made it, so `runId` is
 * empty and `asOf` is the newest order's date, else today's in UTC.
 *
 * @param now - the present moment, RFC 3339 in UTC
 */
export async function answerNeverRun(
  { catalog, now }: { catalog: CatalogTable; now: () => string },
  merchant: string,
  market: string,
): Promise<InsufficientData> {
  const newest = await newestOrderDate(catalog, merchant, market);
  const empty = { kind: 'insufficientData', runId: '', asOf: newest ?? now().slice(0, 10) } as const;
  return newest === undefined
    ? { ...empty, missing: ['orders'], detail: `the market ${market} has no orders: upload some` }
    : { ...empty, missing: ['run'], detail: `the market ${market} has orders and waits for its first run` };
}
