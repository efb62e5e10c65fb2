import type { Segment, Segmentation } from '../domain/index.ts';
import { linearScale, niceTicks, type Scale } from './scale.ts';
import { element, text } from './svg.ts';
import { ink, picture } from './theme.ts';

/** How to draw a segmentation. */
export type SegmentChartOptions = {
  /** Pixels. Default 900; the height follows from the number of segments. */
  width?: number;
  /** Default `Buyer segments`. */
  title?: string;
  /** Prefix of ids, for pages with several pictures. */
  id?: string;
};

const PANELS_PER_ROW = 3;
const TOP = 64;
const GAP = 24;
const BAR_PITCH = 20;
const LABEL_WIDTH = 118;
const LONGEST_WORDS = 40;
/** Plain words for the features of the nightly segmentation; others are shown as they are named. */
const FEATURE_WORDS: Record<string, string> = {
  recency: 'days since order',
  frequency: 'orders a year',
  value: 'revenue a year',
  cadence: 'days between',
};

type Panel = {
  left: number;
  top: number;
  width: number;
  x: Scale;
  ticks: number[];
  features: readonly string[];
};

/**
 * Draw a segmentation as SVG text: one small panel a segment, one bar a feature, all on the same scale.
 *
 * A bar is the segment's standardised centroid: 0 is the market's median buyer, right is more.
 */
export function segmentChart(segmentation: Segmentation, options: SegmentChartOptions = {}): string {
  const { width = 900, title = 'Buyer segments', id = 'segments' } = options;
  const { segments, features } = segmentation;
  const columns = Math.min(Math.max(segments.length, 1), PANELS_PER_ROW);
  const panelWidth = (width - 32 - GAP * (columns - 1)) / columns;
  const panelHeight = 48 + features.length * BAR_PITCH + 28;
  const ticks = commonTicks(segments);
  const marks = segments.flatMap((segment, i) => {
    const left = 16 + (i % columns) * (panelWidth + GAP);
    const top = TOP + Math.floor(i / columns) * (panelHeight + GAP);
    const range: [number, number] = [left + LABEL_WIDTH, left + panelWidth - 8];
    const x = linearScale([ticks[0] ?? -1, ticks.at(-1) ?? 1], range);
    return drawPanel(segment, { left, top, width: panelWidth, x, ticks, features });
  });
  const height = TOP + Math.ceil(segments.length / columns) * (panelHeight + GAP);
  const description = segments.map((segment) => segment.description).join('. ');
  return picture(width, height, { id, title, description }, [
    text(title, { x: 16, y: 26, 'font-size': 16, 'font-weight': 600, ...ink.words }),
    text(`as of ${segmentation.asOf}; 0 is the median buyer, bars to the right are more`, {
      x: 16,
      y: 44,
      ...ink.quietWords,
    }),
    ...marks,
  ]);
}

/** Ticks around 0, alike on both sides, that hold every centroid. */
function commonTicks(segments: readonly Segment[]): number[] {
  const scores = segments.flatMap(({ centroid }) => Object.values(centroid));
  const greatest = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0.5);
  return niceTicks(-greatest, greatest, 5);
}

function drawPanel(segment: Segment, panel: Panel): string[] {
  const { left, top, x, ticks, features } = panel;
  const barsTop = top + 44;
  const barsBottom = barsTop + features.length * BAR_PITCH;
  return [
    text(shorten(segment.name), { x: left, y: top + 14, 'font-size': 13, 'font-weight': 600, ...ink.words }),
    text(
      `${segment.buyers.toLocaleString('en')} ${segment.buyers === 1 ? 'buyer' : 'buyers'} · ${percent(segment.revenueShare)} of revenue`,
      {
        x: left,
        y: top + 32,
        ...ink.quietWords,
      },
    ),
    ...ticks.flatMap((tick) => [
      element('line', { x1: x(tick), x2: x(tick), y1: barsTop, y2: barsBottom, ...ink.grid }),
      text(tick.toLocaleString('en'), {
        x: x(tick),
        y: barsBottom + 16,
        'text-anchor': 'middle',
        'font-size': 11,
        ...ink.quietWords,
      }),
    ]),
    ...features.flatMap((feature, i) => drawBar(feature, segment.centroid[feature] ?? 0, i, panel)),
    element('line', { x1: x(0), x2: x(0), y1: barsTop, y2: barsBottom, ...ink.axis }),
  ];
}

function drawBar(feature: string, score: number, index: number, { left, top, x }: Panel): string[] {
  const y = top + 44 + index * BAR_PITCH;
  const colour = score < 0 ? ink.below : ink.above;
  return [
    text(FEATURE_WORDS[feature] ?? feature, { x: left, y: y + 14, ...ink.quietWords }),
    element('rect', {
      x: Math.min(x(0), x(score)),
      y: y + 4,
      width: Math.abs(x(score) - x(0)),
      height: BAR_PITCH - 8,
      ...colour,
    }),
  ];
}

function percent(share: number): string {
  const whole = Math.round(share * 100);
  return whole === 0 && share > 0 ? 'under 1 %' : `${whole} %`;
}

const shorten = (words: string) =>
  words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS - 1)}…` : words;
