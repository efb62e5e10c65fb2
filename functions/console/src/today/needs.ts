import type { Attention, SkuDecisionView, SkuSummary } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import type { Language } from '../language/language.tsx';

/** A SKU that asks for a person: what it is, what it asks for, and the decision that waits, where one does. */
export type Need = {
  sku: string;
  summary: SkuSummary | undefined;
  decision: SkuDecisionView | undefined;
  attention: readonly Attention[];
};

/** As many of a market are read: a person's day has no more. */
const MOST = 200;

/** What asks for a person; `isCut` where there is more than a day can hold. */
export type Needs = { needs: Need[]; isCut: boolean };

/** Read what asks for a person in a market, most money at risk first. */
export async function readNeeds(
  { market, region }: HomedMarket,
  apiLanguage: Language['apiLanguage'],
): Promise<Needs> {
  const [worklist, waiting] = await Promise.all([
    region.client.call('GET /v1/markets/{market}/skus', { path: { market }, query: { limit: MOST } }),
    region.client.call('GET /v1/decisions', {
      query: { market, limit: MOST, ...apiLanguage },
    }),
  ]);
  const decisions = waiting.body.items.flatMap((one) => (one.subject === 'limits' ? [] : [one]));
  const isCut = worklist.body.items.at(-1)?.attention.length !== 0 && worklist.body.cursor !== undefined;
  return {
    needs: needsOf(worklist.body.items, decisions),
    isCut: isCut || waiting.body.cursor !== undefined,
  };
}

/** Join worklist and decisions: SKUs in the worklist's order, then decisions on SKUs that are in no page of it. */
export function needsOf(worklist: readonly SkuSummary[], decisions: readonly SkuDecisionView[]): Need[] {
  const bySku = new Map(decisions.map((decision) => [decision.sku, decision]));
  const listed = worklist.flatMap((summary): Need[] => {
    const decision = bySku.get(summary.sku);
    bySku.delete(summary.sku);
    const { sku, attention } = summary;
    return decision === undefined && attention.length === 0 ? [] : [{ sku, summary, decision, attention }];
  });
  const rest = [...bySku.values()].map(
    (decision): Need => ({ sku: decision.sku, summary: undefined, decision, attention: [] }),
  );
  return [...listed, ...rest];
}
