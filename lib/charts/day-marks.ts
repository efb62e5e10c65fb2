import type { Frame } from './frame.ts';
import { placeLevels, placeNames } from './place-names.ts';
import { DAY_DASH, type InkName, marksInView, type PlottedDays } from './plotted-days.ts';
import { type Attributes, element, text } from './svg.ts';
import { fitWords, textWidth } from './text-width.ts';
import { ink } from './theme.ts';

/** A plot over days. */
export type DaysFrame = Frame & {
  /** Where a day lies, held within the plot; `x` is not. */
  placeOf: (day: number) => number;
};

const STRIP = 12;
const ROW = 15;
/** Pixels above a plot: two rows of strips and the names of days. */
export const MARKS_ROOM = 2 * ROW + 16;
const MARK_SIZE = 11;

/** What each line of a chart over days is drawn with. */
export const strokes: Readonly<Record<InkName, Attributes>> = {
  words: { class: 'observed', stroke: '#1f2937' },
  quiet: { class: 'axis', stroke: '#6b7280' },
  grid: { class: 'grid', stroke: '#e2e5ea' },
  axis: { class: 'axis', stroke: '#6b7280' },
  paper: { stroke: '#ffffff' },
  observed: { class: 'observed', stroke: '#374151' },
  forecast: { class: 'forecast', stroke: '#1d4ed8' },
  fan: { class: 'forecast', stroke: '#1d4ed8' },
  mean: { class: 'mean', stroke: '#b45309' },
  changed: { stroke: '#0f766e' },
  'changed-fan': { stroke: '#0f766e' },
  'sold-out': { class: 'mean', stroke: '#b45309' },
  event: { stroke: '#7c3aed' },
  price: { stroke: '#9d174d' },
  alert: { stroke: '#a03208' },
  level: { class: 'axis', stroke: '#57534e' },
};
/** The attributes of a line. */
export const lineOf = (name: InkName, width: number, dash?: readonly number[]): Attributes => ({
  ...strokes[name],
  ...{ 'stroke-width': width, fill: 'none' },
  'stroke-dasharray': dash?.join(' '),
});

/** Cover days over some height. */
export function drawDays(
  { placeOf }: DaysFrame,
  [from, to]: readonly [number, number],
  attributes: Attributes,
): string {
  const left = placeOf(from - 0.5);
  return element('rect', { x: left, width: placeOf(to + 0.5) - left, ...attributes });
}

/** Draw what is marked and in view: levels across, days with their names, and strips above the plot. */
export function drawDayMarks(plotted: PlottedDays, frame: DaysFrame): string[] {
  const { days, spans } = marksInView(plotted);
  return [
    ...drawLevels(plotted.levels, frame),
    ...drawNamedDays(days, frame),
    ...[0, 1].flatMap((row) =>
      drawSpans(
        spans.filter((span) => span.row === row),
        frame,
      ),
    ),
  ];
}

function drawLevels(levels: PlottedDays['levels'], { left, right, top, y }: DaysFrame): string[] {
  const placed = placeLevels(
    levels.map(({ value }) => y(value)),
    { top },
  );
  return levels.flatMap(({ name, value }, place) => {
    const line = element('line', {
      x1: left,
      x2: right,
      y1: y(value),
      y2: y(value),
      ...lineOf('level', 1, [6, 4]),
    });
    const baseline = placed[place];
    if (baseline === undefined) return [line];
    const words = {
      x: right - 4,
      y: baseline,
      'text-anchor': 'end',
      'font-size': MARK_SIZE,
      ...ink.quietWords,
    };
    return [line, text(fitWords(name, right - left, MARK_SIZE), words)];
  });
}

function drawNamedDays(days: PlottedDays['days'], { left, right, top, bottom, x }: DaysFrame): string[] {
  const placed = placeNames(
    days.map(({ name, day }) => ({ at: x(day), width: textWidth(name, MARK_SIZE) })),
    { left, right },
  );
  return days.flatMap(({ name, day, ink: colour, dash = DAY_DASH }, place) => {
    const line = element('line', { x1: x(day), x2: x(day), y1: top, y2: bottom, ...lineOf(colour, 1, dash) });
    const at = placed[place];
    if (at === undefined) return [line];
    const y = at.row === 0 ? top - 4 : top + 11;
    return [line, text(name, { x: at.start, y, 'font-size': MARK_SIZE, ...ink.words })];
  });
}

/** Strips of one row; a name is written where its strip has room for it, and no other strip's name. */
function drawSpans(spans: PlottedDays['spans'], frame: DaysFrame): string[] {
  let free = Number.NEGATIVE_INFINITY;
  return [...spans]
    .sort((one, other) => one.from - other.from)
    .flatMap(({ name, from, to, ink: colour, row }) => {
      const y = frame.top - MARKS_ROOM + ROW * row;
      const fill = { fill: strokes[colour].stroke };
      const start = frame.placeOf(from - 0.5);
      const end = frame.placeOf(to + 0.5);
      const width = textWidth(name, MARK_SIZE) + 8;
      const fits = start >= free && width < end - start;
      if (fits) free = start + width;
      return [
        drawDays(frame, [from, to], { y, height: STRIP, ...fill, 'fill-opacity': 0.18 }),
        element('rect', { x: start, y, width: 2, height: STRIP, ...fill }),
        ...(fits ? [text(name, { x: start + 5, y: y + 10, 'font-size': MARK_SIZE, ...ink.words })] : []),
      ];
    });
}
