import type UPlot from 'uplot';
import {
  DAY_DASH,
  marksInView,
  type PlottedDays,
  type PlottedSpan,
  placeLevels,
  placeNames,
} from '../../../../lib/charts/index.ts';
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
  for (const row of [0, 1])
    paintSpans(
      chart,
      plotted.spans.filter((span) => span.row === row),
      ink,
    );
}

function paintLevels(chart: UPlot, { levels }: PlottedDays, ink: Ink): void {
  inPlot(chart, ({ context, left, right, top }) => {
    context.strokeStyle = ink.level;
    context.fillStyle = ink.level;
    context.lineWidth = devicePixelRatio;
    context.textAlign = 'right';
    context.setLineDash([6, 4].map(scaled));
    const at = levels.map(({ value }) => Math.round(chart.valToPos(value, 'y', true)));
    const placed = placeLevels(at, { top, scale: devicePixelRatio });
    for (const [place, { name }] of levels.entries()) {
      const [y = 0, baseline] = [at[place], placed[place]];
      line(context, [left, y], [right, y]);
      if (baseline === undefined) continue;
      // legible over the lines that it meets
      const width = context.measureText(name).width;
      context.fillStyle = ink.paper;
      context.globalAlpha = 0.75;
      context.fillRect(right - scaled(6) - width, baseline - scaled(10), width + scaled(4), scaled(12));
      context.globalAlpha = 1;
      context.fillStyle = ink.level;
      context.fillText(name, right - scaled(4), baseline);
    }
  });
}

/** Each day's line, and its name where there is room for it. */
function paintDays(chart: UPlot, plotted: PlottedDays, ink: Ink): void {
  const { days } = marksInView(plotted);
  inPlot(
    chart,
    ({ context, left, top, bottom, right }) => {
      const placed = placeNames(
        days.map(({ name, day }) => ({ at: xOf(chart, day), width: context.measureText(name).width })),
        { left, right, scale: devicePixelRatio },
      );
      context.lineWidth = devicePixelRatio;
      context.textAlign = 'left';
      for (const [place, { name, day, ink: colour, dash = DAY_DASH }] of days.entries()) {
        const x = Math.round(xOf(chart, day));
        context.strokeStyle = ink[colour];
        context.fillStyle = ink[colour];
        context.setLineDash(dash.map(scaled));
        line(context, [x, top], [x, bottom]);
        const at = placed[place];
        if (at !== undefined)
          context.fillText(name, at.start, at.row === 0 ? top - scaled(4) : top + scaled(11));
      }
    },
    false,
  );
}

/** Strips of one row; a name is written where its strip has room for it, and no other strip's name. */
function paintSpans(chart: UPlot, spans: readonly PlottedSpan[], ink: Ink): void {
  inPlot(
    chart,
    ({ context, left, right, top }) => {
      let free = Number.NEGATIVE_INFINITY;
      context.textAlign = 'left';
      for (const { name, from, to, ink: colour, row } of [...spans].sort((a, b) => a.from - b.from)) {
        const start = Math.max(left, xOf(chart, from - 0.5));
        const end = Math.min(right, xOf(chart, to + 0.5));
        if (end <= start) continue;
        const y = top - scaled(SPAN_ROOM - ROW * row);
        context.fillStyle = ink[colour];
        context.globalAlpha = 0.18;
        context.fillRect(start, y, end - start, scaled(STRIP));
        context.globalAlpha = 1;
        context.fillRect(start, y, scaled(2), scaled(STRIP));
        const width = context.measureText(name).width + scaled(8);
        if (start < free || width >= end - start) continue;
        context.fillStyle = ink.words;
        context.fillText(name, start + scaled(5), y + scaled(STRIP - 2.5));
        free = start + width;
      }
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
