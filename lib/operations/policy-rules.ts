/** How policies are learnt: the merchant's rules, and the assumptions that stand in where files are silent. */
export type PolicyRules = {
  /** Cycle service level of the textbook rule, 0–1. */
  serviceLevel: number;
  /** Days between looks at the stock: one step of the decision process. */
  reviewDays: number;
  /** Least margin over landed cost, as a share of the price, 0–1. */
  minimumMarginRate: number;
  /** Largest move from today's price, 0–1. */
  largestStep: number;
  /** Cost of holding stock for a year, as a share of its cost. */
  holdingRatePerYear: number;
  /** What a lost unit costs besides its margin, as a share of the margin: the buyer goes elsewhere for more. */
  lostUnitRate: number;
  /** The cost of placing an order, given as the weeks of demand that are then worth ordering at once (√(2KD/h) = this · D). */
  orderCycleWeeks: number;
  /** The cost of moving a price (lists, letters), as a share of a week's margin. */
  priceChangeRate: number;
  /** γ a week; .995 is about 23 % a year. */
  discountPerWeek: number;
  /** What is believed of an elasticity before any data; `null`: what the list price tells (`listPricePrior`). */
  prior: { elasticity: number; sd: number } | null;
  /** Steps of simulated trading to learn from. */
  learningSteps: number;
};

/** The rules that hold where the merchant set none. */
export const DEFAULT_RULES: PolicyRules = {
  serviceLevel: 0.95,
  reviewDays: 7,
  minimumMarginRate: 0.05,
  largestStep: 0.1,
  holdingRatePerYear: 0.25,
  lostUnitRate: 0.5,
  orderCycleWeeks: 3,
  priceChangeRate: 0.05,
  discountPerWeek: 0.995,
  prior: null,
  learningSteps: 100_000,
};
