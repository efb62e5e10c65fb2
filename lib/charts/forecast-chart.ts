import { addDays, dayNumber, daysBetween, type SeriesMarks, type StoredForecast } from '../domain/index.ts';
import { dateTicks } from './date-ticks.ts';
import { type DaysFrame, drawDayMarks, lineOf, MARKS_ROOM, strokes } from './day-marks.ts';
import { drawFan, type FanFrame } from './fan.ts';
import { createFrame, drawPlaces, drawValueAxis, leftOfAxis } from './frame.ts';
import { drawHead, MARGIN, type PictureOptions } from './head.ts';
import { drawLegend, type LegendEntry } from './legend.ts';
import { type NumberWords, numberWords } from './number-words.ts';
import { DAY_DASH, marksInView, type PlottedDays } from './plotted-days.ts';
import { niceTicks } from './scale.ts';
import { element, text } from './svg.ts';
import { ink, picture } from './theme.ts';

/** How to draw a forecast. */
export type ForecastChartOptions = PictureOptions & {
  /** Newest days of history to show. Default: twice the horizon, at least 60. */
  historyDays?: number;
};

const PLOT_HEIGHT = 296;

/**
 * Draw a stored forecast as SVG text: observed demand, sold-out days shaded, the fan from P10 to P90, P50 and the mean; moves of
 * the price and events marked.
 *
 * Days that were not observed leave gaps. Each day is drawn at its own date, the forecast from the day after `asOf`.
 */
export function forecastChart(forecast: StoredForecast, options: ForecastChartOptions = {}): string {
  const { width = 900, title = `Demand forecast of ${forecast.sku}`, id = 'forecast' } = options;
  const days = options.historyDays ?? Math.max(60, 2 * forecast.mean.length);
  const skipped = Math.max(forecast.history.length - days, 0);
  const history = forecast.history.slice(skipped);
  const soldOut = forecast.historyCensoredDays.map((day) => day - skipped).filter((day) => day >= 0);
  const words = numberWords(options.locale);
  const subtitle = `${forecast.model}, as of ${forecast.asOf}`;
  const head = drawHead(title, subtitle, width);
  const marks =
    forecast.marks === undefined ? undefined : markedDays(forecast.marks, forecast, history.length, words);
  const legend = drawLegend(
    legendOf(soldOut.length > 0, marks),
    { left: MARGIN, right: width - 20 },
    head.bottom + 18,
  );
  const room = marks === undefined ? 22 : 14 + MARKS_ROOM;
  const frame = frameOf(forecast, history, { words, width, top: legend.bottom + room });
  return picture(
    width,
    frame.bottom + 40,
    { id, title, description: describe(forecast, soldOut.length, words) },
    [
      ...head.marks,
      text('units a day', { x: MARGIN, y: frame.top - 10, ...ink.quietWords }),
      ...drawValueAxis(frame, 0, words.count),
      ...drawDays(frame, forecast.asOf, forecast.mean.length),
      ...soldOut.map((day) => drawSoldOut(frame, day)),
      ...drawFan(frame, {
        values: history,
        mean: forecast.mean,
        median: forecast.p50,
        intervals: [{ level: 80, lower: forecast.p10, upper: forecast.p90 }],
      }),
      ...(marks === undefined ? [] : drawDayMarks(marks, daysFrameOf(frame, marks.from))),
      ...legend.marks,
    ],
  );
}

function frameOf(
  forecast: StoredForecast,
  history: StoredForecast['history'],
  { words, width, top }: { words: NumberWords; width: number; top: number },
): FanFrame {
  const values = [...history.filter((units) => units !== null), ...forecast.p90, ...forecast.mean];
  const lows = [0, ...history.filter((units) => units !== null), ...forecast.p10];
  // a daily series may be long, and spreading thousands of arguments is no risk worth taking
  const high = values.reduce((greatest, value) => Math.max(greatest, value), 0);
  const low = lows.reduce((least, value) => Math.min(least, value), 0);
  const ticks = niceTicks(low, high > low ? high : low + 1, 5);
  const days = history.length + forecast.mean.length;
  const left = Math.max(64, leftOfAxis(ticks, words.count));
  const edges = { left, right: width - 20, top, bottom: top + PLOT_HEIGHT };
  return { ...createFrame(edges, [-0.5, days - 0.5], ticks), observed: history.length };
}

function drawDays(frame: FanFrame, asOf: string, horizon: number): string[] {
  const start = addDays(asOf, 1 - frame.observed);
  const ticks = dateTicks(start, addDays(asOf, horizon));
  const every = Math.ceil(ticks.length / Math.max(1, Math.floor((frame.right - frame.left) / 64)));
  return drawPlaces(
    frame,
    ticks
      .filter((_, i) => i % every === 0)
      .map(({ date, label }) => ({ label, at: frame.x(daysBetween(start, date)) })),
  );
}

function drawSoldOut({ x, top, bottom }: FanFrame, day: number): string {
  return element('rect', {
    x: x(day - 0.5),
    y: top,
    width: x(1) - x(0),
    height: bottom - top,
    ...ink.soldOut,
  });
}

/** Lay out the moves of the price, and what happens on some days. */
function markedDays(
  { prices, events }: SeriesMarks,
  { asOf, mean }: StoredForecast,
  observed: number,
  words: NumberWords,
): PlottedDays {
  const from = dayNumber(asOf) + 1 - observed;
  const price = (micros: number) => words.decimal(micros / 1e6, 4);
  return {
    ...{
      first: from,
      from,
      last: dayNumber(asOf) + mean.length,
      lines: [],
      bands: [],
      shaded: [],
      levels: [],
    },
    spans: events.map(({ name, from: first, to }) => ({
      ...{ kind: 'event', name, from: dayNumber(first), to: dayNumber(to), ink: 'event', row: 0 },
    })),
    days: prices.map(({ on, fromMicros, toMicros }) => ({
      ...{ kind: 'new price', name: `${price(fromMicros)} → ${price(toMicros)}` },
      ...{ day: dayNumber(on) - 0.5, ink: 'price' },
    })),
  };
}

/** The plot by day numbers. */
function daysFrameOf(frame: FanFrame, from: number): DaysFrame {
  const { left, right } = frame;
  const x = (day: number) => frame.x(day - from);
  return { ...frame, x, placeOf: (day) => Math.min(Math.max(x(day), left), right) };
}

function legendOf(hasSoldOut: boolean, marks: PlottedDays | undefined): LegendEntry[] {
  const { spans, days } = marks === undefined ? { spans: [], days: [] } : marksInView(marks);
  return [
    { words: 'observed', line: ink.observed },
    ...(hasSoldOut ? [{ words: 'sold out', area: ink.soldOut }] : []),
    { words: 'P50', line: ink.forecast },
    { words: 'P10–P90', area: ink.fan },
    { words: 'mean', line: ink.mean },
    ...(spans.length > 0
      ? [{ words: 'event', area: { fill: strokes.event.stroke, 'fill-opacity': 0.25 } }]
      : []),
    ...(days.length > 0 ? [{ words: 'new price', line: lineOf('price', 1, DAY_DASH) }] : []),
  ];
}

function describe(forecast: StoredForecast, soldOutDays: number, words: NumberWords): string {
  const horizon = forecast.mean.length;
  const total = Math.round(forecast.mean.reduce((sum, units) => sum + units, 0));
  const soldOut = soldOutDays > 0 ? ` Sold out on ${soldOutDays} of the days shown.` : '';
  const named = [...new Set((forecast.marks?.events ?? []).map(({ name }) => name))];
  const moves = forecast.marks?.prices.length ?? 0;
  const marked = [...named, ...(moves > 0 ? [`moves of the price: ${moves}`] : [])].join(', ');
  return (
    `Units a day of ${forecast.sku}, observed up to ${forecast.asOf} and forecast for ${horizon} days by ` +
    `${forecast.model}: ${words.count(total)} units in all on average.${soldOut}${marked === '' ? '' : ` Marked: ${marked}.`}`
  );
}
