import type { Run } from '../../lib/domain/index.ts';
import type { RunTable } from '../../lib/stores/index.ts';

/**
 * Find a market's newest run. Names of other markets may start like this one's (`de`, `de-at`): those are passed over.
 *
 * @param counts - which runs are looked for; all by default
 */
export async function newestRun(
  runs: RunTable,
  merchant: string,
  market: string,
  counts: (run: Run) => boolean = () => true,
): Promise<Run | undefined> {
  const options = { prefix: `${market}-`, descending: true, limit: 20 };
  let page = await runs.query(merchant, options);
  for (;;) {
    const found = page.items.find(({ value }) => value.market === market && counts(value));
    if (found !== undefined || page.cursor === undefined) return found?.value;
    page = await runs.query(merchant, { ...options, cursor: page.cursor });
  }
}
