import { controlKeys, DEFAULT_FAIRNESS, type StoredRules } from '../../lib/domain/index.ts';
import type { DocumentTable } from '../../lib/stores/index.ts';

/** How far apart a merchant lets comparable buyers be in price, and segments in what is done for them. */
export type FairnessLimits = { largestGap: number; leastRatio: number };

/** Make the reader of a merchant's limits: the market's own word, else its for all markets. */
export function createLimitsReader(
  rules: Pick<DocumentTable<StoredRules>, 'get'>,
): (merchant: string, market: string) => Promise<FairnessLimits> {
  return async (merchant, market) => {
    const keys = [controlKeys.marketRules(merchant, market), controlKeys.merchantRules(merchant)];
    const [own, all] = await Promise.all(keys.map((key) => rules.get(key, { consistent: true })));
    const { largestGap, leastRatio = DEFAULT_FAIRNESS.leastRatio } =
      own?.value.rules.fairness ?? all?.value.rules.fairness ?? DEFAULT_FAIRNESS;
    return { largestGap, leastRatio };
  };
}
