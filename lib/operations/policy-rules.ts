import { DEFAULT_FAIRNESS } from '../domain/index.ts';

/** How policies are learnt: the merchant's rules, and the assumptions that stand in where files are silent. */
export type PolicyRules = {
  /** What sets the reorder point: the chance of no stock-out in a cycle, the share of units served at once, or least cost. */
  serviceMeasure: 'serviceLevel' | 'fillRate' | 'cost';
  /** Cycle service level of the textbook rule, 0–1. */
  serviceLevel: number;
  /** Share of units that the textbook rule serves from the shelf, where that is the measure, 0–1. */
  fillRate: number;
  /** False: today's price is kept and the textbook rule orders; nothing is learnt. */
  learning: boolean;
  /** Days between looks at the stock: one step of the decision process. */
  reviewDays: number;
  /** Least margin over landed cost, as a share of the price, 0–1. */
  minimumMarginRate: number;
  /** Largest move from today's price, 0–1. */
  largestStep: number;
  /** Days that a price rests after a move; `null`: it may move again at once. */
  priceCoolDownDays: number | null;
  /** Widest gap between what comparable buyers pay: dearest over cheapest, less 1. */
  largestGap: number;
  /** Cost of holding stock for a year, as a share of its cost. */
  holdingRatePerYear: number;
  /** What a lost unit costs besides its margin, as a share of the margin: the buyer goes elsewhere for more. */
  lostUnitRate: number;
  /** The same in millionths of the currency's unit; `null`: by `lostUnitRate`. */
  lostUnitCostMicros: number | null;
  /** Share of the units missing that buyers wait for, 0–1: 0 all are lost, 1 all are back-ordered. */
  backorderShare: number;
  /** What a unit waited for costs a week, in millionths; `null`: a tenth of its margin. */
  backorderCostMicros: number | null;
  /** The cost of placing an order, given as the weeks of demand that are then worth ordering at once (√(2KD/h) = this · D). */
  orderCycleWeeks: number;
  /** The cost of placing an order in minor units; `null`: by `orderCycleWeeks`. */
  orderCostMinor: number | null;
  /** The cost of moving a price (lists, letters), as a share of a week's margin. */
  priceChangeRate: number;
  /** The same in minor units; `null`: by `priceChangeRate`. */
  priceChangeCostMinor: number | null;
  /** What a unit left when the SKU ends is worth, as a share of its cost, 0–1. */
  salvageRate: number;
  /** Units of the SKU that the location holds at most, on hand and on order; `null`: no bound. */
  largestStockUnits: number | null;
  /** Units of the largest order; `null`: no bound. */
  largestOrderUnits: number | null;
  /** γ a week; .995 is about 23 % a year. */
  discountPerWeek: number;
  /** What is believed of an elasticity before any data; `null`: what the list price tells (`listPricePrior`). */
  prior: { elasticity: number; sd: number } | null;
  /**
   * Price tests: the share of SKUs on test at a time, 0–0.5, and the largest move of one from today's price, 0–1; `null`: none
   * are placed.
   */
  priceTests: { share: number; largestStep: number } | null;
  /** The rules above that the merchant set, so that an answer can tell them from what was assumed. */
  setByMerchant?: readonly string[];
};

/** The rules that hold where the merchant set none. */
export const DEFAULT_RULES: PolicyRules = {
  serviceMeasure: 'serviceLevel',
  serviceLevel: 0.95,
  fillRate: 0.98,
  learning: true,
  reviewDays: 7,
  minimumMarginRate: 0.05,
  largestStep: 0.1,
  priceCoolDownDays: null,
  largestGap: DEFAULT_FAIRNESS.largestGap,
  holdingRatePerYear: 0.25,
  lostUnitRate: 0.5,
  lostUnitCostMicros: null,
  backorderShare: 0,
  backorderCostMicros: null,
  orderCycleWeeks: 3,
  orderCostMinor: null,
  priceChangeRate: 0.05,
  priceChangeCostMinor: null,
  salvageRate: 0,
  largestStockUnits: null,
  largestOrderUnits: null,
  discountPerWeek: 0.995,
  prior: null,
  priceTests: null,
};
