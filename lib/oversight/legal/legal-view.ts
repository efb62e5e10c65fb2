import { isLegalRuleOn, type LegalView, legalRules, type Market } from '../../domain/index.ts';
import { LEGAL_GROUNDS } from './legal-rules.ts';

/** What is on in a market by its legal pack, why, by which law, and what Tradewind does for it. */
export function legalViewOf({ market, legalPack }: Pick<Market, 'market' | 'legalPack'>): LegalView {
  return {
    market,
    pack: legalPack,
    notice:
      'This says which rules Tradewind keeps here and why. It is no legal advice: what holds for your trade is for your counsel to say.',
    rules: legalRules.map((rule) => ({
      rule,
      on: isLegalRuleOn(legalPack, rule),
      ...LEGAL_GROUNDS[legalPack][rule],
    })),
  };
}
