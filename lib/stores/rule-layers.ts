import { controlKeys, type StoredRules, type TradeRules } from '../domain/index.ts';
import type { DocumentTable } from './documents.ts';

/**
 * Read the rules that a merchant set for a market, strongly: the market's own, then those of all its markets. The first that has
 * a term says what holds.
 */
export async function readRuleLayers(
  rules: Pick<DocumentTable<StoredRules>, 'get'>,
  merchant: string,
  market: string,
): Promise<TradeRules[]> {
  const keys = [controlKeys.marketRules(merchant, market), controlKeys.merchantRules(merchant)];
  const layers = await Promise.all(keys.map((key) => rules.get(key, { consistent: true })));
  return layers.flatMap((layer) => layer?.value.rules ?? []);
}
