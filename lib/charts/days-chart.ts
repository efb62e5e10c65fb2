import { dateOfDay, dayNumber } from '../domain/index.ts';
import { dateTicks } from './date-ticks.ts';
import { type DaysFrame, drawDayMarks, drawDays, lineOf, MARKS_ROOM, strokes } from './day-marks.ts';
import { createFrame, drawPlaces, drawValueAxis, leftOfAxis } from './frame.ts';
import { createHatch } from './hatch.ts';
import { drawHead, MARGIN, type PictureOptions } from './head.ts';
import { drawLegend, type LegendEntry } from './legend.ts';
import { DAY_DASH, type InkName, marksInView, type PlottedDays } from './plotted-days.ts';
import { niceTicks } from './scale.ts';
import { type Attributes, bandPath, element, linePath } from './svg.ts';
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
const LABEL = 76;

const fills: Partial<Record<InkName, Attributes>> = {
  fan: ink.fan,
  'changed-fan': { fill: '#0f766e', 'fill-opacity': 0.16 },
};

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
  const frame = frameOf(plotted, options, legend.bottom + 14 + MARKS_ROOM);
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
    ...drawDayMarks(plotted, frame),
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
