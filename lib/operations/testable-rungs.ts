import { demandAnswer } from './demand-answer.ts';
import type { ProcessFacts } from './fit-process.ts';
import { priceLadder } from './price-ladder.ts';
import type { PriceTestGround } from './price-test-plan.ts';
import { bestChances, testChances } from './price-tests.ts';

/** Prices that a test may draw, ascending, and the chance of each; the chances sum to 1. */
export type TestableRungs = { prices: number[]; chances: number[] };

/** Below so many units a fortnight a test tells next to nothing. */
const LEAST_UNITS = 4;
/** Days of demand that must lie on the shelf: who sells out learns nothing of the price. */
const LEAST_COVER_DAYS = 7;
/** A test that is expected to cost more than this share of the margin is not placed. */
const LARGEST_COST_SHARE = 0.1;
/** Chance that another price is the best one, from which a test may tell something. */
const LEAST_DOUBT = 0.1;
const FORTNIGHT = 14;

/**
 * Find the prices worth a test: within every limit and the rule's step, at most a rung beyond those tried, and not expected to
 * cost more than a tenth of the margin. Half the chance goes where the best price may lie, half to the ends (`testChances`).
 *
 * @returns `null` where nothing is to be learnt: rare demand, an empty shelf, no margin, or a price that is hardly in doubt
 */
export function testableRungs({
  fit,
  process,
  limits,
  onHand,
  policyMicros,
  settings,
  tests,
}: PriceTestGround & { tests: { largestStep: number } }): TestableRungs | null {
  const { own, currentMicros, unitCost, currency, draws = [] } = process;
  const margin = policyMicros / 1e6 - unitCost;
  if (own.mean * FORTNIGHT < LEAST_UNITS || onHand < own.mean * LEAST_COVER_DAYS || margin <= 0) return null;
  const largestStep = Math.min(limits.largestStep, tests.largestStep);
  const ladder = priceLadder(currentMicros, {
    limits: { ...limits, largestStep },
    currency,
    guardPrice: settings.guardPrice,
  });
  const reach = withinReach(ladder.priceMicros, currentMicros, fit.weeklyRatios);
  const prices = reach.filter((testMicros) => {
    const { expected } = testCost(process, { testMicros, insteadMicros: policyMicros, days: FORTNIGHT });
    return expected <= LARGEST_COST_SHARE * margin * own.mean * FORTNIGHT;
  });
  if (prices.length < 2) return null;
  const answers = prices.map((price) => price / currentMicros);
  const weekly = draws.map((draw) =>
    Float64Array.from(answers, (ratio) => own.mean * 7 * demandAnswer([{ ...draw, share: 1 }], ratio)),
  );
  const shape = { ratio: Math.max(1, fit.dispersion), size: Number.POSITIVE_INFINITY };
  const known = {
    draws: weekly,
    mean: Float64Array.from(answers),
    periodsAt: Int32Array.from(answers, () => 1),
    shape,
  };
  const selling = { unitCost, holding: 0, stockout: 0, order: 0, leadTime: 0 };
  const costs = { ...selling, prices: prices.map((price) => price / 1e6) };
  const doubt = 1 - (bestChances(known, costs)[prices.indexOf(policyMicros)] ?? 0);
  return doubt < LEAST_DOUBT ? null : { prices, chances: testChances(known, costs) };
}

/** Keep the rungs next to one that was in force for a week or is now. */
function withinReach(
  prices: readonly number[],
  currentMicros: number,
  weeklyRatios: readonly number[],
): number[] {
  const tried = new Set(
    [1, ...weeklyRatios].flatMap((ratio) => {
      const distances = prices.map((price) => Math.abs(price / currentMicros - ratio));
      const nearest = distances.indexOf(Math.min(...distances));
      // a price far outside the ladder has tried none of it
      const step = Math.abs((prices[1] ?? prices[0]!) - prices[0]!) / currentMicros;
      return distances[nearest]! <= step / 2 + 1e-9 ? [nearest] : [];
    }),
  );
  return prices.filter((_, rung) => tried.has(rung - 1) || tried.has(rung) || tried.has(rung + 1));
}

/**
 * Estimate what charging one price instead of another costs over some days: margin lost, in the currency's unit; below 0
 * where it earns.
 *
 * @returns the mean over the draws of how demand may answer, and what nine of ten don't exceed
 */
export function testCost(
  { own, unitCost, currentMicros, ways, draws = [] }: ProcessFacts,
  { testMicros, insteadMicros, days }: { testMicros: number; insteadMicros: number; days: number },
): { expected: number; largest: number } {
  const earned = (answer: (ratio: number) => number, micros: number) =>
    own.mean * days * answer(micros / Math.max(1, currentMicros)) * (micros / 1e6 - unitCost);
  const costWith = (answer: (ratio: number) => number) =>
    earned(answer, insteadMicros) - earned(answer, testMicros);
  const costs = draws
    .map((draw) => costWith((ratio) => demandAnswer([{ ...draw, share: 1 }], ratio)))
    .sort((a, b) => a - b);
  const expected = costWith((ratio) => demandAnswer(ways, ratio));
  return { expected, largest: costs[Math.floor(0.9 * costs.length)] ?? expected };
}
