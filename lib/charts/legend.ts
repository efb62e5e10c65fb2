import { type Attributes, element, text } from './svg.ts';
import { textWidth } from './text-width.ts';
import { ink } from './theme.ts';

/** A sample of a line or of an area, and what it stands for. */
export type LegendEntry = { words: string } & ({ line: Attributes } | { area: Attributes });

const SAMPLE = 20;
const GAP = 6;
/** Between entries. */
const SPACE = 18;
const LINE = 18;

/**
 * Draw a legend in rows that end at `right`, the first row's text on the line `baseline`; `bottom` is the last row's.
 *
 * Entries that would begin before `left` go to the next row.
 */
export function drawLegend(
  entries: readonly LegendEntry[],
  { left, right }: { left: number; right: number },
  baseline: number,
): { marks: string[]; bottom: number } {
  const rows: LegendEntry[][] = [[]];
  for (const entry of entries) {
    const row = rows.at(-1) ?? [];
    if (row.length > 0 && widthOf([...row, entry]) > right - left) rows.push([entry]);
    else row.push(entry);
  }
  return {
    marks: rows.flatMap((row, i) => drawRow(row, right, baseline + LINE * i)),
    bottom: baseline + LINE * (rows.length - 1),
  };
}

const entryWidth = ({ words }: LegendEntry) => SAMPLE + GAP + textWidth(words) + SPACE;
const widthOf = (entries: readonly LegendEntry[]) =>
  entries.reduce((sum, entry) => sum + entryWidth(entry), -SPACE);

function drawRow(entries: readonly LegendEntry[], right: number, baseline: number): string[] {
  let left = right - widthOf(entries);
  return entries.flatMap((entry) => {
    const x = left;
    left += entryWidth(entry);
    const sample =
      'line' in entry
        ? element('line', { x1: x, x2: x + SAMPLE, y1: baseline - 4, y2: baseline - 4, ...entry.line })
        : element('rect', { x, y: baseline - 10, width: SAMPLE, height: 12, ...entry.area });
    return [sample, text(entry.words, { x: x + SAMPLE + GAP, y: baseline, ...ink.quietWords })];
  });
}
