import { type GuardPrice, type PriceLimits, unitPriceText } from '../domain/index.ts';

/** The prices to choose from, ascending, each within every limit; and which of them stands for today's. */
export type PriceLadder = { priceMicros: number[]; today: number; warnings: string[] };

const RUNGS = [-1, -0.5, 0, 0.5, 1];

/**
 * Lay out the prices that a policy may choose: today's, and half and whole of the largest step to both sides, each
 * brought within the guardrails. Prices that fall together count once.
 *
 * Limits that contradict each other leave today's price alone, with a warning.
 */
export function priceLadder(
  currentMicros: number,
  { limits, currency, guardPrice }: { limits: PriceLimits; currency: string; guardPrice: GuardPrice },
): PriceLadder {
  const warnings: string[] = [];
  const guard = (proposedMicros: number) => guardPrice({ proposedMicros, currentMicros, limits, currency });
  const held = guard(currentMicros);
  if (held.contradiction !== null) {
    warnings.push(`price limits contradict: ${held.contradiction}`);
    return { priceMicros: [currentMicros], today: 0, warnings };
  }
  if (held.priceMicros !== currentMicros)
    warnings.push(
      `today's price is outside its limits: ${held.limitsApplied.map(({ detail }) => detail).join(', ')}`,
    );
  const rungs = RUNGS.map((rung) => guard(Math.round(currentMicros * (1 + rung * limits.largestStep))));
  const allowed = rungs
    .filter(({ contradiction }) => contradiction === null)
    .map(({ priceMicros }) => priceMicros);
  const priceMicros = [...new Set([held.priceMicros, ...allowed])].sort((a, b) => a - b);
  if (priceMicros.length === 1)
    warnings.push(
      `no price but ${unitPriceText(held.priceMicros, currency)} lies within the limits and their rounding`,
    );
  return { priceMicros, today: priceMicros.indexOf(held.priceMicros), warnings };
}
