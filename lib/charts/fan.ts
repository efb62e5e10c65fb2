import type { Frame } from './frame.ts';
import { bandPath, element, linePath } from './svg.ts';
import { ink } from './theme.ts';

/** A plot of observed values and of a forecast that begins behind them. */
export type FanFrame = Frame & {
  /** Values shown; the forecast begins at this x. */
  observed: number;
};

/** What is drawn in it. */
export type Fan = {
  /** [observed] oldest first, null = not observed. */
  values: readonly (number | null)[];
  /** [h] */
  mean: readonly number[];
  median: readonly number[];
  /** The widest first: each is drawn over the one before. */
  intervals: readonly { level: number; lower: readonly number[]; upper: readonly number[] }[];
};

/** Draw observed values with their gaps, and the forecast behind them: a band an interval, mean and median. */
export function drawFan(
  { x, y, top, bottom, observed }: FanFrame,
  { values, mean, median, intervals }: Fan,
): string[] {
  const ahead = mean.map((_, i) => x(observed + i));
  const line = (row: readonly number[]) =>
    linePath(row.map((value, i) => [ahead[i] ?? 0, y(value)] as const));
  const round = { 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
  const seen = values.map((value, i) => (value === null ? undefined : ([x(i), y(value)] as const)));
  const start = x(observed - 0.5);
  return [
    ...intervals.map(({ lower, upper }) =>
      element('path', { d: bandPath(ahead, upper.map(y), lower.map(y)), ...ink.fan }),
    ),
    element('line', {
      x1: start,
      x2: start,
      y1: top - 8,
      y2: bottom,
      ...ink.axis,
      'stroke-dasharray': '2 4',
    }),
    element('path', { d: linePath(seen), ...ink.observed, ...round }),
    element('path', { d: line(mean), ...ink.mean }),
    element('path', { d: line(median), ...ink.forecast, ...round }),
  ];
}
