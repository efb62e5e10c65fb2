import { dateOfDay, dayNumber } from '../domain/index.ts';
import { dateTicks } from './date-ticks.ts';
import { createFrame, drawPlaces, drawValueAxis, type Frame, leftOfAxis } from './frame.ts';
import { createHatch } from './hatch.ts';
import { drawHead, MARGIN, type PictureOptions } from './head.ts';
import { drawLegend, type LegendEntry } from './legend.ts';
import { placeNames } from './place-names.ts';
import { DAY_DASH, type InkName, marksInView, type PlottedDays } from './plotted-days.ts';
import { niceTicks } from './scale.ts';
import { type Attributes, bandPath, element, linePath, text } from './svg.ts';
import { fitWords, textWidth } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** How to draw a chart over days; its words come from whoever asks for it. */
export type DaysChartOptions = PictureOptions & {
  title: string;
  subtitle: string;
  description: string;
  /** Writes a value of the vertical axis. */
  value: (value: number) => string;
  /** Writes a day of the horizontal axis, by day number. */
  day?: (day: number) => string;
};

const PLOT_HEIGHT = 300;
/** Above the plot: two rows of strips and the names of days. */
const STRIP = 12;
const STRIPS = 2 * 15 + 16;
const LABEL = 76;
const MARK_SIZE = 11;
/** Height of a line of names. */
const NAMES = 14;

const strokes: Readonly<Record<InkName, Attributes>> = {
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
const fills: Partial<Record<InkName, Attributes>> = {
  fan: ink.fan,
  'changed-fan': { fill: '#0f766e', 'fill-opacity': 0.16 },
};

type DaysFrame = Frame & { placeOf: (day: number) => number };

/** Draw a chart over days as SVG text: lines, areas, hatched days, strips and days with a name, and levels across. */
export function daysChart(plotted: PlottedDays, options: DaysChartOptions): string {
  const { width = 900, id = 'days', title, subtitle, description } = options;
  const head = drawHead(title, subtitle, width);
  const hatch = createHatch(id, 'days-out', { ...strokes['sold-out'], 'stroke-width': 2 });
  const legend = drawLegend(
    legendOf(plotted, hatch.fill),
    { left: MARGIN, right: width - 20 },
    head.bottom + 20,
  );
  const frame = frameOf(plotted, options, legend.bottom + 14 + STRIPS);
  return picture(width, frame.bottom + 40, { id, title, description }, [
    hatch.definition,
    ...head.marks,
    ...legend.marks,
    ...drawValueAxis(frame, 0, options.value),
    ...drawPlaces(frame, placesOf(plotted, frame, options)),
    ...marksInView(plotted).shaded.map(({ from, to }) =>
      drawDays(frame, [from, to], { y: frame.top, height: PLOT_HEIGHT, ...hatch.fill }),
    ),
    ...drawValues(plotted, frame),
    ...drawMarks(plotted, frame),
  ]);
}

function frameOf(
  { first, from, last, lines, bands, levels }: PlottedDays,
  options: DaysChartOptions,
  top: number,
): DaysFrame {
  const { width = 900, value } = options;
  const skipped = from - first;
  const rows = [...lines.map(({ values }) => values), ...bands.flatMap(({ low, high }) => [low, high])];
  let [low, high] = [0, 0];
  for (const row of rows)
    for (const one of row.slice(skipped))
      if (one !== null) [low, high] = [Math.min(low, one), Math.max(high, one)];
  for (const level of levels) high = Math.max(high, level.value);
  const ticks = niceTicks(low, high > low ? high : low + 1, 5);
  const edges = {
    ...{ left: Math.max(64, leftOfAxis(ticks, value)), right: width - 20, top, bottom: top + PLOT_HEIGHT },
  };
  const frame = createFrame(edges, [from - 0.5, last + 0.5], ticks);
  return { ...frame, placeOf: (day) => Math.min(Math.max(frame.x(day), edges.left), edges.right) };
}

function placesOf({ from, last }: PlottedDays, frame: DaysFrame, { day }: DaysChartOptions) {
  const ticks = dateTicks(dateOfDay(from), dateOfDay(last));
  const every = Math.ceil(ticks.length / Math.max(1, Math.floor((frame.right - frame.left) / LABEL)));
  return ticks
    .filter((_, place) => place % every === 0)
    .map(({ date, label }) => ({
      label: day === undefined ? label : day(dayNumber(date)),
      at: frame.x(dayNumber(date)),
    }));
}

function drawDays(
  { placeOf }: DaysFrame,
  [from, to]: readonly [number, number],
  attributes: Attributes,
): string {
  const left = placeOf(from - 0.5);
  return element('rect', { x: left, width: placeOf(to + 0.5) - left, ...attributes });
}

function drawValues({ first, from, lines, bands }: PlottedDays, { x, y }: DaysFrame): string[] {
  const inView = <Value>(values: readonly Value[]) => values.slice(from - first);
  return [
    ...bands.flatMap(({ low, high, ink: name }) => {
      const days = inView(
        high.map((value, place) => ({ day: first + place, high: value, low: low[place] ?? null })),
      );
      const known = days.flatMap(({ day, high: top, low: bottom }) =>
        top === null || bottom === null ? [] : [{ at: x(day), top: y(top), bottom: y(bottom) }],
      );
      const path = bandPath(
        known.map(({ at }) => at),
        known.map(({ top }) => top),
        known.map(({ bottom }) => bottom),
      );
      return known.length === 0 ? [] : [element('path', { d: path, ...(fills[name] ?? ink.fan) })];
    }),
    ...lines.map(({ values, ink: name, width = 1.5, dash }) =>
      element('path', {
        d: linePath(
          inView(
            values.map((value, place) =>
              value === null ? undefined : ([x(first + place), y(value)] as const),
            ),
          ),
        ),
        ...lineOf(name, width, dash),
        ...{ 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
      }),
    ),
  ];
}

const lineOf = (name: InkName, width: number, dash?: readonly number[]): Attributes => ({
  ...strokes[name],
  ...{ 'stroke-width': width, fill: 'none' },
  'stroke-dasharray': dash?.join(' '),
});

function drawMarks(plotted: PlottedDays, frame: DaysFrame): string[] {
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
  const written: number[] = [];
  return levels.flatMap(({ name, value }) => {
    const at = y(value);
    const line = element('line', { x1: left, x2: right, y1: at, y2: at, ...lineOf('level', 1, [6, 4]) });
    // below the line where days have their names
    const baseline = at - 4 < top + NAMES ? at + 13 : at - 4;
    if (written.some((other) => Math.abs(other - baseline) < NAMES)) return [line];
    written.push(baseline);
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

function drawNamedDays(days: PlottedDays['days'], { right, top, bottom, x }: DaysFrame): string[] {
  const placed = placeNames(
    days.map(({ name, day }) => ({ at: x(day), width: textWidth(name, MARK_SIZE) })),
    { left: MARGIN, right },
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
      const y = frame.top - STRIPS + 15 * row;
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

function legendOf(plotted: PlottedDays, hatching: Attributes): LegendEntry[] {
  const { lines, bands } = plotted;
  const { shaded, spans, days } = marksInView(plotted);
  const entries: LegendEntry[] = [
    ...lines.map(({ name, ink: colour, width = 1.5, dash }) => ({
      words: name,
      line: lineOf(colour, width, dash),
    })),
    ...bands.map(({ name, ink: colour }) => ({ words: name, area: fills[colour] ?? ink.fan })),
    ...shaded.map(({ name }) => ({ words: name, area: hatching })),
    ...spans.map(({ kind, ink: colour }) => ({
      words: kind,
      area: { fill: strokes[colour].stroke, 'fill-opacity': 0.25 },
    })),
    ...days.flatMap(({ kind, ink: colour, dash = DAY_DASH }) =>
      kind === undefined ? [] : [{ words: kind, line: lineOf(colour, 1, dash) }],
    ),
  ];
  return [...new Map(entries.map((entry) => [entry.words, entry])).values()];
}
