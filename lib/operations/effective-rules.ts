import {
  DEFAULT_FAIRNESS,
  DEFAULT_HOLDOUT,
  type EffectiveTerm,
  majorOf,
  microsOf,
  type RuleTerm,
  ruleTerms,
  type TradeRules,
  unitPriceText,
} from '../domain/index.ts';
import { shortNumber, unitsText } from './number-text.ts';
import { DEFAULT_RULES } from './policy-rules.ts';
import { type RuleLayers, resolveTerms } from './trade-terms.ts';

type Terms = Omit<TradeRules, 'exceptions'>;

/**
 * Tell for every term what the next run goes by, for a SKU that no exception is for, where that comes from, and in words.
 *
 * @param currency - the market's; `null` for a merchant's rules alone
 */
export function effectiveRules(
  layers: RuleLayers,
  currency: string | null,
): { effective: EffectiveTerm[]; notes: string[] } {
  const { terms, sources, notes } = resolveTerms(layers, null, currency);
  const held: Terms = { ...DEFAULT_TERMS, ...terms };
  // one of the two ways to say what a lost unit costs holds, and the other then says nothing
  if (terms.lostUnitCost !== undefined) delete held.lostUnitRate;
  const effective = ruleTerms.map((term): EffectiveTerm => {
    const value = held[term];
    return {
      term,
      value: value ?? null,
      source: sources[term] ?? 'default',
      text: value === undefined ? unsetText(term, terms) : termText(term, held),
    };
  });
  return { effective, notes };
}

/** What holds where nobody set a term and one value stands for it. */
const DEFAULT_TERMS: Terms = {
  serviceMeasure: DEFAULT_RULES.serviceMeasure,
  serviceLevel: DEFAULT_RULES.serviceLevel,
  fillRate: DEFAULT_RULES.fillRate,
  holdingRatePerYear: DEFAULT_RULES.holdingRatePerYear,
  lostUnitRate: DEFAULT_RULES.lostUnitRate,
  backorderShare: DEFAULT_RULES.backorderShare,
  salvageRate: DEFAULT_RULES.salvageRate,
  minimumMarginRate: DEFAULT_RULES.minimumMarginRate,
  largestStep: DEFAULT_RULES.largestStep,
  reviewDays: DEFAULT_RULES.reviewDays,
  fairness: DEFAULT_FAIRNESS,
  discountPerWeek: DEFAULT_RULES.discountPerWeek,
  learning: DEFAULT_RULES.learning,
  humanHoldout: DEFAULT_HOLDOUT,
};

const percent = (rate: number) => `${shortNumber(rate * 100)} %`;
const price = ({ micros, currency }: { micros: number; currency: string }) => unitPriceText(micros, currency);
const money = ({ minor, currency }: { minor: number; currency: string }) =>
  unitPriceText(microsOf(majorOf(minor, currency)), currency);

/** Words for a term that has a value. */
function termText(term: RuleTerm, held: Terms): string {
  const words: { [Term in RuleTerm]: (value: NonNullable<Terms[Term]>) => string } = {
    serviceMeasure: (value) => MEASURES[value],
    serviceLevel: (value) =>
      `no stock-out in ${percent(value)} of order cycles${unless(held, 'serviceLevel')}`,
    fillRate: (value) => `${percent(value)} of units served from the shelf${unless(held, 'fillRate')}`,
    holdingRatePerYear: (value) => `a unit held for a year costs ${percent(value)} of its cost`,
    orderCost: (value) => `an order costs ${money(value)}`,
    lostUnitRate: (value) => `a lost unit costs ${percent(value)} of its margin besides the margin`,
    lostUnitCost: (value) => `a lost unit costs ${price(value)} besides its margin`,
    backorderShare: (value) => `buyers wait for ${percent(value)} of what is missing, the rest is lost`,
    backorderCost: (value) => `a unit that a buyer waits for costs ${price(value)} a week`,
    priceChangeCost: (value) => `moving a price costs ${money(value)}`,
    salvageRate: (value) => `a unit left when the SKU ends is worth ${percent(value)} of its cost`,
    minimumMarginRate: (value) => `at least ${percent(value)} of the price stays above landed cost`,
    largestStep: (value) => `a price moves by ${percent(value)} at most`,
    priceCoolDownDays: (value) => `a price rests for ${unitsText(value)} days after a move`,
    fairness: ({ largestGap, leastRatio = DEFAULT_FAIRNESS.leastRatio }) =>
      `an alarm where comparable buyers pay more than ${percent(largestGap)} apart, or a segment is advised or approved less than ${percent(leastRatio)} as often as others`,
    reviewDays: (value) => `the stock is looked at every ${unitsText(value)} days`,
    discountPerWeek: (value) => `money a week later counts ${shortNumber(value)} of money now`,
    learning: (value) => (value ? 'learnt from the history' : "today's price, and the textbook order"),
    priceTests: ({ share, largestStep }) =>
      `${percent(share)} of SKUs test a price, ${percent(largestStep)} from today's at most`,
    largestStockUnits: (value) => `${unitsText(value)} units of a SKU have room`,
    largestOrderUnits: (value) => `${unitsText(value)} units of a SKU are ordered at once at most`,
    budgetPerOrderDay: (value) => `all orders of a day cost ${money(value)} at most`,
    humanHoldout: (value) => `people alone operate ${percent(value)} of SKUs`,
  };
  const value = held[term];
  // the value is of the term whose words are taken; the compiler can't follow a key known at run time
  return value === undefined ? '' : (words[term] as (given: typeof value) => string)(value);
}

const MEASURES = {
  serviceLevel: 'the reorder point keeps the service level',
  fillRate: 'the reorder point keeps the fill rate',
  cost: 'the reorder point is where holding, ordering and lost units cost least',
} as const;

const unless = ({ serviceMeasure }: Terms, own: 'serviceLevel' | 'fillRate') =>
  serviceMeasure === own ? '' : ', which is not the measure now';

/** Words for a term that nobody set and that no one value stands for. */
function unsetText(term: RuleTerm, { lostUnitCost }: Terms): string {
  switch (term) {
    case 'orderCost':
      return `an order costs what makes ${DEFAULT_RULES.orderCycleWeeks} weeks of demand worth ordering at once`;
    case 'priceChangeCost':
      return `moving a price costs ${percent(DEFAULT_RULES.priceChangeRate)} of a week's margin`;
    case 'lostUnitRate':
      return lostUnitCost === undefined ? 'not set' : 'lostUnitCost holds in its place';
    case 'lostUnitCost':
      return 'lostUnitRate holds in its place';
    case 'priceCoolDownDays':
      return 'a price may move again at once';
    case 'priceTests':
      return 'no price is tested';
    case 'largestStockUnits':
    case 'largestOrderUnits':
    case 'budgetPerOrderDay':
      return 'no bound';
    case 'backorderCost':
      return 'a unit that a buyer waits for costs a tenth of its margin a week';
    default:
      return 'not set';
  }
}
