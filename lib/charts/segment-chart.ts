import { drawHead, MARGIN, type PictureOptions, pictureOfNothing } from './head.ts';
import { type NumberWords, numberWords } from './number-words.ts';
import { linearScale, type Scale } from './scale.ts';
import { type FigureWords, segmentFigures } from './segment-figures.ts';
import { element, text } from './svg.ts';
import { fitWords, wrapWords } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** Quartiles of a figure over a segment's buyers, and the median of all the market's. */
export type FigureSpread = { lower: number; median: number; upper: number; market: number };

/** A segment as its panel shows it. */
export type SegmentProfile = {
  name: string;
  /** For those who don't see the picture. */
  description: string;
  buyers: number;
  /** 0–1 */
  revenueShare: number;
  /** By figure; one that is not known of its buyers is left out. */
  figures: Readonly<Record<string, FigureSpread>>;
};

/** What is drawn in every panel. */
export type ProfiledMarket = {
  segments: readonly SegmentProfile[];
  /** ISO 4217, of amounts. */
  revenue: { currency: string };
};

const GAP = 28;
const ROW = 20;
const LABELS = 122;
const VALUES = 60;
const NARROWEST_PANEL = 256;
const MOST_COLUMNS = 4;

/** A figure's row: its words and its scale, the same in every panel. */
type Row = FigureWords & { place: (left: number, right: number) => Scale };

/**
 * Draw segments as SVG text in small multiples: one panel a segment, one row a figure, each row on one scale in all
 * panels with the market's middle buyer marked.
 */
export function segmentChart(
  { segments, revenue: { currency } }: ProfiledMarket,
  options: PictureOptions = {},
): string {
  const words = numberWords(options.locale, currency);
  const told = words.told.segments;
  const { width = 900, title = told.title, id = 'segments' } = options;
  const description = segments.map((segment) => segment.description).join('. ');
  if (segments.length === 0) return pictureOfNothing(told.nothing, { id, title, width });
  const head = drawHead(title, told.explained, width);
  const rows = rowsOf(segments);
  const room = width - 2 * MARGIN + GAP;
  const most = Math.max(1, Math.min(MOST_COLUMNS, Math.floor(room / (NARROWEST_PANEL + GAP))));
  // as many in each row as can be, so that no panel stands alone in a wide last one
  const columns = Math.ceil(segments.length / Math.ceil(segments.length / most));
  const panelWidth = Math.min(room / columns - GAP, 420);
  const panelHeight = 58 + rows.length * ROW;
  const top = head.bottom + 30;
  const panels = segments.flatMap((segment, i) => {
    const left = MARGIN + (i % columns) * (panelWidth + GAP);
    const panel = { left, top: top + Math.floor(i / columns) * (panelHeight + GAP), width: panelWidth };
    return drawPanel(segment, panel, rows, { words, currency });
  });
  const height = top + Math.ceil(segments.length / columns) * (panelHeight + GAP);
  return picture(width, height, { id, title, description }, [...head.marks, ...panels]);
}

function rowsOf(segments: readonly SegmentProfile[]): Row[] {
  return segmentFigures.flatMap((one) => {
    const spreads = segments.flatMap(({ figures }) => figures[one.figure] ?? []);
    if (spreads.length === 0) return [];
    const along = one.log ? (value: number) => Math.log1p(Math.max(0, value)) : (value: number) => value;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { lower, upper, market } of spreads) {
      low = Math.min(low, along(lower), along(market));
      high = Math.max(high, along(upper), along(market));
    }
    return [
      {
        ...one,
        place: (left: number, right: number) => {
          const scale = linearScale([low, high], [left, right]);
          return (value: number) => scale(along(value));
        },
      },
    ];
  });
}

function drawPanel(
  segment: SegmentProfile,
  { left, top, width }: { left: number; top: number; width: number },
  rows: readonly Row[],
  writing: { words: NumberWords; currency: string },
): string[] {
  const { words } = writing;
  const name = wrapWords(segment.name, width, 14, 2);
  const share = words.share(segment.revenueShare);
  const size = words.told.segments.size(segment.buyers, words.count(segment.buyers), share);
  const heading = { x: left, 'font-size': 13, 'font-weight': 600, ...ink.words };
  return [
    ...name.map((line, i) => text(line, { ...heading, y: top + 18 - 16 * (name.length - 1 - i) })),
    text(size, { x: left, y: top + 36, ...ink.quietWords }),
    ...rows.flatMap((row, i) =>
      drawFigure(segment.figures[row.figure], row, { left, top: top + 46 + i * ROW, width }, writing),
    ),
  ];
}

function drawFigure(
  spread: FigureSpread | undefined,
  row: Row,
  { left, top, width }: { left: number; top: number; width: number },
  { words, currency }: { words: NumberWords; currency: string },
): string[] {
  const [from, to] = [left + LABELS, left + width - VALUES];
  const middle = top + ROW / 2;
  const label = text(fitWords(words.told.segments.figures[row.figure], LABELS - 8), {
    x: left,
    y: middle + 4,
    ...ink.quietWords,
  });
  const line = element('line', { x1: from, x2: to, y1: middle, y2: middle, ...ink.grid });
  if (spread === undefined)
    return [
      label,
      line,
      text(words.told.segments.unknown, {
        x: left + width,
        y: middle + 4,
        'text-anchor': 'end',
        ...ink.quietWords,
      }),
    ];
  const x = row.place(from, to);
  const colour = spread.median < spread.market ? ink.below : ink.above;
  const market = x(spread.market);
  return [
    label,
    line,
    element('rect', {
      x: x(spread.lower),
      y: middle - 3,
      width: Math.max(1, x(spread.upper) - x(spread.lower)),
      height: 6,
      rx: 3,
      ...colour,
      'fill-opacity': 0.3,
    }),
    element('line', {
      x1: market,
      x2: market,
      y1: middle - 8,
      y2: middle + 8,
      ...ink.axis,
      'stroke-width': 2,
    }),
    element('circle', { cx: x(spread.median), cy: middle, r: 4.5, ...colour, 'fill-opacity': 1 }),
    text(row.write(spread.median, words, currency), {
      x: left + width,
      y: middle + 4,
      'text-anchor': 'end',
      ...ink.words,
    }),
  ];
}
