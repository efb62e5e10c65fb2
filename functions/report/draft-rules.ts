import { controlKeys, type StoredRules } from '../../lib/domain/index.ts';
import type { DraftRules } from '../../lib/operations/index.ts';
import type { DocumentTable } from '../../lib/stores/index.ts';

/**
 * Make the reader of what a merchant set of its orders: budgets of a day, by currency. Of two in one currency that of a market
 * goes before the merchant's own, and the first market before the next.
 */
export function createDraftRules(
  rules: Pick<DocumentTable<StoredRules>, 'get'>,
): (merchant: string, markets: readonly string[]) => Promise<DraftRules> {
  return async (merchant, markets) => {
    const keys = [
      ...markets.map((market) => controlKeys.marketRules(merchant, market)),
      controlKeys.merchantRules(merchant),
    ];
    const stored = await Promise.all(keys.map((key) => rules.get(key, { consistent: true })));
    const budgets = stored.flatMap((layer) => layer?.value.rules.budgetPerOrderDay ?? []);
    return { budgets, containers: [] };
  };
}
