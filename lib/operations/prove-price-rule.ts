import { currencyDigits, type PriceWeek, type RuleProof, type RuleStanding } from '../domain/index.ts';
import { compareOffPolicy, evaluateOffPolicy, type LoggedDecision } from '../learning/index.ts';
import { shortNumber } from './number-text.ts';
import { FEWEST_SKUS, measuredProof, noEvidence, PROOF_LEVEL } from './rule-proof.ts';

/** Days of a week whose demand was seen, from which it counts (as in `weeklyDemand`). */
const FEWEST_DAYS = 4;
/** Where fewer of the price tests were charged, those that were are a choice of the people who charged them. */
const LEAST_FOLLOWED = 0.8;
/** Weeks that count for the worse of the two policies: fewer bound nothing. */
const LEAST_SAMPLE = 20;

/** What the price log of a market came to. */
export type PriceLogGround = {
  exploring: readonly PriceWeek[];
  logged: { skus: number; weeks: number };
};

/**
 * Pool a market's price tests into the proof of its price rule: the margin of the best price by the log's own
 * expectation less that of keeping the price in force, doubly robust, clustered by SKU.
 *
 * Only weeks count whose price was drawn by known chances, with a chance for both prices that are compared. They count by
 * what was drawn, at the margin of what was charged (intention to treat): to leave out the few that were not charged as drawn
 * would choose by what came of them. Where there are none, nothing is made up: the answer says why.
 */
export function provePriceRule(
  { exploring, logged }: PriceLogGround,
  previous: RuleStanding | null,
  currency: string,
): RuleProof {
  const silent = (text: string) => noEvidence(previous, logged, text);
  if (logged.weeks === 0)
    return silent('No week is over since prices were first logged: the first figure takes a week.');
  const known = `${logged.weeks} logged weeks of ${logged.skus} SKUs`;
  if (exploring.length === 0)
    return silent(
      `In ${known} every price was proposed with certainty: without price tests nothing tells what another price would have earned.`,
    );
  // most draws ask for no other price than the policy's: they are followed even by those who charge no test
  const tests = exploring.filter(({ rungs }) => rungs.some(({ priceTest }) => priceTest));
  const share = tests.length === 0 ? 1 : tests.filter(isFollowed).length / tests.length;
  if (share < LEAST_FOLLOWED)
    return silent(
      `Of ${tests.length} weeks of price tests the drawn price was charged in ${shortNumber(share * 100)} %: what people chose among draws tells of their choice, not of the price. ${LEAST_FOLLOWED * 100} % are needed.`,
    );
  const drawn = exploring.flatMap((week) => decisionOf(week, currency) ?? []);
  const skus = new Set(drawn.map(({ decision }) => decision.unit)).size;
  if (skus < FEWEST_SKUS)
    return silent(
      `Prices of ${skus} SKUs were drawn with a chance for both today's and the best price; ${FEWEST_SKUS} are needed. Known are ${known}.`,
    );
  const decisions = drawn.map(({ decision }) => decision);
  const sides = { policy: drawn.map(({ best }) => best), baseline: drawn.map(({ today }) => today) };
  const { doublyRobust: gain, effectiveSampleSize } = compareOffPolicy(decisions, sides, {
    level: PROOF_LEVEL,
  });
  if (effectiveSampleSize < LEAST_SAMPLE)
    return silent(
      `${decisions.length} weeks with a drawn price count as ${shortNumber(effectiveSampleSize)} for the prices compared; ${LEAST_SAMPLE} are needed.`,
    );
  const earned = evaluateOffPolicy(decisions, sides.baseline, { level: PROOF_LEVEL }).doublyRobust.mean;
  return measuredProof(
    previous,
    { mean: gain.mean * skus, lower: gain.lower * skus, upper: gain.upper * skus },
    {
      ...{ skus, weeks: decisions.length, currency },
      gainShare: earned > 0 ? Number((gain.mean / earned).toPrecision(4)) : null,
      words: `Price tests of ${skus} SKUs in ${decisions.length} SKU weeks, each weighted by its chance and corrected by what was expected (doubly robust), counting as ${shortNumber(effectiveSampleSize)} weeks`,
    },
  );
}

function isFollowed({ rungs, chargedMicros }: PriceWeek): boolean {
  return rungs.some(({ proposed, unitPriceMicros }) => proposed && unitPriceMicros === chargedMicros);
}

/** A week as a logged decision: margin a day in minor units; nothing where it cannot count. */
function decisionOf(
  { sku, rungs, unitCostMicros, chargedMicros, units, observedDays }: PriceWeek,
  currency: string,
): { decision: LoggedDecision; best: number[]; today: number[] } | undefined {
  if (observedDays < FEWEST_DAYS || chargedMicros === null) return undefined;
  const scale = 10 ** currencyDigits(currency) / 1e6;
  const margins = rungs.map(({ unitPriceMicros }) => (unitPriceMicros - unitCostMicros) * scale);
  const expected = rungs.map(({ expectedUnitsPerDay }, rung) => margins[rung]! * expectedUnitsPerDay);
  const action = rungs.findIndex(({ proposed }) => proposed);
  const today = rungs.findIndex(({ inForce }) => inForce);
  const best = expected.indexOf(Math.max(...expected));
  const overlaps = [action, today, best].every((rung) => (rungs[rung]?.chance ?? 0) > 0);
  if (!overlaps) return undefined;
  const sure = (chosen: number) => rungs.map((_, rung) => (rung === chosen ? 1 : 0));
  const reward = ((chargedMicros - unitCostMicros) * scale * units) / observedDays;
  const chances = rungs.map(({ chance }) => chance);
  return {
    decision: { unit: sku, chances, action, reward, expected },
    best: sure(best),
    today: sure(today),
  };
}
