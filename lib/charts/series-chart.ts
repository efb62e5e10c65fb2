import { dayNumber } from '../domain/index.ts';
import { dateTicks } from './date-ticks.ts';
import { drawLegend, type LegendEntry } from './legend.ts';
import { linearScale, niceTicks, type Scale } from './scale.ts';
import { bandPath, element, linePath, text } from './svg.ts';
import { ink, picture } from './theme.ts';

/** A series and its forecast, whatever its steps are. */
export type PlottedSeries = {
  /** [n] oldest first, null = not observed. */
  values: readonly (number | null)[];
  /** [h] */
  mean: readonly number[];
  median: readonly number[];
  /** The widest first: each is drawn over the one before. */
  intervals: readonly { level: number; lower: readonly number[]; upper: readonly number[] }[];
  /** [n + h] the day of each step, `YYYY-MM-DD`, never falling; null = steps are numbered from 1. */
  dates: readonly string[] | null;
};

/** What the picture says of them. */
export type SeriesChartOptions = {
  title: string;
  subtitle: string;
  /** What is counted, over the vertical axis. */
  valueLabel: string;
  /** Pixels. Default 1080 × 520. */
  width?: number;
  height?: number;
  /** Newest values to show. Default: four times the horizon, at least 60. */
  shown?: number;
  /** Prefix of ids, for pages with several pictures. */
  id?: string;
};

type Frame = {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Scale;
  y: Scale;
  ticks: number[];
  /** Values shown; the forecast begins at this x. */
  observed: number;
};

/** A vertical axis that would begin above this share of its greatest value begins at 0 instead. */
const LEAST_START = 0.5;
/** Least distance between the labels at the right edge, pixels. */
const LINE = 15;

/**
 * Draw a series and its forecast as SVG text: the newest values, the fan of intervals, P50 and the mean, each line with its
 * value at its end.
 *
 * Values that were not observed leave gaps.
 */
export function seriesChart(plotted: PlottedSeries, options: SeriesChartOptions): string {
  const { title, subtitle, width = 1080, height = 520, id = 'series' } = options;
  const horizon = plotted.mean.length;
  const skipped = Math.max(0, plotted.values.length - (options.shown ?? Math.max(60, 4 * horizon)));
  const shown = {
    ...plotted,
    values: plotted.values.slice(skipped),
    dates: plotted.dates?.slice(skipped) ?? null,
  };
  const frame = frameOf(shown, width, height);
  const description = describe(plotted, options);
  return picture(width, height, { id, title, description }, [
    text(title, { x: 24, y: 36, 'font-size': 20, 'font-weight': 600, ...ink.words }),
    text(subtitle, { x: 24, y: 58, 'font-size': 13, ...ink.quietWords }),
    ...drawValueAxis(frame, options.valueLabel),
    ...drawSteps(frame, shown.dates, skipped, horizon),
    ...drawSeries(frame, shown),
    ...drawEnds(frame, shown),
    ...drawLegend(legendOf(shown), frame.right, 84),
  ]);
}

function frameOf({ values, mean, median, intervals }: PlottedSeries, width: number, height: number): Frame {
  const [left, right, top, bottom] = [76, width - 108, 116, height - 44];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of [values, mean, median, ...intervals.flatMap(({ lower, upper }) => [lower, upper])]) {
    for (const value of row) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > 0 && low < LEAST_START * high) low = 0;
  const ticks = niceTicks(low, high > low ? high : low + (Math.abs(low) || 1), 6);
  return {
    left,
    right,
    top,
    bottom,
    x: linearScale([-0.5, values.length + mean.length - 0.5], [left, right]),
    y: linearScale([ticks[0] ?? 0, ticks.at(-1) ?? 1], [bottom, top]),
    ticks,
    observed: values.length,
  };
}

function drawValueAxis({ left, right, top, bottom, y, ticks }: Frame, label: string): string[] {
  return [
    text(label, { x: left - 52, y: top - 16, 'font-size': 13, ...ink.words }),
    ...ticks.flatMap((tick) => [
      element('line', { x1: left, x2: right, y1: y(tick), y2: y(tick), ...ink.grid }),
      text(tickText(tick), { x: left - 10, y: y(tick) + 4, 'text-anchor': 'end', ...ink.quietWords }),
    ]),
    element('line', { x1: left, x2: right, y1: bottom, y2: bottom, ...ink.axis }),
  ];
}

function drawSteps(
  { left, right, bottom, x, observed }: Frame,
  dates: readonly string[] | null,
  skipped: number,
  horizon: number,
): string[] {
  const steps = observed + horizon;
  const [from, to] = [dates?.[0], dates?.at(-1)];
  const labels =
    dates && from !== undefined && to !== undefined
      ? dateTicks(from, to).map(({ date, label }) => ({ label, at: x(placeOf(date, dates)) }))
      : niceTicks(skipped + 1, skipped + steps, 10)
          .filter((step) => Number.isSafeInteger(step))
          .map((step) => ({ label: tickText(step), at: x(step - 1 - skipped) }));
  return labels
    .filter(({ at }) => at >= left && at <= right)
    .flatMap(({ label, at }) => [
      element('line', { x1: at, x2: at, y1: bottom, y2: bottom + 5, ...ink.axis }),
      text(label, { x: at, y: bottom + 22, 'text-anchor': 'middle', ...ink.quietWords }),
    ]);
}

/** Where a day lies among the days of the steps, between two of them in proportion. */
function placeOf(date: string, dates: readonly string[]): number {
  const after = dates.findIndex((other) => other >= date);
  const [next, before] = [dates[after], dates[after - 1]];
  if (next === undefined || before === undefined || next === date) return Math.max(0, after);
  const share = (dayNumber(date) - dayNumber(before)) / (dayNumber(next) - dayNumber(before));
  return after - 1 + share;
}

function drawSeries(
  { x, y, top, bottom, observed, right }: Frame,
  { values, mean, median, intervals }: PlottedSeries,
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
    ...(right - start > 70 ? [text('forecast', { x: start + 6, y: top - 4, ...ink.quietWords })] : []),
    element('path', { d: linePath(seen), ...ink.observed, ...round }),
    element('path', { d: line(mean), ...ink.mean }),
    element('path', { d: line(median), ...ink.forecast, ...round }),
  ];
}

/** Label the ends at the right edge, and the newest value with a dot. */
function drawEnds(
  { x, y, right, bottom, observed }: Frame,
  { values, mean, median, intervals }: PlottedSeries,
): string[] {
  const ends = [
    ...intervals.flatMap(({ level, lower, upper }) => [
      { name: percentile(50 + level / 2), value: upper.at(-1) },
      { name: percentile(50 - level / 2), value: lower.at(-1) },
    ]),
    { name: 'P50', value: median.at(-1) },
    { name: 'mean', value: mean.at(-1) },
  ]
    .flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value, at: y(value) + 4 }]))
    .sort((first, second) => first.at - second.at);
  // from the top each steps aside for the one above, then from the bottom for the one below
  let least = Number.NEGATIVE_INFINITY;
  for (const end of ends) least = end.at = Math.max(end.at, least + LINE);
  let most = bottom + 4 + LINE;
  for (const end of ends.toReversed()) most = end.at = Math.min(end.at, most - LINE);
  const newest = values.findLastIndex((value) => value !== null);
  const last = values[newest];
  return [
    ...ends.map(({ name, value, at }) =>
      text(`${name} ${endText(value)}`, {
        x: right + 8,
        y: at,
        ...(name === 'P50' ? { ...ink.words, 'font-weight': 600 } : ink.quietWords),
      }),
    ),
    ...(last == null || newest < observed - 1
      ? []
      : [element('circle', { cx: x(newest), cy: y(last), r: 3.5, class: 'words', fill: ink.words.fill })]),
  ];
}

function legendOf({ intervals }: PlottedSeries): LegendEntry[] {
  // bands lie on one another, so the inner one looks darker
  return [
    { words: 'observed', line: ink.observed },
    { words: 'P50', line: ink.forecast },
    { words: 'mean', line: ink.mean },
    ...intervals.map(({ level }, depth) => ({
      words: `${percentile(50 - level / 2)}–${percentile(50 + level / 2)} (${level} %)`,
      area: { ...ink.fan, 'fill-opacity': 1 - (1 - ink.fan['fill-opacity']) ** (depth + 1) },
    })),
  ];
}

const percentile = (probability: number) => `P${Number(probability.toPrecision(4))}`;

/** A number of the axis: all of its digits, ticks being round. */
function tickText(value: number): string {
  return inShort(value) ?? value.toLocaleString('en', { maximumSignificantDigits: 6 });
}

/** A number at the end of a line: three digits that matter, or the whole number. */
function endText(value: number): string {
  return (
    inShort(value) ??
    value.toLocaleString(
      'en',
      Math.abs(value) < 1000 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
    )
  );
}

/** Numbers that would be long, in a few characters. */
function inShort(value: number): string | undefined {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(1);
  return size >= 1e6
    ? value.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 2 })
    : undefined;
}

function describe({ values, mean, intervals }: PlottedSeries, { valueLabel }: SeriesChartOptions): string {
  const seen = values.filter((value) => value !== null).length;
  const levels = intervals.map(({ level }) => `${level} %`).join(' and ');
  return `${seen} observed values (${valueLabel}) and a forecast of ${mean.length} steps with intervals of ${levels}.`;
}
