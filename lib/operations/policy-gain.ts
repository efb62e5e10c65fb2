import { currencyDigits } from '../domain/index.ts';
import { evaluateStages } from '../learning/index.ts';
import { type AnswerWay, demandAnswer } from './demand-answer.ts';
import { fitProcess, type ProcessFacts } from './fit-process.ts';
import { type LearntTable, toleranceOf } from './learn-table.ts';
import { priceStockStages, stateOf } from './price-stock-model.ts';

/** Gain a day over today's practice in minor units: mean, and bounds of the 80 % interval. */
export type Gain = [mean: number, lower: number, upper: number];

/** Which draws bound the middle 80 %. */
const BOUNDS = [0.1, 0.9];

/**
 * Value the learnt policy against today's practice at every stock level, at today's price: the difference of their exact
 * values on the fitted model, spread evenly over time ((1 − γ) · ΔV a review period).
 *
 * The interval comes from the draws of how demand may answer: the same two policies where demand answers as in the draws that
 * bound the middle 80 %, by the units they expect at the price that the policy chooses.
 */
export function gainsByLevel(
  process: ProcessFacts,
  { practice, learnt, discount }: { practice: readonly Int32Array[]; learnt: LearntTable; discount: number },
  currency: string,
): Gain[] {
  const { grid, ladder, rules } = process;
  const prices = ladder.priceMicros.length;
  const perDay = ((1 - discount) / rules.reviewDays) * 10 ** currencyDigits(currency);
  const differences = (value: Float64Array, base: Float64Array) =>
    Array.from({ length: grid.levels }, (_, level) => {
      const state = stateOf(level, ladder.today, prices);
      return perDay * (value[state]! - base[state]!);
    });
  const middle = differences(learnt.value, learnt.practiceValue);
  // with one price alone the answer to price moves nothing
  if (prices === 1) return middle.map((gain) => [wholeMinor(gain), wholeMinor(gain), wholeMinor(gain)]);
  const bounds = boundingDraws(process, chosenRung(process, learnt.policies[0]!)).map((draw) => {
    const ways = [{ ...draw, share: 1 }];
    const stages = priceStockStages(fitProcess({ ...process, ways, draws: [] }));
    const exact = { discount, tolerance: toleranceOf(stages) };
    return differences(
      evaluateStages(stages, learnt.policies, exact),
      evaluateStages(stages, practice, exact),
    );
  });
  return middle.map((gain, level) => {
    const all = [gain, ...bounds.map((gains) => gains[level]!)];
    return [wholeMinor(gain), wholeMinor(Math.min(...all)), wholeMinor(Math.max(...all))];
  });
}

/** Order the draws by what they expect at a rung, and take those that bound the middle 80 %. */
function boundingDraws({ draws = [], ladder, currentMicros }: ProcessFacts, rung: number): AnswerWay[] {
  const ratio = ladder.priceMicros[rung]! / Math.max(1, currentMicros);
  const ordered = draws
    .map((draw) => ({ draw, answer: demandAnswer([{ ...draw, share: 1 }], ratio) }))
    .sort((a, b) => a.answer - b.answer);
  return BOUNDS.flatMap((share) => ordered[Math.floor(share * ordered.length)]?.draw ?? []);
}

/** Find the rung that the policy moves to at most stock levels; where it never moves, the farthest one from today's. */
function chosenRung({ grid, ladder }: ProcessFacts, policy: Int32Array): number {
  const prices = ladder.priceMicros.length;
  const chosen = ladder.priceMicros.map(() => 0);
  for (let level = 0; level < grid.levels; level++)
    chosen[Math.floor(policy[stateOf(level, ladder.today, prices)]! / grid.orderUnits.length)]!++;
  chosen[ladder.today] = 0;
  const most = Math.max(...chosen);
  if (most > 0) return chosen.indexOf(most);
  return ladder.today * 2 < prices - 1 ? prices - 1 : 0;
}

/** Round to whole minor units. Amounts beyond the safe integers cannot be stored: absurd prices or volumes end there. */
export function wholeMinor(minor: number): number {
  const { MAX_SAFE_INTEGER } = Number;
  return Math.max(-MAX_SAFE_INTEGER, Math.min(MAX_SAFE_INTEGER, Math.round(minor))) || 0;
}
