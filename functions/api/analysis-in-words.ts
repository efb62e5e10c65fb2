import type { Analysis, AnalysisDocument, Comparison, Language } from '../../lib/domain/index.ts';
import { createRetell, type Retell } from '../../lib/oversight/index.ts';

/** Say in a language what a night wrote of a market: what cannot be told and why, and the evidence of what to launch, push, hold or drop. */
export function analysisInWords(document: AnalysisDocument, language: Language): AnalysisDocument {
  const retell = createRetell(language);
  if (document.kind === 'insufficientData') return { ...document, detail: retell(document.detail) };
  const { season, positioning, elasticity, differences } = document;
  return {
    ...document,
    ...(season === undefined ? {} : { season: unsaidIn(season, retell) }),
    ...(positioning === undefined
      ? {}
      : { positioning: positioning.map((one) => ({ ...one, evidence: one.evidence.map(retell) })) }),
    ...(elasticity === undefined ? {} : { elasticity: elasticityIn(elasticity, retell) }),
    ...(differences === undefined ? {} : { differences: unsaidIn(differences, retell) }),
    ...pricesIn(document, retell),
  };
}

/** Say in a language why a market is not among those that are compared. */
export function comparisonInWords(comparison: Comparison, language: Language): Comparison {
  const retell = createRetell(language);
  return { ...comparison, markets: comparison.markets.map((market) => unsaidIn(market, retell)) };
}

/** What cannot be told says why in `detail`; what can has none. */
function unsaidIn<Section extends object>(section: Section, retell: Retell): Section {
  return 'detail' in section && typeof section.detail === 'string'
    ? { ...section, detail: retell(section.detail) }
    : section;
}

function elasticityIn({ market, categories }: NonNullable<Analysis['elasticity']>, retell: Retell) {
  return {
    market: unsaidIn(market, retell),
    categories: categories.map((one) => ({ ...one, answer: unsaidIn(one.answer, retell) })),
  };
}

function pricesIn({ pricePosition }: Analysis, retell: Retell): Pick<Analysis, 'pricePosition'> {
  if (pricePosition === undefined) return {};
  if (pricePosition.kind === 'unknown') return { pricePosition: unsaidIn(pricePosition, retell) };
  const leftOut = pricePosition.leftOut.map((one) => unsaidIn(one, retell));
  return { pricePosition: { ...pricePosition, leftOut } };
}
