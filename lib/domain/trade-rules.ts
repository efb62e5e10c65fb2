import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';

const currency = z.string().check(z.regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217, such as EUR'));
const MOST_MINOR = 1e11;
const MOST_MICROS = 1e12;

const sentence = (advice: string) => `${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`;
const range = (least: number, most: number, advice: string) => {
  const error = `must lie between ${least} and ${most}: ${advice}`;
  return z.number().check(z.gte(least, error), z.lte(most, error), z.describe(sentence(advice)));
};
const wholeRange = (least: number, most: number, advice: string) => {
  const error = `must be a whole number from ${least} to ${most}: ${advice}`;
  return z.int(error).check(z.gte(least, error), z.lte(most, error), z.describe(sentence(advice)));
};
const amount = (advice: string) =>
  z
    .strictObject({
      minor: wholeRange(0, MOST_MINOR, 'minor units of the currency, 4500 is 45.00 EUR'),
      currency,
    })
    .check(z.describe(advice));
const perUnit = (advice: string) =>
  z
    .strictObject({
      micros: wholeRange(0, MOST_MICROS, 'millionths of the currency’s unit, 1500000 is 1.50 EUR'),
      currency,
    })
    .check(z.describe(advice));

/** What a loss, an order, a day of stock means in money, and how far prices may go. What is left out is not set. */
const terms = {
  /** By which measure the reorder point is set: no stock-out in a cycle, units served at once, or least cost. */
  serviceMeasure: z.optional(z.enum(['serviceLevel', 'fillRate', 'cost'])),
  serviceLevel: z.optional(range(0.5, 0.9999, '0.95 is no stock-out in 95 of 100 order cycles')),
  fillRate: z.optional(range(0.5, 0.9999, '0.98 is 98 of 100 units served from the shelf')),
  holdingRatePerYear: z.optional(range(0.01, 3, '0.25 is 25 % of its cost for a unit held a year')),
  orderCost: z.optional(amount('What placing and receiving one order costs, whatever its size.')),
  lostUnitRate: z.optional(
    range(0, 20, '0.5 is half the margin lost on top of the margin, because the buyer goes elsewhere'),
  ),
  lostUnitCost: z.optional(perUnit('What a unit costs that could not be sold, besides its margin.')),
  backorderShare: z.optional(
    range(0, 1, '0 where every buyer goes elsewhere when the shelf is empty, 1 where all wait'),
  ),
  backorderCost: z.optional(perUnit('What a unit costs that a buyer waits for, a week.')),
  priceChangeCost: z.optional(amount('What moving the price of one SKU costs: lists, letters, labels.')),
  salvageRate: z.optional(range(0, 1, '0.3 is 30 % of its cost for a unit left when the SKU ends')),
  minimumMarginRate: z.optional(range(0, 0.9, '0.05 keeps 5 % of the price above the landed cost')),
  largestStep: z.optional(range(0.005, 0.5, '0.1 moves a price by 10 % at most')),
  priceCoolDownDays: z.optional(
    wholeRange(1, 365, 'days that a price rests after a move, 28 moves it every fourth week at most'),
  ),
  reviewDays: z.optional(wholeRange(1, 91, 'days between looks at the stock, 7 is once a week')),
  discountPerWeek: z.optional(
    range(
      0.98,
      0.9999,
      '0.995 a week is about 23 % a year; less would let the week after next count for little',
    ),
  ),
  /** False keeps today's price and orders by the textbook rule. */
  learning: z.optional(z.boolean()),
  priceTests: z.optional(
    z.strictObject({
      share: range(0, 0.5, '0.1 tests prices on one SKU of ten; 0 tests none'),
      largestStep: range(0, 0.2, '0.05 tests prices at most 5 % from today’s'),
    }),
  ),
  largestStockUnits: z.optional(
    wholeRange(1, 1e12, 'units of one SKU that the location holds at most, on hand and on order'),
  ),
  largestOrderUnits: z.optional(wholeRange(1, 1e12, 'units of one SKU in one order at most')),
} as const;

const ONE_LOST_TERM = 'sets lostUnitRate and lostUnitCost: keep one, or leave both out';
const ONE_MEASURE = 'sets serviceLevel and fillRate: say by serviceMeasure which one holds';

type LostTerms = { lostUnitRate?: unknown; lostUnitCost?: unknown };
type ServiceTerms = { serviceLevel?: unknown; fillRate?: unknown; serviceMeasure?: unknown };
const hasOneLostTerm = ({ lostUnitRate, lostUnitCost }: LostTerms) =>
  lostUnitRate === undefined || lostUnitCost === undefined;
const hasOneMeasure = ({ serviceLevel, fillRate, serviceMeasure }: ServiceTerms) =>
  serviceLevel === undefined || fillRate === undefined || serviceMeasure !== undefined;

const MOST_NAMES = 500;
const MOST_EXCEPTIONS = 50;
/** A row of the table ends at 400 KB; a character takes four bytes at most. */
const MOST_CHARACTERS = 80_000;
const names = z.optional(
  z
    .array(z.string().check(z.minLength(1), z.maxLength(200)))
    .check(z.minLength(1), z.maxLength(MOST_NAMES, `names more than ${MOST_NAMES}: name a category instead`)),
);

/** Other terms for some SKUs, named one by one or by their category. */
export const ruleExceptionSchema = z.strictObject({ skus: names, categories: names, ...terms }).check(
  z.refine(
    ({ skus, categories }) => skus !== undefined || categories !== undefined,
    'names no SKU and no category: say in skus or categories whom it is for',
  ),
  z.refine(hasOneLostTerm, ONE_LOST_TERM),
  z.refine(hasOneMeasure, ONE_MEASURE),
);
export type RuleException = z.infer<typeof ruleExceptionSchema>;

/** What a merchant sets for one market, or for all of them. Every part may be left out. */
export const tradeRulesSchema = z
  .strictObject({
    ...terms,
    budgetPerOrderDay: z.optional(amount('What all orders of one day may cost together.')),
    fairness: z.optional(
      z.strictObject({
        largestGap: range(0, 5, '0.1 raises an alarm where a buyer pays a tenth more than a comparable one'),
        leastRatio: z.optional(
          range(
            0,
            1,
            '0.8 raises an alarm where a segment is advised or approved four fifths as often as others',
          ),
        ),
      }),
    ),
    humanHoldout: z.optional(
      range(
        0,
        0.5,
        '0.05 leaves 5 % of SKUs to people alone, so that what Tradewind earns can be told; 0 leaves none',
      ),
    ),
    exceptions: z.optional(z.array(ruleExceptionSchema).check(z.maxLength(MOST_EXCEPTIONS))),
  })
  .check(
    z.refine(hasOneLostTerm, ONE_LOST_TERM),
    z.refine(hasOneMeasure, ONE_MEASURE),
    z.refine(({ exceptions }) => charactersOf(exceptions ?? []) <= MOST_CHARACTERS, {
      path: ['exceptions'],
      error: `name SKUs by more than ${MOST_CHARACTERS} characters together: name categories instead`,
    }),
  );
export type TradeRules = z.infer<typeof tradeRulesSchema>;

/** How far apart comparable buyers and segments may be where the merchant set nothing; four fifths by 29 CFR § 1607.4 D. */
export const DEFAULT_FAIRNESS = { largestGap: 0.1, leastRatio: 0.8 } as const;

/** A term that holds for a SKU or the whole market. */
export type RuleTerm = Exclude<keyof TradeRules, 'exceptions'>;
// keys of a constant are its names; Object.keys forgets that
export const ruleTerms = [
  ...Object.keys(terms),
  'budgetPerOrderDay',
  'fairness',
  'humanHoldout',
] as readonly RuleTerm[];

/** Share of SKUs that people alone operate where nobody says otherwise. */
export const DEFAULT_HOLDOUT = 0.05;

/** Rules as they are stored: who set them last, and when. */
export const storedRulesSchema = z.object({
  rules: tradeRulesSchema,
  author: z.string(),
  changedAt: isoInstant,
});
export type StoredRules = z.infer<typeof storedRulesSchema>;

function charactersOf(exceptions: readonly RuleException[]): number {
  return exceptions
    .flatMap(({ skus = [], categories = [] }) => [...skus, ...categories])
    .reduce((sum, name) => sum + name.length, 0);
}

/** Name every currency that rules speak of, each once. */
export function currenciesOf({ exceptions = [], ...own }: TradeRules): string[] {
  const money = [own, ...exceptions].flatMap((layer) => [
    layer.orderCost,
    layer.lostUnitCost,
    layer.backorderCost,
    layer.priceChangeCost,
  ]);
  return [...new Set([...money, own.budgetPerOrderDay].flatMap((one) => one?.currency ?? []))];
}
