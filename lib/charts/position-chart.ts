import { createFrame, drawPlaces, drawValueAxis, type Frame, leftOfAxis } from './frame.ts';
import { drawHead, MARGIN, type PictureOptions, pictureOfNothing } from './head.ts';
import { joinSentences } from './join-sentences.ts';
import { type NumberWords, numberWords } from './number-words.ts';
import { placeLabels } from './place-labels.ts';
import { niceTicks } from './scale.ts';
import { element, text } from './svg.ts';
import { fitWords, textWidth } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** A category, or whatever else is positioned in a market. */
export type PlottedPosition = {
  name: string;
  /** `null`: nothing is advised. */
  advice: 'launch' | 'push' | 'hold' | 'drop' | null;
  /** Relative change of revenue a year, with the bounds of 95 % confidence: 0.1 is 10 % more; `null` where it is not known. */
  growth: { value: number; low: number; high: number } | null;
  /** Share of revenue that the goods' cost leaves; `null` where it is not known. */
  margin: number | null;
  /** 0–1, of the market's. */
  revenueShare: number;
};

/** A position that has its place. */
type Placed = PlottedPosition & { across: number; low: number; high: number; up: number };

const PLOT_HEIGHT = 320;
const SMALLEST = 5;
const LARGEST = 22;
const LONGEST_NAME = 150;
/** Of an axis, as a share: a smaller one would make much of nothing. */
const LEAST_SPAN = 0.1;
type Shape = 'launch' | 'push' | 'hold' | 'drop' | 'none';
/** Shapes, so that advice is told without colour. */
const shapes: Record<Shape, (x: number, y: number, r: number) => string> = {
  launch: (x, y, r) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`,
  push: (x, y, r) => `M${x} ${y - r}L${x + r} ${y + 0.8 * r}H${x - r}Z`,
  hold: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
  drop: (x, y, r) => `M${x} ${y + r}L${x + r} ${y - 0.8 * r}H${x - r}Z`,
  none: (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
};

/**
 * Draw a market's categories as SVG text: growth from left to right, margin upwards (share of revenue where no margin is
 * known), larger with more revenue, in the shape of what is advised.
 *
 * Categories whose growth or margin is not known are named below.
 */
export function positionChart(positions: readonly PlottedPosition[], options: PictureOptions = {}): string {
  const words = numberWords(options.locale);
  const told = words.told.positions;
  const { width = 900, title = told.title, id = 'positions' } = options;
  const hasMargin = positions.some(({ margin }) => margin !== null);
  const placed = positions
    .flatMap((one): Placed[] => {
      const up = hasMargin ? one.margin : one.revenueShare;
      if (one.growth === null || up === null) return [];
      const { value, low, high } = one.growth;
      return [{ ...one, across: value, low, high, up }];
    })
    .toSorted((one, other) => other.revenueShare - one.revenueShare);
  const missing = positions.filter(({ name }) => !placed.some((one) => one.name === name));
  const subtitle = subtitleOf(hasMargin, missing, told);
  if (placed.length === 0) return pictureOfNothing(told.nothing, { id, title, subtitle, width });
  const head = drawHead(title, subtitle, width);
  const description = joinSentences([subtitle, ...placed.map((one) => inWords(one, words))]);
  const frame = frameOf(placed, words, width, head.bottom + 62);
  return picture(width, frame.bottom + 56, { id, title, description }, [
    ...head.marks,
    ...drawKey(placed, head.bottom + 26, told),
    ...drawAxes(frame, placed, words, hasMargin),
    ...drawPoints(frame, placed),
  ]);
}

function frameOf(placed: readonly Placed[], words: NumberWords, width: number, top: number): Frame {
  const ups = placed.map(({ up }) => up);
  const ticks = niceTicks(Math.min(...ups) - LEAST_SPAN / 2, Math.max(...ups) + LEAST_SPAN / 2, 5);
  const [low = 0, high = 1] = endsOf(growthTicks(placed, 6));
  const left = leftOfAxis(ticks, (tick) => words.share(tick));
  // room for the largest mark at either end
  const pad = ((high - low) * LARGEST) / Math.max(1, width - left - MARGIN);
  return createFrame(
    { left, right: width - MARGIN, top, bottom: top + PLOT_HEIGHT },
    [low - pad, high + pad],
    ticks,
  );
}

/** Around every growth with its interval, and around none. */
const growthTicks = (placed: readonly Placed[], count: number) =>
  niceTicks(
    Math.min(-LEAST_SPAN / 2, ...placed.map(({ low }) => low)),
    Math.max(LEAST_SPAN / 2, ...placed.map(({ high }) => high)),
    count,
  );

const endsOf = (ticks: readonly number[]) => [ticks[0], ticks.at(-1)];

function drawAxes(frame: Frame, placed: readonly Placed[], words: NumberWords, hasMargin: boolean): string[] {
  const { x, left, right, top, bottom } = frame;
  const told = words.told.positions;
  const count = Math.max(2, Math.floor((right - left) / 90));
  const places = growthTicks(placed, count)
    .map((tick) => ({ label: words.change(tick), at: x(tick) }))
    .filter(({ at }) => at >= left && at <= right);
  return [
    ...drawValueAxis(frame, frame.ticks[0] ?? 0, (tick) => words.share(tick)),
    ...drawPlaces(frame, places),
    element('line', { x1: x(0), x2: x(0), y1: top, y2: bottom, ...ink.axis, 'stroke-dasharray': '4 3' }),
    text(hasMargin ? told.margin : told.revenue, { x: MARGIN, y: top - 12, ...ink.quietWords }),
    text(told.growth, {
      x: (left + right) / 2,
      y: bottom + 42,
      'text-anchor': 'middle',
      ...ink.quietWords,
    }),
  ];
}

const shapeOf = ({ advice }: PlottedPosition): Shape => advice ?? 'none';
const colourOf = (advice: Shape) =>
  advice === 'drop' ? ink.below : advice === 'hold' || advice === 'none' ? ink.neutral : ink.above;

function drawPoints({ x, y, left, right, top, bottom }: Frame, placed: readonly Placed[]): string[] {
  const greatest = placed[0]?.revenueShare ?? 0;
  const points = placed.map((one) => ({
    name: fitWords(one.name, LONGEST_NAME),
    x: x(one.across),
    y: y(one.up),
    radius:
      greatest > 0
        ? SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(Math.max(0, one.revenueShare) / greatest)
        : SMALLEST,
    shape: shapeOf(one),
  }));
  const intervals = placed.map(({ low, high, up }) => ({
    left: x(low),
    right: x(high),
    top: y(up) - 1,
    bottom: y(up) + 1,
  }));
  const names = placeLabels(points, { left, right, top: top - 10, bottom }, intervals);
  return [
    ...placed.map(({ low, high, up }) =>
      element('line', { x1: x(low), x2: x(high), y1: y(up), y2: y(up), ...ink.axis }),
    ),
    ...points.map((point) =>
      element('path', {
        d: shapes[point.shape](point.x, point.y, point.radius),
        ...colourOf(point.shape),
        'fill-opacity': 0.55,
      }),
    ),
    ...names.flatMap((place) =>
      place === undefined
        ? []
        : [text(place.name, { x: place.x, y: place.y, 'text-anchor': place.anchor, ...ink.words })],
    ),
  ];
}

/** One row of the shapes that the picture holds. */
function drawKey(placed: readonly Placed[], baseline: number, told: Told): string[] {
  let left = MARGIN;
  return (['launch', 'push', 'hold', 'drop', 'none'] as const)
    .filter((shape) => placed.some((one) => shapeOf(one) === shape))
    .flatMap((shape) => {
      const label = told.advice[shape];
      const at = left + 6;
      left += 18 + textWidth(label) + 18;
      return [
        element('path', { d: shapes[shape](at, baseline - 4, 6), ...colourOf(shape) }),
        text(label, { x: at + 12, y: baseline, ...ink.quietWords }),
      ];
    });
}

type Told = NumberWords['told']['positions'];

function subtitleOf(hasMargin: boolean, missing: readonly PlottedPosition[], told: Told): string {
  if (missing.length === 0) return told.explained;
  const names = missing.map(({ name }) => name);
  return `${told.explained}${hasMargin ? told.withoutBoth(names) : told.withoutGrowth(names)}`;
}

function inWords({ name, advice, across, up, margin }: Placed, words: NumberWords): string {
  const told = words.told.positions;
  const height = margin === null ? told.ofRevenue(words.share(up)) : told.ofMargin(words.share(up));
  return told.one(name, told.advice[advice ?? 'none'], words.change(across), height);
}
