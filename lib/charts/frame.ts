import { MARGIN } from './head.ts';
import { linearScale, type Scale } from './scale.ts';
import { type Attributes, element, text } from './svg.ts';
import { textWidth } from './text-width.ts';
import { ink } from './theme.ts';

/** Between the words of a tick and its line. */
const TICK_GAP = 8;

/** Where a plot lies in its picture, and how values become places in it. */
export type Frame = {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Scale;
  y: Scale;
  /** Of the vertical axis, ascending; the first lies at `bottom`, the last at `top`. */
  ticks: readonly number[];
};

/** Pixels of a plot's edges in its picture. */
export type Edges = Pick<Frame, 'left' | 'right' | 'top' | 'bottom'>;

/** Lay a plot into its edges: `across` from left to right, the ticks from bottom to top. */
export function createFrame(edges: Edges, across: [number, number], ticks: readonly number[]): Frame {
  const { left, right, top, bottom } = edges;
  return {
    ...edges,
    x: linearScale(across, [left, right]),
    y: linearScale([ticks[0] ?? 0, ticks.at(-1) ?? 1], [bottom, top]),
    ticks,
  };
}

/** Tell where a plot may begin on the left, so that the words of its vertical axis have room. */
export function leftOfAxis(ticks: readonly number[], words: (tick: number) => string): number {
  return MARGIN + TICK_GAP + Math.max(...ticks.map((tick) => textWidth(words(tick))));
}

/** Draw the lines of the vertical axis with their words, and the line that values stand on. */
export function drawValueAxis(
  { left, right, y, ticks }: Frame,
  base: number,
  words: (tick: number) => string,
): string[] {
  return [
    ...ticks.flatMap((tick) => [
      element('line', { x1: left, x2: right, y1: y(tick), y2: y(tick), ...ink.grid }),
      text(words(tick), { x: left - TICK_GAP, y: y(tick) + 4, 'text-anchor': 'end', ...ink.quietWords }),
    ]),
    element('line', { x1: left, x2: right, y1: y(base), y2: y(base), ...ink.axis }),
  ];
}

/** Draw labels below a plot, each with a short line at its place. */
export function drawPlaces({ bottom }: Edges, places: readonly { label: string; at: number }[]): string[] {
  return places.flatMap(({ label, at }) => [
    element('line', { x1: at, x2: at, y1: bottom, y2: bottom + 5, ...ink.axis }),
    text(label, { x: at, y: bottom + 20, 'text-anchor': 'middle', ...ink.quietWords }),
  ]);
}

/** Draw a column from 0 to a value, as wide as leaves a gap to the next whole place. */
export function drawColumn({ x, y }: Frame, place: number, value: number, colour: Attributes): string {
  const pitch = x(1) - x(0);
  return element('rect', {
    x: x(place) - 0.36 * pitch,
    width: 0.72 * pitch,
    y: Math.min(y(value), y(0)),
    height: Math.abs(y(value) - y(0)),
    ...colour,
  });
}
