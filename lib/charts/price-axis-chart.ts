import { drawHead, MARGIN, type PictureOptions } from './head.ts';
import { drawLegend } from './legend.ts';
import { linearScale, niceTicks, type Scale } from './scale.ts';
import { element, text } from './svg.ts';
import { textWidth } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** A price with its words; the first two kinds are drawn filled, the others as a bound. */
export type PlottedPrice = {
  words: string;
  micros: number;
  kind: 'inForce' | 'proposed' | 'bound';
};

/** Prices of one SKU on one axis. Millionths of the currency's unit. */
export type PlottedPrices = {
  prices: readonly PlottedPrice[];
  /** What may be charged at all; open above where there is no ceiling. */
  allowed: { lowMicros: number; highMicros: number | null };
  /** What may be charged at the next move, where that is less. */
  reachable: { lowMicros: number; highMicros: number } | undefined;
};

export type PriceAxisOptions = PictureOptions & {
  /** Writes a price. */
  price: (micros: number) => string;
  /** `allowed` and `reachable` name the two bars. */
  words: { title: string; description: string; allowed: string; reachable: string };
};

const ROW = 18;
/** Drawn over what is allowed: both together. */
const REACHABLE = { ...ink.fan, 'fill-opacity': 0.43 };
const BAR = 14;
const ROOM = 0.08;
/** Heavy letters are as much wider. */
const BOLD = 1.15;

/** A label in its row above or below the axis. */
type Placed = { price: PlottedPrice; words: string; x: number; left: number; row: number };

/** Draw the price in force and the proposed one between their bounds: what may be charged, and what may at the next move. */
export function priceAxisChart(plotted: PlottedPrices, options: PriceAxisOptions): string {
  const { width = 900, id = 'prices', words, price } = options;
  const head = drawHead(options.title ?? words.title, '', width);
  const x = scaleOf(plotted, width);
  const label = ({ words: name, micros }: PlottedPrice) => `${name} ${price(micros)}`;
  const place = (kinds: readonly PlottedPrice['kind'][]) =>
    placeLabels(
      plotted.prices.filter(({ kind }) => kinds.includes(kind)),
      { x, label, right: width - MARGIN },
    );
  const above = place(['inForce', 'proposed']);
  const below = place(['bound']);
  const legend = drawLegend(
    [
      { words: words.allowed, area: ink.fan },
      ...(plotted.reachable === undefined ? [] : [{ words: words.reachable, area: REACHABLE }]),
    ],
    { left: MARGIN, right: width - MARGIN },
    head.bottom + 20,
  );
  const axis = legend.bottom + 24 + ROW * rowsOf(above) + BAR / 2;
  const ticksAt = axis + BAR / 2 + 10 + ROW * rowsOf(below) + 10;
  return picture(width, ticksAt + 34, { id, title: words.title, description: words.description }, [
    ...head.marks,
    ...legend.marks,
    ...drawBars(plotted, x, axis, width),
    ...above.flatMap((one) => drawLabel(one, axis, -1)),
    ...below.flatMap((one) => drawLabel(one, axis, 1)),
    ...drawTicks(plotted, x, ticksAt, options),
  ]);
}

function spread({ prices, allowed, reachable }: PlottedPrices): [number, number] {
  const all = [
    ...prices.map(({ micros }) => micros),
    ...[allowed.highMicros, reachable?.lowMicros, reachable?.highMicros].filter((micros) => micros != null),
    // a floor of nothing would press all else together
    ...(allowed.lowMicros > 0 ? [allowed.lowMicros] : []),
  ];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = ROOM * (high - low || high || 1);
  return [Math.max(0, low - room), high + room];
}

const scaleOf = (plotted: PlottedPrices, width: number): Scale =>
  linearScale(spread(plotted), [MARGIN + 4, width - MARGIN - 4]);

function drawBars({ allowed, reachable }: PlottedPrices, x: Scale, axis: number, width: number): string[] {
  const ends = [MARGIN + 4, width - MARGIN - 4] as const;
  const left = Math.max(ends[0], x(allowed.lowMicros));
  const right = allowed.highMicros === null ? ends[1] : x(allowed.highMicros);
  const bar = (from: number, to: number, colour: typeof ink.fan | typeof ink.above) =>
    element('rect', { x: from, width: Math.max(1, to - from), y: axis - BAR / 2, height: BAR, ...colour });
  return [
    element('line', { x1: ends[0], x2: ends[1], y1: axis, y2: axis, ...ink.axis }),
    bar(left, right, ink.fan),
    ...(reachable === undefined
      ? []
      : [bar(x(reachable.lowMicros), x(reachable.highMicros), { ...ink.fan, 'fill-opacity': 0.3 })]),
  ];
}

/** Give each label the row nearest to the axis in which it has room. */
function placeLabels(
  prices: readonly PlottedPrice[],
  { x, label, right }: { x: Scale; label: (price: PlottedPrice) => string; right: number },
): Placed[] {
  const rows: number[] = [];
  return [...prices]
    .sort((one, other) => one.micros - other.micros)
    .map((price) => {
      const words = label(price);
      const width = textWidth(words) * (price.kind === 'bound' ? 1 : BOLD);
      const at = x(price.micros);
      const left = Math.min(Math.max(MARGIN, at - width / 2), right - width);
      const free = rows.findIndex((end) => end + 10 < left);
      const row = free === -1 ? rows.length : free;
      rows[row] = left + width;
      return { price, words, x: at, left, row };
    });
}

const rowsOf = (placed: readonly Placed[]) => Math.max(0, ...placed.map(({ row }) => row + 1));

function drawLabel({ price, words, x, left, row }: Placed, axis: number, side: -1 | 1): string[] {
  const edge = axis + side * (BAR / 2);
  const baseline = side === -1 ? edge - 8 - ROW * row : edge + 18 + ROW * row;
  const end = side === -1 ? baseline + 3 : baseline - 11;
  return [
    element('line', { x1: x, x2: x, y1: axis - side * (BAR / 2), y2: end, ...ink.axis }),
    ...markOf(price, x, axis),
    text(words, {
      ...{ x: left, y: baseline },
      ...(price.kind === 'bound' ? ink.quietWords : { ...ink.words, 'font-weight': 600 }),
    }),
  ];
}

/** A dot for the price in force, a diamond for the proposed one. */
function markOf({ kind }: PlottedPrice, x: number, axis: number): string[] {
  switch (kind) {
    case 'inForce':
      return [element('circle', { cx: x, cy: axis, r: 6, ...ink.words })];
    case 'proposed':
      return [
        element('path', {
          d: `M${x} ${axis - 8}L${x + 8} ${axis}L${x} ${axis + 8}L${x - 8} ${axis}Z`,
          ...ink.heat,
        }),
      ];
    case 'bound':
      return [];
  }
}

function drawTicks(
  plotted: PlottedPrices,
  x: Scale,
  y: number,
  { price, width = 900 }: PriceAxisOptions,
): string[] {
  const [low, high] = spread(plotted);
  const ticks = niceTicks(low, high, Math.max(2, Math.floor(width / 140))).filter(
    (tick) => tick >= low && tick <= high,
  );
  return [
    element('line', { x1: MARGIN + 4, x2: width - MARGIN - 4, y1: y, y2: y, ...ink.grid }),
    ...ticks.flatMap((tick) => [
      element('line', { x1: x(tick), x2: x(tick), y1: y, y2: y + 5, ...ink.axis }),
      text(price(tick), { x: x(tick), y: y + 20, 'text-anchor': 'middle', ...ink.quietWords }),
    ]),
  ];
}
