import type { ChartWords } from './chart-words.ts';
import { createFrame, drawColumn, drawPlaces, drawValueAxis, type Frame, leftOfAxis } from './frame.ts';
import { createHatch, type Hatch } from './hatch.ts';
import { drawHead, MARGIN, type PictureOptions, pictureOfNothing } from './head.ts';
import { joinSentences } from './join-sentences.ts';
import { type NumberWords, numberWords } from './number-words.ts';
import { niceTicks } from './scale.ts';
import { element, linePath, text } from './svg.ts';
import { textWidth } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** What is known of a market's season. An index of 1.2 is a month a fifth above the mean month; [12] from January. */
export type PlottedSeason =
  | {
      kind: 'measured';
      indices: readonly { value: number; low: number; high: number }[];
      /** 0 is no season, 1 nothing but season. */
      strength: number;
      /** How probable such a strength is where there is no season. */
      pValue: number;
      /** Whole months that it rests on. */
      months: number;
    }
  | { kind: 'provisional'; indices: readonly (number | null)[]; detail: string; months: number }
  | { kind: 'tooShort'; detail: string; months: number };

/** A season that has indices. */
type ToldSeason = Exclude<PlottedSeason, { kind: 'tooShort' }>;

/** A month of the picture; the bounds are those of 95 % confidence. */
type Bar = { value: number; low?: number; high?: number } | null;

const PLOT_HEIGHT = 220;
const LABEL_SIZE = 11;
/** Months any closer are named by their first letter. */
const NARROWEST_NAME = 30;
/** Height of a number as a share of the bars' span. */
const LABEL_SHARE = 0.1;

/**
 * Draw the twelve months' distance from the mean month as SVG text, with 95 % intervals where two years or more were
 * seen; hatched, and said to be provisional, where they were not.
 */
export function seasonChart(season: PlottedSeason, options: PictureOptions = {}): string {
  const words = numberWords(options.locale);
  const { title: usual, nothing } = words.told.season;
  const { width = 900, title = usual, id = 'season' } = options;
  if (season.kind === 'tooShort')
    return pictureOfNothing(nothing, { id, title, subtitle: season.detail, width });
  const subtitle = subtitleOf(season, words);
  const head = drawHead(title, subtitle, width);
  const bars: Bar[] =
    season.kind === 'measured'
      ? [...season.indices]
      : season.indices.map((value) => (value === null ? null : { value }));
  const hatch = createHatch(id, 'provisional', ink.forecast);
  const frame = frameOf(bars, words, width, head.bottom + 30);
  const description = joinSentences([subtitle, extremes(bars, words)]);
  return picture(width, frame.bottom + 36, { id, title, description }, [
    hatch.definition,
    ...head.marks,
    ...drawValueAxis(frame, 0, (tick) => words.change(tick)),
    ...drawPlaces(frame, placesOf(frame, bars.length, words)),
    ...bars.flatMap((bar, month) =>
      drawBar(frame, bar, month, season.kind === 'measured' ? undefined : hatch),
    ),
    ...drawLabels(frame, bars, words),
  ]);
}

function frameOf(bars: readonly Bar[], words: NumberWords, width: number, top: number): Frame {
  const ends = bars.flatMap((bar) =>
    bar === null ? [] : [bar.value, bar.low ?? bar.value, bar.high ?? bar.value],
  );
  const low = Math.min(0, ...ends.map((index) => index - 1));
  const high = Math.max(0, ...ends.map((index) => index - 1));
  // room for the numbers beyond the bars
  const room = high > low ? (high - low) * LABEL_SHARE : 0.1;
  const ticks = niceTicks(low < 0 ? low - room : 0, high + room, 5);
  const left = leftOfAxis(ticks, (tick) => words.change(tick));
  return createFrame(
    { left, right: width - MARGIN, top, bottom: top + PLOT_HEIGHT },
    [-0.5, bars.length - 0.5],
    ticks,
  );
}

function placesOf({ x }: Frame, months: number, { told }: NumberWords): { label: string; at: number }[] {
  const isNarrow = x(1) - x(0) < NARROWEST_NAME;
  return Array.from({ length: months }, (_, month) => {
    const name = told.month(month + 1);
    // a numbered month is as short as it can be without its word
    return { label: isNarrow ? name.replace(/(?<=^[A-Z]).+|月$/, '') : name, at: x(month) };
  });
}

function drawBar(frame: Frame, bar: Bar, month: number, hatch: Hatch | undefined): string[] {
  const { x, y } = frame;
  const at = x(month);
  if (bar === null) return [text('–', { x: at, y: y(0) - 6, 'text-anchor': 'middle', ...ink.quietWords })];
  const change = bar.value - 1;
  const column = drawColumn(frame, month, change, hatch?.fill ?? (change < 0 ? ink.below : ink.above));
  if (bar.low === undefined || bar.high === undefined) return [column];
  const [top, foot] = [y(bar.high - 1), y(bar.low - 1)];
  const cap = Math.min(5, (x(1) - x(0)) / 4);
  const whisker = [
    ...[[at, top] as const, [at, foot] as const, undefined],
    ...[[at - cap, top] as const, [at + cap, top] as const, undefined],
    ...[[at - cap, foot] as const, [at + cap, foot] as const],
  ];
  return [column, element('path', { d: linePath(whisker), ...ink.observed })];
}

/** The months' numbers, where all have room, beyond bar and interval. */
function drawLabels({ x, y }: Frame, bars: readonly Bar[], words: NumberWords): string[] {
  const pitch = x(1) - x(0);
  const labels = bars.map((bar) => (bar === null ? '' : words.change(bar.value - 1)));
  if (labels.some((label) => textWidth(label, LABEL_SIZE) > pitch - 2)) return [];
  return bars.flatMap((bar, month) => {
    if (bar === null) return [];
    const isBelow = bar.value < 1;
    const end = isBelow
      ? Math.min(bar.value, bar.low ?? bar.value)
      : Math.max(bar.value, bar.high ?? bar.value);
    const place = {
      x: x(month),
      y: y(end - 1) + (isBelow ? 14 : -5),
      'text-anchor': 'middle',
      'font-size': LABEL_SIZE,
    };
    return [text(labels[month] ?? '', { ...place, ...ink.quietWords })];
  });
}

function subtitleOf(season: ToldSeason, words: NumberWords): string {
  const told = words.told.season;
  if (season.kind === 'provisional') return told.provisional(season.months, season.detail);
  const { strength, pValue, months } = season;
  const chance = pValue < 0.001 ? words.told.under('0.001') : words.decimal(pValue, 3);
  return told.measured(months, words.decimal(strength, 2), strengthInWords(strength, pValue, told), chance);
}

function strengthInWords(strength: number, pValue: number, told: ChartWords['season']): string {
  if (pValue > 0.05) return told.chance;
  return strength < 0.3 ? told.weak : strength < 0.6 ? told.moderate : told.strong;
}

function extremes(bars: readonly Bar[], words: NumberWords): string {
  const known = bars
    .flatMap((bar, month) => (bar === null ? [] : [{ name: words.told.month(month + 1), value: bar.value }]))
    .sort((one, other) => one.value - other.value);
  const [least, most] = [known[0], known.at(-1)];
  const told = words.told.season;
  if (least === undefined || most === undefined) return told.noneKnown;
  return told.extremes(
    ...([most.name, words.change(most.value - 1)] as const),
    ...([least.name, words.change(least.value - 1)] as const),
  );
}
