import type { Money } from '../domain/index.ts';
import { majorOf } from '../domain/money.ts';
import { monthLabel, monthNumber, monthTicks } from './date-ticks.ts';
import { createFrame, drawColumn, drawPlaces, drawValueAxis, type Frame, leftOfAxis } from './frame.ts';
import { createHatch, type Hatch } from './hatch.ts';
import { drawHead, MARGIN, type PictureOptions, pictureOfNothing } from './head.ts';
import { joinSentences } from './join-sentences.ts';
import { type NumberWords, numberWords } from './number-words.ts';
import { niceTicks } from './scale.ts';
import { text } from './svg.ts';
import { textWidth } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** Revenue of one month. */
export type MonthRevenue = {
  /** `YYYY-MM` */
  month: string;
  /** Below 0 where returns outweigh sales. */
  revenue: Money;
  /** The data cover a part of it alone. */
  partial: boolean;
};

const PLOT_HEIGHT = 240;
const LABEL_SIZE = 11;

/**
 * Draw revenue by month as SVG text: a bar a month, hatched where the data cover a part of the month alone.
 *
 * @param months - ascending; a month that is left out stays empty
 */
export function revenueChart(months: readonly MonthRevenue[], options: PictureOptions = {}): string {
  const currency = months[0]?.revenue.currency;
  const words = numberWords(options.locale, currency);
  const told = words.told.revenue;
  const { width = 900, title = told.title, id = 'revenue' } = options;
  if (months.length === 0) return pictureOfNothing(told.nothing, { id, title, width });
  const subtitle = subtitleOf(months, words);
  const head = drawHead(title, subtitle, width);
  const hatch = createHatch(id, 'partial', ink.forecast);
  const frame = frameOf(months, words, width, head.bottom + 30);
  return picture(
    width,
    frame.bottom + 36,
    { id, title, description: joinSentences([subtitle, extremes(months, words)]) },
    [
      hatch.definition,
      ...head.marks,
      ...drawValueAxis(frame, 0, words.money),
      ...drawMonths(frame, months, words),
      ...drawBars(frame, months, hatch),
      ...drawAmounts(frame, months, words),
    ],
  );
}

const amountOf = ({ revenue }: MonthRevenue) => majorOf(revenue.minor, revenue.currency);

function frameOf(months: readonly MonthRevenue[], words: NumberWords, width: number, top: number): Frame {
  let [low, high] = [0, 0];
  for (const month of months) {
    low = Math.min(low, amountOf(month));
    high = Math.max(high, amountOf(month));
  }
  const ticks = niceTicks(low, high > low ? high : low + 1, 4);
  const left = leftOfAxis(ticks, words.money);
  const edges = { left, right: width - MARGIN, top, bottom: top + PLOT_HEIGHT };
  const [first, last] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
  return createFrame(edges, [monthNumber(first) - 0.5, monthNumber(last) + 0.5], ticks);
}

function drawMonths(frame: Frame, months: readonly MonthRevenue[], { told }: NumberWords): string[] {
  const most = Math.max(1, Math.floor((frame.right - frame.left) / 56));
  const ticks = monthTicks(
    months.map(({ month }) => month),
    most,
    told,
  );
  return drawPlaces(
    frame,
    ticks.map(({ date, label }) => ({ label, at: frame.x(monthNumber(date)) })),
  );
}

function drawBars(frame: Frame, months: readonly MonthRevenue[], hatch: Hatch): string[] {
  return months.map((month) => {
    const amount = amountOf(month);
    const colour = month.partial ? hatch.fill : amount < 0 ? ink.below : ink.above;
    return drawColumn(frame, monthNumber(month.month), amount, colour);
  });
}

/** Every bar's amount where all have room, else the highest whole month's. */
function drawAmounts({ x, y }: Frame, months: readonly MonthRevenue[], words: NumberWords): string[] {
  const pitch = x(1) - x(0);
  const isRoomy = months.every((month) => textWidth(words.money(amountOf(month)), LABEL_SIZE) < pitch - 4);
  const highest = wholeByAmount(months).at(-1);
  return (isRoomy ? months : highest === undefined ? [] : [highest]).map((month) => {
    const amount = amountOf(month);
    const place = { x: x(monthNumber(month.month)), y: amount < 0 ? y(amount) + 14 : y(amount) - 5 };
    const type = { 'text-anchor': 'middle', 'font-size': LABEL_SIZE, ...ink.quietWords };
    return text(words.money(amount), { ...place, ...type });
  });
}

/** Whole months, the least first. */
const wholeByAmount = (months: readonly MonthRevenue[]) =>
  months.filter(({ partial }) => !partial).toSorted((one, other) => amountOf(one) - amountOf(other));

function subtitleOf(months: readonly MonthRevenue[], words: NumberWords): string {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return '';
  const total = words.money(months.reduce((sum, month) => sum + amountOf(month), 0));
  const { told } = words;
  const ends = [first, last].map(({ month }) => monthLabel(month, told)) as [string, string];
  const span = first === last ? ends[0] : told.revenue.span(...ends);
  const partial = months.some(({ partial }) => partial) ? told.revenue.partial : '';
  return `${told.revenue.total(span, total, first.revenue.currency)}${partial}`;
}

function extremes(months: readonly MonthRevenue[], words: NumberWords): string {
  const whole = wholeByAmount(months);
  const [least, most] = [whole[0], whole.at(-1)];
  const { told, money } = words;
  if (least === undefined || most === undefined) return told.revenue.noneWhole;
  return told.revenue.extremes(
    ...([monthLabel(most.month, told), money(amountOf(most))] as const),
    ...([monthLabel(least.month, told), money(amountOf(least))] as const),
  );
}
