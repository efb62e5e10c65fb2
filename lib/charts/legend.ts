import { type Attributes, element, text } from './svg.ts';
import { ink } from './theme.ts';

/** A sample of a line or of an area, and what it stands for. */
export type LegendEntry = { words: string } & ({ line: Attributes } | { area: Attributes });

const SAMPLE = 20;
const GAP = 6;
/** Between entries. */
const SPACE = 18;
/** Mean width of a letter at 12 pixels, on the generous side: SVG cannot measure text. */
const LETTER = 6.6;

/** Draw a legend in one row that ends at `right`, its text on the line `baseline`. */
export function drawLegend(entries: readonly LegendEntry[], right: number, baseline: number): string[] {
  const widths = entries.map(({ words }) => SAMPLE + GAP + LETTER * words.length + SPACE);
  let left = right + SPACE - widths.reduce((sum, width) => sum + width, 0);
  return entries.flatMap((entry, i) => {
    const x = left;
    left += widths[i] ?? 0;
    const sample =
      'line' in entry
        ? element('line', { x1: x, x2: x + SAMPLE, y1: baseline - 4, y2: baseline - 4, ...entry.line })
        : element('rect', { x, y: baseline - 10, width: SAMPLE, height: 12, ...entry.area });
    return [sample, text(entry.words, { x: x + SAMPLE + GAP, y: baseline, ...ink.quietWords })];
  });
}
