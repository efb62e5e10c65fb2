import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { DailyValues, PlottedDays } from '../../../../lib/charts/index.ts';
import { dayTicks } from './day-ticks.ts';
import type { Ink } from './ink.ts';
import { paintBefore, paintBehind, SPAN_ROOM } from './paint.ts';
import type { PlotWords } from './plot-words.ts';

/** A chart on the page. */
export type Plot = {
  /** Put the crosshair on a day. */
  select(day: number): void;
  resize(width: number): void;
  destroy(): void;
};

type Options = { ink: Ink; words: PlotWords; width: number; onDay: (day: number) => void };

const HEIGHT = 300;
/** Pixels that a label of the horizontal axis needs. */
const LABEL = 72;
const FONT = '12px system-ui, sans-serif';

/** Draw a chart over days into its place, with a crosshair that follows the pointer. */
export function createPlot(place: HTMLElement, plotted: PlottedDays, options: Options): Plot {
  const { ink, width, onDay } = options;
  const { first, last, from } = plotted;
  let told: number | undefined;
  let isReady = false;
  const select = (day: number) => {
    told = day - first;
    // before the first drawing no day has a place yet
    if (isReady) chart.setCursor({ left: chart.valToPos(day, 'x'), top: 1 });
  };
  const chart = new UPlot(
    {
      ...{ width, height: HEIGHT, padding: [SPAN_ROOM, 12, 0, 0] },
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7, width: 2 } },
      scales: {
        x: { time: false, range: [from - 0.5, last + 0.5] },
        y: { range: (_, low, high) => rangeOf(low, high, plotted) },
      },
      axes: [dayAxis(options), valueAxis(options)],
      ...seriesOf(plotted, ink),
      hooks: {
        ready: [
          () => {
            isReady = true;
            if (told !== undefined) select(first + told);
          },
        ],
        drawAxes: [(drawn) => paintBehind(drawn, plotted, ink)],
        draw: [(drawn) => paintBefore(drawn, plotted, ink)],
        setCursor: [
          ({ cursor: { idx } }) => {
            if (idx === null || idx === undefined || idx === told) return;
            told = idx;
            onDay(first + idx);
          },
        ],
      },
    },
    dataOf(plotted),
    place,
  );
  return {
    select,
    resize: (next) => chart.setSize({ width: next, height: HEIGHT }),
    destroy: () => chart.destroy(),
  };
}

/** From 0, or below where values are, to a little more than the greatest. */
function rangeOf(low: number | null, high: number | null, { levels }: PlottedDays): [number, number] {
  const values = levels.map(({ value }) => value);
  const greatest = Math.max(high ?? 0, ...values);
  const least = Math.min(low ?? 0, 0);
  return [least < 0 ? least * 1.05 : 0, greatest > least ? greatest * 1.06 : least + 1];
}

function dataOf({ first, last, lines, bands }: PlottedDays): UPlot.AlignedData {
  const days = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  // the library reads them alone
  const whole = (values: DailyValues) => days.map((_, place) => values[place] ?? null);
  return [
    days,
    ...bands.flatMap(({ low, high }) => [whole(high), whole(low)]),
    ...lines.map(({ values }) => whole(values)),
  ];
}

function seriesOf({ lines, bands }: PlottedDays, ink: Ink): Pick<UPlot.Options, 'series' | 'bands'> {
  return {
    series: [
      {},
      ...bands.flatMap(() =>
        [1, 2].map(() => ({ width: 0, stroke: 'transparent', points: { show: false } })),
      ),
      ...lines.map(({ ink: name, width = 1.5, dash }) => ({
        ...{ stroke: ink[name], width },
        ...(dash === undefined ? {} : { dash: [...dash] }),
        // a day between two gaps has no line: it is a dot
        points: { size: 4, width: 0, fill: ink[name], ...{ filter: loneDays } },
      })),
    ],
    bands: bands.map(({ ink: name }, place) => ({
      series: [2 * place + 1, 2 * place + 2],
      fill: ink[name],
    })),
  };
}

function loneDays(chart: UPlot, series: number): number[] {
  const values = chart.data[series] ?? [];
  const isGap = (place: number) => values[place] === null || values[place] === undefined;
  return Array.from(values.keys()).filter((place) => !isGap(place) && isGap(place - 1) && isGap(place + 1));
}

function dayAxis({ ink, words }: Options): UPlot.Axis {
  const ticksOf = (low: number, high: number, width: number) =>
    dayTicks(low, high, Math.max(2, Math.floor(width / LABEL)));
  const pixels = (chart: UPlot) => chart.bbox.width / devicePixelRatio;
  return {
    ...{ stroke: ink.quiet, font: FONT, size: 34 },
    grid: { show: false },
    ticks: { stroke: ink.axis, width: 1, size: 5 },
    border: { show: true, stroke: ink.axis, width: 1 },
    splits: (chart, _, low, high) => ticksOf(low, high, pixels(chart)).days,
    values: (chart, splits) => {
      const { min = 0, max = 0 } = chart.scales.x ?? {};
      const { by } = ticksOf(min, max, pixels(chart));
      return splits.map((day) => (by === 'day' ? words.day(day) : words.month(day)));
    },
  };
}

function valueAxis({ ink, words }: Options): UPlot.Axis {
  return {
    ...{ stroke: ink.quiet, font: FONT, size: 56 },
    grid: { stroke: ink.grid, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => words.value(value)),
  };
}
