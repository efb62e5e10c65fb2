import { currencyDigits } from '../domain/index.ts';
import { evaluatePolicy } from '../learning/index.ts';
import { fitProcess, type ProcessFacts } from './fit-process.ts';
import type { LearntTable } from './learn-table.ts';
import { priceStockModel, stateOf } from './price-stock-model.ts';

/** Gain a day over today's practice in minor units: mean, and bounds of the 80 % interval. */
export type Gain = [mean: number, lower: number, upper: number];

const Z80 = 1.2816;

/**
 * Value the learnt policy against today's practice at every stock level, at today's price: the difference of their exact
 * values on the fitted model, spread evenly over time ((1 − γ) · ΔV a review period).
 *
 * The interval comes from the elasticity's: the same two policies on the models of elasticity ± 1.28 standard errors.
 */
export function gainsByLevel(
  process: ProcessFacts,
  elasticityStandardError: number,
  { practice, learnt, discount }: { practice: Int32Array; learnt: LearntTable; discount: number },
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
  // with one price alone the elasticity moves nothing
  if (prices === 1) return middle.map((gain) => [wholeMinor(gain), wholeMinor(gain), wholeMinor(gain)]);
  const under = (shift: number) => {
    const elasticityShift = shift * Z80 * elasticityStandardError;
    const model = priceStockModel(fitProcess({ ...process, elasticityShift }));
    const exact = { discount };
    return differences(evaluatePolicy(model, learnt.policy, exact), evaluatePolicy(model, practice, exact));
  };
  const steeper = under(-1);
  const flatter = under(1);
  return middle.map((gain, level) => {
    const all = [gain, steeper[level]!, flatter[level]!];
    return [wholeMinor(gain), wholeMinor(Math.min(...all)), wholeMinor(Math.max(...all))];
  });
}

/** Round to whole minor units. Amounts beyond the safe integers cannot be stored: absurd prices or volumes end there. */
export function wholeMinor(minor: number): number {
  const { MAX_SAFE_INTEGER } = Number;
  return Math.max(-MAX_SAFE_INTEGER, Math.min(MAX_SAFE_INTEGER, Math.round(minor))) || 0;
}
