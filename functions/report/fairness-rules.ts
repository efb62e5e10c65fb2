import { DEFAULT_FAIRNESS, type StoredRules } from '../../lib/domain/index.ts';
import { type DocumentTable, readRuleLayers } from '../../lib/stores/index.ts';

/** How far apart a merchant lets comparable buyers be in price, and segments in what is done for them. */
export type FairnessLimits = { largestGap: number; leastRatio: number };

/** Make the reader of a merchant's limits: the market's own word, else its for all markets. */
export function createLimitsReader(
  rules: Pick<DocumentTable<StoredRules>, 'get'>,
): (merchant: string, market: string) => Promise<FairnessLimits> {
  return async (merchant, market) => {
    const layers = await readRuleLayers(rules, merchant, market);
    const [set = DEFAULT_FAIRNESS] = layers.flatMap(({ fairness }) => fairness ?? []);
    const { largestGap, leastRatio = DEFAULT_FAIRNESS.leastRatio } = set;
    return { largestGap, leastRatio };
  };
}
