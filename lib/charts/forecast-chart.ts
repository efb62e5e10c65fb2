import { addDays, type StoredForecast } from '../domain/index.ts';
import { dateTicks } from './date-ticks.ts';
import { drawLegend, type LegendEntry } from './legend.ts';
import { linearScale, niceTicks, type Scale } from './scale.ts';
import { bandPath, element, linePath, text } from './svg.ts';
import { ink, picture } from './theme.ts';

/** How to draw a forecast. */
export type ForecastChartOptions = {
  /** Pixels. Default 900 × 420. */
  width?: number;
  height?: number;
  /** Default `Demand forecast of {sku}`. */
  title?: string;
  /** Newest days of history to show. Default: twice the horizon, at least 60. */
  historyDays?: number;
  /** Prefix of ids, for pages with several pictures. */
  id?: string;
};

/** Where things are: pixels by day number of the picture and by units. */
type Frame = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Scale;
  y: Scale;
  ticks: number[];
  /** Day of x = 0. */
  start: string;
  /** Days of history shown; the forecast begins at this x. */
  observed: number;
};

/**
 * Draw a stored forecast as SVG text: observed demand, sold-out days shaded, the fan from P10 to P90, P50 and the mean.
 *
 * Days that were not observed leave gaps. Each day is drawn at its own date, the forecast from the day after `asOf`.
 */
export function forecastChart(forecast: StoredForecast, options: ForecastChartOptions = {}): string {
  const { title = `Demand forecast of ${forecast.sku}`, id = 'forecast' } = options;
  const days = options.historyDays ?? Math.max(60, 2 * forecast.mean.length);
  const skipped = Math.max(forecast.history.length - days, 0);
  const history = forecast.history.slice(skipped);
  const soldOut = forecast.historyCensoredDays.map((day) => day - skipped).filter((day) => day >= 0);
  const frame = frameOf(forecast, history, options);
  return picture(frame.width, frame.height, { id, title, description: describe(forecast, soldOut.length) }, [
    text(title, { x: 16, y: 26, 'font-size': 16, 'font-weight': 600, ...ink.words }),
    text(`${forecast.model}, as of ${forecast.asOf}`, { x: 16, y: 44, ...ink.quietWords }),
    ...drawAxes(frame, history.length + forecast.mean.length),
    ...drawSeries(frame, forecast, history, soldOut),
    ...drawLegend(legendOf(soldOut.length > 0), frame.right, 62),
  ]);
}

function frameOf(
  forecast: StoredForecast,
  history: StoredForecast['history'],
  { width = 900, height = 420 }: ForecastChartOptions,
): Frame {
  const [left, right, top, bottom] = [64, width - 20, 84, height - 40];
  const values = [...history.filter((units) => units !== null), ...forecast.p90, ...forecast.mean];
  const lows = [0, ...history.filter((units) => units !== null), ...forecast.p10];
  // a daily series may be long, and spreading thousands of arguments is no risk worth taking
  const high = values.reduce((greatest, value) => Math.max(greatest, value), 0);
  const low = lows.reduce((least, value) => Math.min(least, value), 0);
  const ticks = niceTicks(low, high > low ? high : low + 1, 5);
  const days = history.length + forecast.mean.length;
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x: linearScale([-0.5, days - 0.5], [left, right]),
    y: linearScale([ticks[0] ?? 0, ticks.at(-1) ?? 1], [bottom, top]),
    ticks,
    start: addDays(forecast.asOf, 1 - history.length),
    observed: history.length,
  };
}

function drawAxes(frame: Frame, days: number): string[] {
  const { left, right, top, bottom, x, y, ticks, start } = frame;
  const dates = dateTicks(start, addDays(start, days - 1)).map(({ date, label }) => {
    const day = Array.from({ length: days }, (_, i) => i).find((i) => addDays(start, i) === date) ?? 0;
    return { label, at: x(day) };
  });
  return [
    ...ticks.flatMap((tick) => [
      element('line', { x1: left, x2: right, y1: y(tick), y2: y(tick), ...ink.grid }),
      text(tick.toLocaleString('en'), {
        x: left - 8,
        y: y(tick) + 4,
        'text-anchor': 'end',
        ...ink.quietWords,
      }),
    ]),
    text('units a day', { x: left - 48, y: top - 10, ...ink.quietWords }),
    ...dates.flatMap(({ label, at }) => [
      element('line', { x1: at, x2: at, y1: bottom, y2: bottom + 5, ...ink.axis }),
      text(label, { x: at, y: bottom + 20, 'text-anchor': 'middle', ...ink.quietWords }),
    ]),
    element('line', { x1: left, x2: right, y1: y(0), y2: y(0), ...ink.axis }),
  ];
}

function drawSeries(
  { x, y, top, bottom, observed }: Frame,
  forecast: StoredForecast,
  history: StoredForecast['history'],
  soldOut: readonly number[],
): string[] {
  const ahead = forecast.mean.map((_, i) => x(observed + i));
  const line = (values: readonly number[]) =>
    linePath(values.map((units, i) => [ahead[i] ?? 0, y(units)] as const));
  const round = { 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
  const seen = history.map((units, i) => (units === null ? undefined : ([x(i), y(units)] as const)));
  return [
    ...soldOut.map((day) =>
      element('rect', {
        x: x(day - 0.5),
        y: top,
        width: x(1) - x(0),
        height: bottom - top,
        ...ink.soldOut,
      }),
    ),
    element('path', { d: bandPath(ahead, forecast.p90.map(y), forecast.p10.map(y)), ...ink.fan }),
    element('line', { x1: x(observed - 0.5), x2: x(observed - 0.5), y1: top, y2: bottom, ...ink.axis }),
    element('path', { d: linePath(seen), ...ink.observed, ...round }),
    element('path', { d: line(forecast.p50), ...ink.forecast, ...round }),
    element('path', { d: line(forecast.mean), ...ink.mean }),
  ];
}

/** The legend stands right of the subtitle. */
function legendOf(hasSoldOut: boolean): LegendEntry[] {
  return [
    { words: 'observed', line: ink.observed },
    ...(hasSoldOut ? [{ words: 'sold out', area: ink.soldOut }] : []),
    { words: 'P50', line: ink.forecast },
    { words: 'P10–P90', area: ink.fan },
    { words: 'mean', line: ink.mean },
  ];
}

function describe(forecast: StoredForecast, soldOutDays: number): string {
  const horizon = forecast.mean.length;
  const total = Math.round(forecast.mean.reduce((sum, units) => sum + units, 0));
  const soldOut = soldOutDays > 0 ? ` Sold out on ${soldOutDays} of the days shown.` : '';
  return (
    `Units a day of ${forecast.sku}, observed up to ${forecast.asOf} and forecast for ${horizon} days by ` +
    `${forecast.model}: ${total.toLocaleString('en')} units in all on average.${soldOut}`
  );
}
