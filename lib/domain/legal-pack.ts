/** Whose law governs a market's prices and decisions. `none`: nothing is known of it, so nothing is on. */
export const legalPacks = ['eu', 'gb', 'us', 'jp', 'cn', 'none'] as const;
export type LegalPack = (typeof legalPacks)[number];

/** What a law asks for, in the words of the trade. */
export const legalRules = [
  'priorPrice',
  'geoBlocking',
  'parity',
  'minimumAdvertisedPrice',
  'automatedDecisions',
] as const;
export type LegalRule = (typeof legalRules)[number];

/** The rules that are on, by pack; why, and by which law, is said in `lib/oversight/legal`. */
const ON: Readonly<Record<LegalPack, readonly LegalRule[]>> = {
  eu: ['priorPrice', 'geoBlocking', 'automatedDecisions'],
  gb: ['automatedDecisions'],
  us: ['parity'],
  jp: [],
  cn: ['parity', 'automatedDecisions'],
  none: [],
};

/** Tell whether a rule is on where a pack holds. */
export function isLegalRuleOn(pack: LegalPack, rule: LegalRule): boolean {
  return ON[pack].includes(rule);
}
