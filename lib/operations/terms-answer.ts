import type { PolicyRow, Recommendation } from '../domain/index.ts';

/** The money terms of an answer. */
export type TermsAnswer = NonNullable<Extract<Recommendation, { kind: 'ready' }>['terms']>;

/** Tell the terms as an answer shows them: with currency, and who set each. */
export function termsAnswer(terms: NonNullable<PolicyRow['terms']>, currency: string): TermsAnswer {
  const source = (term: keyof TermsAnswer) =>
    terms.set.includes(term) ? ('merchant' as const) : ('assumed' as const);
  const perUnit = (micros: number, term: keyof TermsAnswer) => ({
    ...{ micros, currency, source: source(term) },
  });
  const amount = (minor: number, term: keyof TermsAnswer) => ({
    ...{ minor, currency, source: source(term) },
  });
  return {
    holding: perUnit(terms.holdingMicros, 'holding'),
    lostUnit: perUnit(terms.lostUnitMicros, 'lostUnit'),
    waitingUnit: { ...perUnit(terms.waitingUnitMicros, 'waitingUnit'), share: terms.waitingShare },
    order: amount(terms.orderMinor, 'order'),
    priceChange: amount(terms.priceChangeMinor, 'priceChange'),
    leftUnit: perUnit(terms.leftUnitMicros, 'leftUnit'),
    discount: { perWeek: terms.discountPerWeek, source: source('discount') },
  };
}
