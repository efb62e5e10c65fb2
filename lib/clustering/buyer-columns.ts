/** What is summed up of each buyer's orders, as of a date; `year` is the 365 days that end on it. */
export const buyerColumns = [
  /** Days since 1970-01-01. */
  'firstDay',
  'lastDay',
  /** Distinct orders, ever and in the year, and distinct days with one, 1 or more. */
  'orders',
  'yearOrders',
  'orderDays',
  /** Articles bought in the year, and pairs of order and article: lines without repetition. */
  'yearSkus',
  'orderSkus',
  /** Days between neighbouring order days, the later one in the year: their number, sum and sum of squares. */
  'gaps',
  'gapSum',
  'gapSquareSum',
  /** Pairs of the year's order days, and those whose two lie in one quarter. */
  'dayPairs',
  'sameQuarterPairs',
  /** Minor units. Net of cancellations and returns: negative when they exceed purchases. */
  'yearRevenueMinor',
  /** What was sold, before them, and what they came to, ≥ 0. */
  'yearSoldMinor',
  'yearTakenBackMinor',
  /** Net of the last 182 days and of the 182 before. */
  'halfRevenueMinor',
  'priorRevenueMinor',
  /** The year's lines with a list price at that price, and as paid, in one unit; NaN without such a line. */
  'listValue',
  'paidValue',
  /** Σ price² and Σ price × units a month within article, log price and relative units about their means; 0 where nothing is seen. */
  'priceSquares',
  'priceUnitProducts',
  /** Lines of the year whose article has a category. */
  'categoryLines',
] as const;
export type BuyerColumn = (typeof buyerColumns)[number];

/** What a market's orders say of its buyers, as of a date: everyone with an order, by column. */
export type BuyerAggregates = {
  /** Pseudonyms, ascending. */
  customers: readonly string[];
  /** Order lines up to the date, anonymous ones included: tells "no orders" from "no customer ids". */
  orderLines: number;
  /** Day of the market's first order ever; NaN without one. */
  firstDay: number;
  /** [customers] each. */
  columns: Readonly<Record<BuyerColumn, Float64Array>>;
  /** The largest categories by the year's sales, largest first; `null` stands for all others together. */
  categories: readonly (string | null)[];
  /** By category, [customers] each: the year's sales in minor units. */
  categoryRevenueMinor: readonly Float64Array[];
};
