import { createRandom, standardNormal } from '../../../lib/numeric/index.ts';
import type { Arms, Observation } from '../../../lib/oversight/index.ts';

/** Buyers b0 … whose weekly margin is drawn about `level`. */
export function buyers(
  count: number,
  { level = 100, spread = 10, seed = 1, name = 'b' } = {},
): Observation[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => ({
    unit: `${name}${i}`,
    value: level + spread * standardNormal(random),
  }));
}

/** Two arms of as many buyers, of which the AI one earns `gain` more. */
export const arms = (gain: number, count = 60): Arms => ({
  ai: buyers(count, { level: 100 + gain, seed: 1, name: 'a' }),
  human: buyers(count, { seed: 2, name: 'h' }),
});

/** Options that compare their margin, uncut: 5 more is worth having. */
export const margin = { metric: 'margin', minimalEffect: 5, winsorise: false } as const;
