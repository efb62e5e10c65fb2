/**
 * One price of a night's ladder for one SKU, as the price log keeps it: with which chance it was proposed that night, and
 * what was expected of it. What came later is judged against these figures, so they are never changed afterwards.
 */
export type LoggedPrice = {
  sku: string;
  policyVersion: string;
  /** Place in the night's ladder, 0 the cheapest. */
  rung: number;
  unitPriceMicros: number;
  /** Propensity with which this rung was proposed, 0–1; a SKU's rungs sum to 1. */
  chance: number;
  /** Whether the price was drawn by these chances this very night: on nights that hold a test they are those of its draw. */
  drawn: boolean;
  proposed: boolean;
  /** Whether this rung is proposed as a price test rather than by the policy. */
  priceTest: boolean;
  /** Whether this is the price that was in force. */
  inForce: boolean;
  /** Units a day in the market at this price. */
  expectedUnitsPerDay: number;
  /** Landed cost of a unit. */
  unitCostMicros: number;
};

/** A week that is over, and the prices that might have been drawn for it: on the evening before it, or a week before that. */
export type PriceWeek = {
  sku: string;
  /** The evening before it; what sold is of the seven days after. */
  asOf: string;
  /** The ladder of the night of the draw, cheapest first: what was known before the draw could tell. */
  rungs: Pick<
    LoggedPrice,
    'unitPriceMicros' | 'chance' | 'proposed' | 'priceTest' | 'inForce' | 'expectedUnitsPerDay'
  >[];
  unitCostMicros: number;
  /** The price in force at the week's end; `null` where it lies on no ladder. */
  chargedMicros: number | null;
  /** Units of the days that count: those with stock to the end. */
  units: number;
  observedDays: number;
};
