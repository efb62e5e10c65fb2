import { addDays, daysBetween } from '../domain/index.ts';
import { dateTicks } from './date-ticks.ts';
import { createFrame, drawPlaces, drawValueAxis, type Frame, leftOfAxis } from './frame.ts';
import { drawHead, MARGIN, type PictureOptions, pictureOfNothing } from './head.ts';
import { drawLegend } from './legend.ts';
import { niceTicks } from './scale.ts';
import { bandPath, element, linePath } from './svg.ts';
import { ink, picture } from './theme.ts';

/** What one look said of an effect; bounds that can't be told yet are `null`. */
export type PlottedLook = {
  asOf: string;
  effect: number | null;
  lower: number | null;
  upper: number | null;
};

/** An effect as it became known. */
export type PlottedEffect = {
  /** Ascending. */
  looks: readonly PlottedLook[];
  /** Smallest effect worth having, above 0; where less is better it counts downwards. */
  minimalEffect: number;
  isLessBetter: boolean;
  /** First and last day of the test. */
  start: string;
  end: string;
};

/** Words in the reader's language, and how the metric is written. */
export type EffectChartOptions = PictureOptions & {
  subtitle: string;
  /** Instead of a plot, before the first look that has an effect. */
  nothing: string;
  legend: { effect: string; interval: string; minimal: string };
  write: (effect: number) => string;
};

const PLOT_HEIGHT = 240;

/**
 * Draw the effect of a test as SVG text, look by look with its interval, from the first day to the last: the line of no effect, and
 * the smallest one worth having.
 */
export function effectChart(tested: PlottedEffect, options: EffectChartOptions): string {
  const { width = 900, title = 'Effect', id = 'effect', subtitle, nothing, legend, write } = options;
  const known = tested.looks.flatMap(({ asOf, effect, lower, upper }) =>
    effect === null ? [] : [{ asOf, effect, lower, upper }],
  );
  const newest = known.at(-1);
  if (newest === undefined) return pictureOfNothing(nothing, { id, title, subtitle, width });
  const head = drawHead(title, subtitle, width);
  const worth = tested.isLessBetter ? -tested.minimalEffect : tested.minimalEffect;
  const key = drawLegend(
    [
      { words: legend.effect, line: ink.forecast },
      { words: legend.interval, area: ink.fan },
      { words: legend.minimal, line: ink.mean },
    ],
    { left: MARGIN, right: width - MARGIN },
    head.bottom + 26,
  );
  const frame = frameOf(tested, known, { worth, write, width, top: key.bottom + 20 });
  const at = (asOf: string) => frame.x(daysBetween(tested.start, asOf));
  const bounded = known.filter(({ lower, upper }) => lower !== null && upper !== null);
  const marks = [
    ...head.marks,
    ...key.marks,
    ...drawValueAxis(frame, 0, write),
    ...drawDays(frame, tested),
    ...drawIntervals(bounded, frame, at),
    element('line', {
      ...{ x1: frame.left, x2: frame.right, y1: frame.y(worth), y2: frame.y(worth) },
      ...ink.mean,
    }),
    element('path', {
      d: linePath(known.map(({ asOf, effect }) => [at(asOf), frame.y(effect)] as const)),
      ...ink.forecast,
    }),
    element('circle', { cx: at(newest.asOf), cy: frame.y(newest.effect), r: 4, ...ink.above }),
  ];
  return picture(width, frame.bottom + 36, { id, title, description: subtitle }, marks);
}

type Known = { asOf: string; effect: number; lower: number | null; upper: number | null };

/** A band over all looks; of a single one, which has no width, a line. */
function drawIntervals(looks: readonly Known[], frame: Frame, at: (asOf: string) => number): string[] {
  const upper = looks.map((look) => frame.y(look.upper ?? 0));
  const lower = looks.map((look) => frame.y(look.lower ?? 0));
  const xs = looks.map(({ asOf }) => at(asOf));
  const [x] = xs;
  if (looks.length === 1)
    return [element('line', { x1: x, x2: x, y1: lower[0], y2: upper[0], ...ink.observed })];
  return [element('path', { d: bandPath(xs, upper, lower), ...ink.fan })];
}

function frameOf(
  { start, end }: PlottedEffect,
  known: readonly { effect: number; lower: number | null; upper: number | null }[],
  {
    worth,
    write,
    width,
    top,
  }: { worth: number; write: (effect: number) => string; width: number; top: number },
): Frame {
  const values = [
    0,
    worth,
    ...known.flatMap(({ effect, lower, upper }) => [effect, lower ?? effect, upper ?? effect]),
  ];
  const ticks = niceTicks(
    values.reduce((least, value) => Math.min(least, value), 0),
    values.reduce((most, value) => Math.max(most, value), 0),
    5,
  );
  const edges = { left: leftOfAxis(ticks, write), right: width - MARGIN, top, bottom: top + PLOT_HEIGHT };
  return createFrame(edges, [0, Math.max(1, daysBetween(start, end))], ticks);
}

function drawDays(frame: Frame, { start, end }: PlottedEffect): string[] {
  const ticks = dateTicks(start, end >= addDays(start, 1) ? end : addDays(start, 1));
  const every = Math.ceil(ticks.length / Math.max(1, Math.floor((frame.right - frame.left) / 72)));
  return drawPlaces(
    frame,
    ticks
      .filter((_, place) => place % every === 0)
      .map(({ date, label }) => ({ label, at: frame.x(daysBetween(start, date)) })),
  );
}
