import type { Category, Position } from '../domain/index.ts';
import type { PlottedPosition } from './position-chart.ts';

/** What categories without a name of their own are called together. */
const UNNAMED = 'no category';

/** Join a market's categories with what is advised of each; what is advised of a category not sold here is among them. */
export function plottedPositions(
  categories: readonly Category[],
  positions: readonly Position[] = [],
): PlottedPosition[] {
  const advised = new Map(
    positions.filter((one) => one.of === 'category').map((one) => [one.name, one.advice] as const),
  );
  const sold = categories
    .filter(({ folded }) => folded === undefined)
    .map(({ category, growth, margin, revenueShare }) => ({
      name: category ?? UNNAMED,
      advice: advised.get(category) ?? null,
      growth,
      margin,
      revenueShare,
    }));
  const known = new Set(categories.map(({ category }) => category));
  const unsold = [...advised]
    .filter(([name]) => !known.has(name))
    .map(([name, advice]) => ({
      name: name ?? UNNAMED,
      advice,
      growth: null,
      margin: null,
      revenueShare: 0,
    }));
  return [...sold, ...unsold];
}
