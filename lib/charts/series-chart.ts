import { dayNumber } from '../domain/index.ts';
import { dateTicks } from './date-ticks.ts';
import { drawFan, type Fan, type FanFrame } from './fan.ts';
import { createFrame, drawPlaces, drawValueAxis } from './frame.ts';
import { drawLegend, type LegendEntry } from './legend.ts';
import { niceTicks } from './scale.ts';
import { element, text } from './svg.ts';
import { ink, picture } from './theme.ts';

/** A series and its forecast, whatever its steps are. */
export type PlottedSeries = Fan & {
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
    text(options.valueLabel, { x: frame.left - 52, y: frame.top - 16, 'font-size': 13, ...ink.words }),
    ...drawValueAxis(frame, frame.ticks[0] ?? 0, tickText),
    ...drawSteps(frame, shown.dates, skipped, horizon),
    ...drawFan(frame, shown),
    ...drawStart(frame),
    ...drawEnds(frame, shown),
    ...drawLegend(legendOf(shown), frame, 84).marks,
  ]);
}

function frameOf(
  { values, mean, median, intervals }: PlottedSeries,
  width: number,
  height: number,
): FanFrame {
  const edges = { left: 76, right: width - 108, top: 116, bottom: height - 44 };
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
  const steps = values.length + mean.length;
  return { ...createFrame(edges, [-0.5, steps - 0.5], ticks), observed: values.length };
}

function drawSteps(
  frame: FanFrame,
  dates: readonly string[] | null,
  skipped: number,
  horizon: number,
): string[] {
  const { left, right, x, observed } = frame;
  const steps = observed + horizon;
  const [from, to] = [dates?.[0], dates?.at(-1)];
  const labels =
    dates && from !== undefined && to !== undefined
      ? dateTicks(from, to).map(({ date, label }) => ({ label, at: x(placeOf(date, dates)) }))
      : niceTicks(skipped + 1, skipped + steps, 10)
          .filter((step) => Number.isSafeInteger(step))
          .map((step) => ({ label: tickText(step), at: x(step - 1 - skipped) }));
  return drawPlaces(
    frame,
    labels.filter(({ at }) => at >= left && at <= right),
  );
}

/** Where a day lies among the days of the steps, between two of them in proportion. */
function placeOf(date: string, dates: readonly string[]): number {
  const after = dates.findIndex((other) => other >= date);
  const [next, before] = [dates[after], dates[after - 1]];
  if (next === undefined || before === undefined || next === date) return Math.max(0, after);
  const share = (dayNumber(date) - dayNumber(before)) / (dayNumber(next) - dayNumber(before));
  return after - 1 + share;
}

/** Say where the forecast begins, where there is room. */
function drawStart({ x, top, right, observed }: FanFrame): string[] {
  const start = x(observed - 0.5);
  return right - start > 70 ? [text('forecast', { x: start + 6, y: top - 4, ...ink.quietWords })] : [];
}

/** Label the ends at the right edge, and the newest value with a dot. */
function drawEnds(
  { x, y, right, bottom, observed }: FanFrame,
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
