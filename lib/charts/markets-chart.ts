import { majorOf } from '../domain/money.ts';
import { monthLabel, monthNumber, monthTicks } from './date-ticks.ts';
import { createFrame, drawPlaces, drawValueAxis, type Frame, leftOfAxis } from './frame.ts';
import { drawHead, MARGIN, type PictureOptions, pictureOfNothing } from './head.ts';
import { joinSentences } from './join-sentences.ts';
import { type NumberWords, numberWords } from './number-words.ts';
import { niceTicks } from './scale.ts';
import { element, linePath, text } from './svg.ts';
import { fitWords, textWidth } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** The whole months of a market, ascending. */
export type PlottedMarket = {
  name: string;
  /** ISO 4217 */
  currency: string;
  /** Revenue in minor units; `null` for a month that is not told. */
  months: readonly { month: string; revenueMinor: number | null }[];
};

/** How to draw markets beside each other; the words are in the reader's language. */
export type MarketsChartOptions = PictureOptions & {
  /** What is drawn, below the title. */
  subtitle?: string;
  /** Instead of panels, where no market has two months. */
  nothing?: string;
};

/** A market as its panel shows it: each month's distance from its own mean month, a share. */
type Panel = { name: string; months: { month: string; change: number | null }[] };

const GAP = 24;
const PANEL_HEIGHT = 110;
const NARROWEST_PANEL = 230;
const MOST_COLUMNS = 4;
/** Between a panel's name and its plot, and between its months and the next panel. */
const ABOVE = 30;
const BELOW = 40;

/**
 * Draw markets as SVG text in small multiples: one panel a market, its revenue by month against its own mean month, on one
 * scale and one calendar in all panels, so that markets of any size and currency can be compared.
 */
export function marketsChart(markets: readonly PlottedMarket[], options: MarketsChartOptions = {}): string {
  const { width = 900, title = 'Markets by month', id = 'markets' } = options;
  const { subtitle = 'Revenue of each month against the market’s own mean month.' } = options;
  const { nothing = 'No market has two whole months yet.' } = options;
  const words = numberWords(options.locale);
  const panels = markets.flatMap(panelOf);
  if (panels.length === 0) return pictureOfNothing(nothing, { id, title, width });
  const head = drawHead(title, subtitle, width);
  const layOut = layOutIn(panels, width, head.bottom + 20, words);
  const marks = panels.flatMap((panel, place) => drawPanel(panel, layOut.frame(place), words));
  const description = joinSentences([subtitle, ...panels.map((panel) => inWords(panel, words))]);
  return picture(width, layOut.bottom, { id, title, description }, [...head.marks, ...marks]);
}

function panelOf({ name, currency, months }: PlottedMarket): Panel[] {
  const told = months.flatMap(({ revenueMinor }) =>
    revenueMinor === null ? [] : [majorOf(revenueMinor, currency)],
  );
  const mean = told.reduce((sum, revenue) => sum + revenue, 0) / told.length;
  if (told.length < 2 || !(mean > 0)) return [];
  const changeOf = (minor: number | null) => (minor === null ? null : majorOf(minor, currency) / mean - 1);
  return [
    { name, months: months.map(({ month, revenueMinor }) => ({ month, change: changeOf(revenueMinor) })) },
  ];
}

function layOutIn(panels: readonly Panel[], width: number, top: number, words: NumberWords) {
  const room = width - 2 * MARGIN + GAP;
  const most = Math.max(1, Math.min(MOST_COLUMNS, Math.floor(room / (NARROWEST_PANEL + GAP))));
  const columns = Math.ceil(panels.length / Math.ceil(panels.length / most));
  const pitch = room / columns;
  const months = panels.flatMap((panel) => panel.months.map(({ month }) => monthNumber(month)));
  const calendar: [number, number] = [Math.min(...months), Math.max(...months)];
  const changes = panels.flatMap((panel) => panel.months.flatMap(({ change }) => change ?? []));
  const ticks = niceTicks(Math.min(0, ...changes), Math.max(0.1, ...changes), 3);
  const axis = leftOfAxis(ticks, (tick) => words.change(tick)) - MARGIN;
  const rowHeight = ABOVE + PANEL_HEIGHT + BELOW;
  return {
    bottom: top + Math.ceil(panels.length / columns) * rowHeight,
    frame: (place: number): Frame => {
      const left = MARGIN + (place % columns) * pitch + axis;
      const plotTop = top + Math.floor(place / columns) * rowHeight + ABOVE;
      const right = MARGIN + ((place % columns) + 1) * pitch - GAP;
      return createFrame({ left, right, top: plotTop, bottom: plotTop + PANEL_HEIGHT }, calendar, ticks);
    },
  };
}

/** Pixels between two labels of months. */
const BETWEEN_LABELS = 6;

function drawPanel({ name, months }: Panel, frame: Frame, words: NumberWords): string[] {
  const points = months.map(({ month, change }) =>
    change === null ? undefined : ([frame.x(monthNumber(month)), frame.y(change)] as const),
  );
  const newest = points.findLast((point) => point !== undefined);
  const [first = { month: '2000-01' }] = months;
  const label = textWidth(monthLabel(first.month, words.told)) + BETWEEN_LABELS;
  const most = Math.max(2, Math.floor((frame.right - frame.left) / label));
  const ticks = monthTicks(
    months.map(({ month }) => month),
    most,
    words.told,
  );
  return [
    text(fitWords(name, frame.right - frame.left, 13), {
      ...{ x: frame.left, y: frame.top - 12, 'font-size': 13, 'font-weight': 600, ...ink.words },
    }),
    ...drawValueAxis(frame, 0, (tick) => words.change(tick)),
    ...drawPlaces(
      frame,
      ticks.map(({ date, label }) => ({ label, at: frame.x(monthNumber(date)) })),
    ),
    element('path', { d: linePath(points), 'stroke-linecap': 'round', ...ink.forecast }),
    ...(newest === undefined
      ? []
      : [element('circle', { cx: newest[0], cy: newest[1], r: 3.5, ...ink.above })]),
  ];
}

/** The best and the poorest month. */
function inWords({ name, months }: Panel, words: NumberWords): string {
  const told = months
    .flatMap(({ month, change }) => (change === null ? [] : [{ month, change }]))
    .toSorted((one, other) => other.change - one.change);
  const say = (place: number) => {
    const one = told.at(place);
    return one === undefined ? '' : `${monthLabel(one.month, words.told)} ${words.change(one.change)}`;
  };
  return `${name}: ${say(0)}, ${say(-1)}.`;
}
