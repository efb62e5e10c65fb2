import { currencyDigits, type PolicyRow } from '../domain/index.ts';
import type { ProcessFacts } from './fit-process.ts';
import { wholeMinor } from './policy-gain.ts';
import { type CostFacts, holdingPerDay, processCosts } from './process-costs.ts';
import type { TermsAnswer } from './terms-answer.ts';

type StoredTerms = NonNullable<PolicyRow['terms']>;

/** The rules that each term rests on: it counts as set where the merchant set one of them. */
const GROUNDS = {
  holding: ['holdingRatePerYear'],
  lostUnit: ['lostUnitCostMicros', 'lostUnitRate'],
  waitingUnit: ['backorderCostMicros'],
  order: ['orderCostMinor', 'orderCycleWeeks'],
  priceChange: ['priceChangeCostMinor', 'priceChangeRate'],
  leftUnit: ['salvageRate'],
  discount: ['discountPerWeek'],
} as const satisfies { [Term in keyof TermsAnswer]: readonly string[] };

/** Write down every money term that a policy was solved with, as the row keeps it: whole micros and minor units. */
export function policyTerms(facts: CostFacts & Pick<ProcessFacts, 'unitCost'>): StoredTerms {
  const { rules, unitCost, currency } = facts;
  const { lostUnit, backorder, order, priceChange, backorderShare } = processCosts(facts);
  const micros = (amount: number) => wholeMinor(amount * 1e6);
  const minor = (amount: number) => wholeMinor(amount * 10 ** currencyDigits(currency));
  const set = new Set(rules.setByMerchant);
  return {
    holdingMicros: micros(holdingPerDay(unitCost, rules) * 7),
    lostUnitMicros: micros(lostUnit),
    waitingUnitMicros: micros((backorder * 7) / rules.reviewDays),
    waitingShare: backorderShare,
    orderMinor: minor(order),
    priceChangeMinor: minor(priceChange),
    leftUnitMicros: micros(rules.salvageRate * unitCost),
    discountPerWeek: rules.discountPerWeek,
    set: Object.entries(GROUNDS).flatMap(([term, grounds]) =>
      grounds.some((rule) => set.has(rule)) ? [term] : [],
    ),
  };
}
