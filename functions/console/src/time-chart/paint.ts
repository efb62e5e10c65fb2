import type UPlot from 'uplot';
import { DAY_DASH, type PlottedDays, type PlottedSpan } from '../../../../lib/charts/index.ts';
import type { Ink } from './ink.ts';

/** Pixels above the plot for the names of days and for two rows of strips. */
export const SPAN_ROOM = 44;
const STRIP = 12;
const ROW = 15;
const FONT_SIZE = 11;
const HATCH = 6;

type Area = { context: CanvasRenderingContext2D; left: number; top: number; right: number; bottom: number };

/** Paint what lies behind the lines: days that stand out, hatched, so that they are told without colour. */
export function paintBehind(chart: UPlot, { shaded }: PlottedDays, ink: Ink): void {
  inPlot(chart, ({ context, top, bottom }) => {
    context.fillStyle = hatching(context, ink['sold-out']);
    for (const { from, to } of shaded) {
      const left = xOf(chart, from - 0.5);
      context.fillRect(left, top, xOf(chart, to + 0.5) - left, bottom - top);
    }
  });
}

/** Paint what lies before the lines: levels, days with a name, and strips above the plot. */
export function paintBefore(chart: UPlot, plotted: PlottedDays, ink: Ink): void {
  paintLevels(chart, plotted, ink);
  paintDays(chart, plotted, ink);
  for (const span of plotted.spans) paintSpan(chart, span, ink);
}

function paintLevels(chart: UPlot, { levels }: PlottedDays, ink: Ink): void {
  inPlot(chart, ({ context, left, right }) => {
    context.strokeStyle = ink.level;
    context.fillStyle = ink.level;
    context.lineWidth = devicePixelRatio;
    for (const { name, value } of levels) {
      const y = Math.round(chart.valToPos(value, 'y', true));
      context.setLineDash([6, 4].map(scaled));
      line(context, [left, y], [right, y]);
      context.textAlign = 'right';
      context.fillText(name, right - scaled(4), y - scaled(4));
    }
  });
}

/** Each day's line, and its name above where it does not run into the one before. */
function paintDays(chart: UPlot, { days }: PlottedDays, ink: Ink): void {
  inPlot(
    chart,
    ({ context, top, bottom, right }) => {
      let free = Number.NEGATIVE_INFINITY;
      for (const { name, day, ink: colour, dash = DAY_DASH } of [...days].sort((a, b) => a.day - b.day)) {
        const x = Math.round(xOf(chart, day));
        if (x < xOf(chart, chart.scales.x?.min ?? 0) || x > right) continue;
        context.strokeStyle = ink[colour];
        context.fillStyle = ink[colour];
        context.lineWidth = devicePixelRatio;
        context.setLineDash(dash.map(scaled));
        line(context, [x, top], [x, bottom]);
        const width = context.measureText(name).width;
        context.textAlign = 'left';
        const start = Math.min(Math.max(x - width / 2, scaled(2)), right + scaled(10) - width);
        // what has no room above stands beside its line, within the plot
        const isAbove = start >= free;
        context.fillText(name, isAbove ? start : x + scaled(4), isAbove ? top - scaled(4) : top + scaled(12));
        if (isAbove) free = start + width + scaled(8);
      }
    },
    false,
  );
}

function paintSpan(chart: UPlot, { name, from, to, ink: colour, row }: PlottedSpan, ink: Ink): void {
  inPlot(
    chart,
    ({ context, left, right, top }) => {
      const start = Math.max(left, xOf(chart, from - 0.5));
      const end = Math.min(right, xOf(chart, to + 0.5));
      if (end <= start) return;
      const y = top - scaled(SPAN_ROOM - ROW * row);
      context.fillStyle = ink[colour];
      context.globalAlpha = 0.18;
      context.fillRect(start, y, end - start, scaled(STRIP));
      context.globalAlpha = 1;
      context.fillRect(start, y, scaled(2), scaled(STRIP));
      context.fillStyle = ink.words;
      context.textAlign = 'left';
      if (context.measureText(name).width + scaled(8) < end - start)
        context.fillText(name, start + scaled(5), y + scaled(STRIP - 2.5));
    },
    false,
  );
}

/** Paint in canvas pixels, and leave the canvas as it was. */
function inPlot(chart: UPlot, paint: (area: Area) => void, isClipped = true): void {
  const { ctx: context, bbox } = chart;
  const { left, top, width, height } = bbox;
  context.save();
  if (isClipped) {
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
  }
  context.font = `${scaled(FONT_SIZE)}px system-ui, sans-serif`;
  context.textBaseline = 'alphabetic';
  paint({ context, left, top, right: left + width, bottom: top + height });
  context.restore();
}

function hatching(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const size = scaled(HATCH);
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const painter = tile.getContext('2d');
  if (painter === null) return colour;
  painter.globalAlpha = 0.16;
  painter.fillStyle = colour;
  painter.fillRect(0, 0, size, size);
  painter.globalAlpha = 0.7;
  painter.strokeStyle = colour;
  painter.lineWidth = devicePixelRatio;
  // the corners too, so that the lines of two tiles meet
  for (const shift of [-size, 0, size]) line(painter, [shift, size], [shift + size, 0]);
  return context.createPattern(tile, 'repeat') ?? colour;
}

const xOf = (chart: UPlot, day: number) => chart.valToPos(day, 'x', true);
const scaled = (pixels: number) => Math.round(pixels * devicePixelRatio);

function line(context: CanvasRenderingContext2D, from: [number, number], to: [number, number]): void {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}
