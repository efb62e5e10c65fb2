import type { BoundedMoney } from '../domain/index.ts';
import type { Scale } from './scale.ts';
import { element, text } from './svg.ts';
import { fitWords } from './text-width.ts';
import { ink } from './theme.ts';

/** A row of a statement: what it is, its amount with bounds, and a note below. */
export type EarningsRow = { label: string; note?: string; amount: BoundedMoney | null; strong?: boolean };

/** Where rows lie: labels to the left, the bars between, amounts to the right. */
export type RowPlace = { left: number; from: number; to: number; right: number; x: Scale };

export const ROW_HEIGHT = 40;

/** Draw a row: a bar from nothing to the amount, and over it a line between its bounds. */
export function drawRow(
  { label, note, amount, strong = false }: EarningsRow,
  { left, from, to, right, x }: RowPlace,
  top: number,
  words: { amount: string; bounds: string },
): string[] {
  const middle = top + ROW_HEIGHT / 2;
  const weight = strong ? { 'font-weight': 600 } : {};
  const marks = [
    text(fitWords(label, from - left - 8, 13), {
      ...{ x: left, y: middle - (note === undefined ? -4 : 3), 'font-size': 13 },
      ...{ ...weight, ...ink.words },
    }),
    element('line', { x1: x(0), x2: x(0), y1: top, y2: top + ROW_HEIGHT, ...ink.axis }),
    element('line', { x1: from, x2: to, y1: middle, y2: middle, ...ink.grid }),
    text(words.amount, {
      ...{ x: right, y: middle - (words.bounds === '' ? -4 : 3), 'text-anchor': 'end', 'font-size': 13 },
      ...{ ...weight, ...ink.words },
    }),
    text(words.bounds, {
      x: right,
      y: middle + 12,
      'text-anchor': 'end',
      'font-size': 10,
      ...ink.quietWords,
    }),
  ];
  if (note !== undefined)
    marks.push(
      text(fitWords(note, from - left - 8, 10), {
        x: left,
        y: middle + 12,
        'font-size': 10,
        ...ink.quietWords,
      }),
    );
  if (amount === null) return marks;
  const { minor } = amount.amount;
  marks.push(
    element('rect', {
      ...{ x: Math.min(x(0), x(minor)), width: Math.abs(x(minor) - x(0)), y: middle - 8, height: 16, rx: 2 },
      ...(minor < 0 ? ink.below : ink.above),
    }),
  );
  if (amount.lower === null || amount.upper === null) return marks;
  const [low, high] = [x(amount.lower.minor), x(amount.upper.minor)];
  for (const line of [
    { x1: low, x2: high, y1: middle, y2: middle },
    { x1: low, x2: low, y1: middle - 5, y2: middle + 5 },
    { x1: high, x2: high, y1: middle - 5, y2: middle + 5 },
  ])
    marks.push(element('line', { ...line, ...ink.observed }));
  return marks;
}
