import { controlKeys, DEFAULT_FAIRNESS, type StoredRules } from '../../lib/domain/index.ts';
import type { DocumentTable } from '../../lib/stores/index.ts';

/** Make the reader of the widest gap that a merchant allows between comparable buyers: the market's own word, else its for all markets. */
export function createGapReader(
  rules: Pick<DocumentTable<StoredRules>, 'get'>,
): (merchant: string, market: string) => Promise<number> {
  return async (merchant, market) => {
    const keys = [controlKeys.marketRules(merchant, market), controlKeys.merchantRules(merchant)];
    const [own, all] = await Promise.all(keys.map((key) => rules.get(key, { consistent: true })));
    const { largestGap } = own?.value.rules.fairness ?? all?.value.rules.fairness ?? DEFAULT_FAIRNESS;
    return largestGap;
  };
}
