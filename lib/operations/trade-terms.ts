import type { RuleException, RuleSource, RuleTerm, TradeRules } from '../domain/index.ts';

/** What a merchant set: for all its markets, and for one of them. Absent where it set nothing. */
export type RuleLayers = { merchant?: TradeRules | undefined; market?: TradeRules | undefined };

/** The terms that hold, each with its source; a term that nobody set is absent. */
export type TradeTerms = {
  terms: Omit<TradeRules, 'exceptions'>;
  sources: Partial<Record<RuleTerm, RuleSource>>;
  /** What is set and does not hold, and why. */
  notes: string[];
};

type Layer = { source: 'merchant' | 'market'; set: Omit<TradeRules, 'exceptions'> };

/** Setting one of two ways to say the same thing takes the other way's place. */
const RIVALS: Partial<Record<RuleTerm, RuleTerm>> = {
  lostUnitRate: 'lostUnitCost',
  lostUnitCost: 'lostUnitRate',
};

/**
 * Find the terms that hold for a SKU: the market's own before the merchant's for all markets, in each an exception for the
 * SKU before one for its category before what holds for all. Of two exceptions of one kind the first in the list holds.
 *
 * Money of another currency than the market's is no term of it: it is left out, with a note.
 *
 * @param whom - `null`: a SKU that no exception is for
 * @param currency - the market's; `null` where many markets are meant, and any may be spoken of
 */
export function resolveTerms(
  { merchant, market }: RuleLayers,
  whom: { sku: string; category: string | null } | null,
  currency: string | null,
): TradeTerms {
  const resolved: TradeTerms = { terms: {}, sources: {}, notes: [] };
  for (const layer of [...layersOf('merchant', merchant, whom), ...layersOf('market', market, whom)])
    lay(resolved, layer, currency);
  return resolved;
}

/** The layers of one document, the weakest first. */
function layersOf(
  source: Layer['source'],
  rules: TradeRules | undefined,
  whom: { sku: string; category: string | null } | null,
): Layer[] {
  if (rules === undefined) return [];
  const { exceptions = [], ...own } = rules;
  const strongestLast = exceptions.toReversed();
  const named = (is: (exception: RuleException) => boolean) =>
    strongestLast.filter(is).map(({ skus: _, categories: __, ...set }): Layer => ({ source, set }));
  return [
    { source, set: own },
    ...named(({ categories }) => whom?.category != null && categories?.includes(whom.category) === true),
    ...named(({ skus }) => whom !== null && skus?.includes(whom.sku) === true),
  ];
}

function lay(resolved: TradeTerms, { source, set }: Layer, currency: string | null): void {
  // the keys of this object are terms by its type; Object.entries forgets that
  for (const [term, value] of Object.entries(withMeasure(set)) as [RuleTerm, unknown][]) {
    if (value === undefined) continue;
    const foreign = foreignCurrency(value, currency);
    if (foreign !== null) {
      resolved.notes.push(
        `${term} is set in ${foreign}, which the market does not trade in: set it for the market in ${currency}`,
      );
      continue;
    }
    const rival = RIVALS[term];
    if (rival !== undefined) {
      delete resolved.terms[rival];
      delete resolved.sources[rival];
    }
    Object.assign(resolved.terms, { [term]: value });
    resolved.sources[term] = source;
  }
}

/** A layer that sets one level of service means that measure, unless it says another. */
function withMeasure(set: Layer['set']): Layer['set'] {
  if (set.serviceMeasure !== undefined) return set;
  if (set.fillRate !== undefined) return { ...set, serviceMeasure: 'fillRate' };
  return set.serviceLevel === undefined ? set : { ...set, serviceMeasure: 'serviceLevel' };
}

function foreignCurrency(value: unknown, currency: string | null): string | null {
  const isMoney = typeof value === 'object' && value !== null && 'currency' in value;
  if (!isMoney || currency === null || typeof value.currency !== 'string') return null;
  return value.currency === currency ? null : value.currency;
}
