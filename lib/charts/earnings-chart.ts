import { dayNumber } from '../domain/calendar.ts';
import type { BoundedMoney, CannotKnow, MarketEarnings } from '../domain/index.ts';
import { drawRow, type EarningsRow, ROW_HEIGHT, type RowPlace } from './earnings-rows.ts';
import { amountIn, type EarningsWords, earningsWords } from './earnings-words.ts';
import { drawHead, MARGIN, type PictureOptions } from './head.ts';
import { joinSentences } from './join-sentences.ts';
import { numberWords } from './number-words.ts';
import { linearScale } from './scale.ts';
import { element, text } from './svg.ts';
import { fitWords, wrapWords } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** A4 at 96 pixels an inch: it prints on one page. */
const A4 = { width: 794, height: 1123 };
const EDGE = 40;
const MOST_LINES = 6;
const LINE = 16;

/** Writes numbers and words of one statement. */
type Writing = {
  words: EarningsWords;
  money: ReturnType<typeof amountIn>;
  count: (value: number) => string;
  share: (value: number, digits?: number) => string;
};

/** A part of the page, and where it ends. */
type Part = { marks: string[]; bottom: number };
type Room = { left: number; right: number; top: number };
type Month = MarketEarnings['month'];

/**
 * Draw a market's earnings statement as SVG text: the month with its interval and the decisions behind it, the twelve months
 * replayed item by item, and what neither can know. A page of A4 unless it is told how wide to be; then as high as it needs.
 *
 * @param options.locale - Chinese words for `zh`, English else; numbers as the locale writes them
 */
export function earningsChart(statement: MarketEarnings, options: PictureOptions = {}): string {
  return earningsPages([statement], options);
}

/** Draw several markets' statements as one SVG text, page below page. */
export function earningsPages(statements: readonly MarketEarnings[], options: PictureOptions = {}): string {
  const { width = A4.width, id = 'earnings' } = options;
  const pages = statements.map((statement) => drawPage(statement, width, options));
  const tops = pages.map((_, place) => pages.slice(0, place).reduce((sum, { height }) => sum + height, 0));
  const height = pages.reduce((sum, page) => sum + page.height, 0);
  const title = pages.map((page) => page.title).join(' · ');
  const description = joinSentences(pages.map((page) => page.description));
  const marks = pages.map((page, place) =>
    place === 0
      ? page.marks.join('')
      : element('g', { transform: `translate(0 ${tops[place] ?? 0})` }, ...page.marks),
  );
  return picture(width, height, { id, title, description }, marks);
}

type Page = { height: number; title: string; description: string; marks: string[] };

function drawPage(
  { name, currency, year, month }: MarketEarnings,
  width: number,
  options: PictureOptions,
): Page {
  const { locale = 'en' } = options;
  const words = earningsWords(locale);
  const { count, share } = numberWords(locale, currency);
  const writing = { words, money: amountIn(locale), count, share };
  const title = options.title ?? `${words.title} · ${name}`;
  const written = writeDate(locale);
  const subtitle = [
    written(`${month.month}-01`, { month: 'long', year: 'numeric' }),
    ...(month.asOf === null ? [] : [words.asOf(written(month.asOf, { dateStyle: 'medium' }))]),
  ].join(' · ');
  const edge = width < 600 ? MARGIN : EDGE;
  const inset = edge - MARGIN;
  const head = drawHead(title, subtitle, width - 2 * inset);
  const room = { left: edge, right: width - edge };
  const first = drawMonth(month, { ...room, top: inset + head.bottom + 28 }, writing);
  const second = drawYear(year, { ...room, top: first.bottom + 26 }, writing);
  const codes = new Map(
    [year, month].flatMap((part) =>
      part === null || !('cannotKnow' in part) ? [] : part.cannotKnow.map((one) => [one.code, one] as const),
    ),
  );
  const third = drawUnknowns([...codes.values()], { ...room, top: second.bottom + 22 }, writing);
  const height = Math.max(options.width === undefined ? A4.height : 0, third.bottom + 24);
  const description = joinSentences([sayMonth(month, writing), sayYear(year, writing)]);
  const marks = [
    element('g', { transform: `translate(${inset} ${inset})` }, ...head.marks),
    ...first.marks,
    ...second.marks,
    ...third.marks,
  ];
  return { height, title, description, marks };
}

const MS_A_DAY = 86_400_000;

const writeDate = (locale: string) => (date: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(dayNumber(date) * MS_A_DAY);

function heading(words: string, { left, right, top }: Room): Part {
  return {
    marks: [
      text(words, { x: left, y: top + 14, 'font-size': 15, 'font-weight': 600, ...ink.words }),
      element('line', { x1: left, x2: right, y1: top + 22, y2: top + 22, ...ink.grid }),
    ],
    bottom: top + 24,
  };
}

function paragraph(words: string, { left, right, top }: Room, size = 12): Part {
  const lines = wrapWords(words, right - left, size, 4);
  return {
    marks: lines.map((line, i) =>
      text(line, { x: left, y: top + 14 + LINE * i, 'font-size': size, ...ink.quietWords }),
    ),
    bottom: top + LINE * lines.length + 4,
  };
}

/** The bounds in words. */
function boundsOf({ lower, upper }: BoundedMoney, level: number, { words, money, share }: Writing): string {
  if (lower === null || upper === null) return words.unbounded;
  return words.between(money(lower), money(upper), share(level));
}

function sayMonth(month: Month, writing: Writing): string {
  const { words, money } = writing;
  if (month.kind === 'notMeasured') return words.monthReasons[month.reason];
  return `${words.earned} ${money(month.total.amount)}, ${boundsOf(month.total, month.level, writing)}.`;
}

function sayYear(year: MarketEarnings['year'], writing: Writing): string {
  const { words, money } = writing;
  if (year === null) return words.noYear;
  if (year.kind === 'notMeasured') return words.yearReasons[year.reason];
  return `${words.year}: ${money(year.total.amount)}, ${boundsOf(year.total, year.level, writing)}.`;
}

function drawMonth(month: Month, room: Room, writing: Writing): Part {
  const { words, money, count } = writing;
  const head = heading(words.month, room);
  if (month.kind === 'notMeasured') {
    const why = paragraph(words.monthReasons[month.reason], { ...room, top: head.bottom + 4 }, 13);
    return { marks: [...head.marks, ...why.marks], bottom: why.bottom };
  }
  const { total } = month;
  const reach =
    total.lower === null || total.upper === null
      ? ''
      : ` ± ${money({ ...total.amount, minor: Math.round((total.upper.minor - total.lower.minor) / 2) })}`;
  const big = text(`${words.earned} ${money(total.amount)}${reach}`, {
    ...{ x: room.left, y: head.bottom + 36, 'font-size': 26, 'font-weight': 600, ...ink.words },
  });
  const bounds = paragraph(
    `${boundsOf(total, month.level, writing)} · ${words.units(count(month.units.ai), count(month.units.human))}`,
    { ...room, top: head.bottom + 44 },
  );
  const rows = drawRows(
    [
      { label: words.traced(count(month.decisions.count)), amount: exactly(month.decisions.earned) },
      { label: words.rest, amount: exactly(month.decisions.rest) },
      { label: words.rows.total, amount: total, strong: true },
    ],
    { ...room, top: bounds.bottom + 6 },
    { writing, level: month.level },
  );
  const lines = drawLines(month.lines, { ...room, top: rows.bottom + 8 }, writing);
  return {
    marks: [...head.marks, big, ...bounds.marks, ...rows.marks, ...lines.marks],
    bottom: lines.bottom,
  };
}

const exactly = (amount: BoundedMoney['amount']): BoundedMoney => ({ amount, lower: null, upper: null });

function drawLines(
  lines: Extract<Month, { kind: 'measured' }>['lines'],
  { left, right, top }: Room,
  { words, money, count }: Writing,
): Part {
  if (lines.length === 0) return { marks: [], bottom: top };
  const wide = right - left;
  const ends = [left + 0.62 * wide, left + 0.82 * wide, right];
  const row = (cells: readonly string[], y: number, style: typeof ink.words) => [
    text(fitWords(cells[0] ?? '', 0.45 * wide), { x: left, y, ...style }),
    ...cells.slice(1).map((cell, i) => text(cell, { x: ends[i], y, 'text-anchor': 'end', ...style })),
  ];
  const { sku, days, expected, earned } = words.lines;
  const shown = lines.slice(0, MOST_LINES);
  return {
    marks: [
      ...row([sku, days, expected, earned], top + 12, ink.quietWords),
      ...shown.flatMap((line, i) =>
        row(
          [line.sku, count(line.days), money(line.expected), money(line.earned)],
          top + 12 + LINE * (i + 1),
          ink.words,
        ),
      ),
    ],
    bottom: top + LINE * (shown.length + 1),
  };
}

function drawYear(year: MarketEarnings['year'], room: Room, writing: Writing): Part {
  const { words, count } = writing;
  const head = heading(words.year, room);
  if (year?.kind !== 'measured') {
    const why = year === null ? words.noYear : words.yearReasons[year.reason];
    const said = paragraph(why, { ...room, top: head.bottom + 4 }, 13);
    return { marks: [...head.marks, ...said.marks], bottom: said.bottom };
  }
  const { against, stockOutsAvoided } = year;
  const kind = against.textbook === 0 ? 'actual' : against.actual === 0 ? 'textbook' : 'mixed';
  const said = paragraph(
    `${year.from} – ${year.asOf} · ${words.skus(count(year.skus))} · ${words.against[kind]}`,
    { ...room, top: head.bottom },
  );
  const place = { ...room, top: said.bottom + 6 };
  const rows = drawRows(
    [
      {
        label: words.rows.margin,
        note: words.avoided(count(stockOutsAvoided.units), count(stockOutsAvoided.skuDays)),
        amount: stockOutsAvoided.margin,
      },
      { label: words.rows.holding, amount: year.holdingSaved },
      { label: words.rows.ordering, amount: year.orderingSaved },
      { label: words.rows.prices, amount: year.prices },
      { label: words.rows.total, amount: year.total, strong: true },
      { label: words.rows.stock, note: words.notIncome, amount: year.stockFreed },
    ],
    place,
    { writing, level: year.level },
  );
  return { marks: [...head.marks, ...said.marks, ...rows.marks], bottom: rows.bottom };
}

/** Draw rows under one scale, so that bars can be compared. */
function drawRows(
  rows: readonly EarningsRow[],
  { left, right, top }: Room,
  { writing, level }: { writing: Writing; level: number },
): Part {
  const values = rows.flatMap(({ amount }) =>
    amount === null ? [] : [amount.amount, amount.lower, amount.upper].flatMap((one) => one?.minor ?? []),
  );
  const wide = right - left;
  const [from, to] = [left + 0.3 * wide, right - 0.25 * wide];
  const domain: [number, number] = [Math.min(0, ...values), Math.max(0, ...values)];
  const place: RowPlace = { left, right, from, to, x: linearScale(domain, [from, to]) };
  return {
    marks: rows.flatMap((row, i) => drawRow(row, place, top + i * ROW_HEIGHT, wordsOf(row, level, writing))),
    bottom: top + rows.length * ROW_HEIGHT,
  };
}

function wordsOf({ amount }: EarningsRow, level: number, { words, money, share }: Writing) {
  if (amount === null) return { amount: words.noPrices, bounds: '' };
  const { lower, upper } = amount;
  const bounds =
    lower === null || upper === null ? '' : `${money(lower)} … ${money(upper)} · ${share(level)}`;
  return { amount: money(amount.amount), bounds };
}

function drawUnknowns(unknowns: readonly CannotKnow[], room: Room, { words, count, share }: Writing): Part {
  if (unknowns.length === 0) return { marks: [], bottom: room.top };
  const head = heading(words.cannotKnow, room);
  const lines = unknowns.flatMap(({ code, skus, share: part }) => {
    const about = skus === undefined ? '' : ` (${words.skus(count(skus))})`;
    const of = part === undefined ? '' : ` (${share(part, 1)})`;
    return wrapWords(`• ${words.unknowns[code]}${about}${of}`, room.right - room.left, 12, 2);
  });
  return {
    marks: [
      ...head.marks,
      ...lines.map((line, i) =>
        text(line, { x: room.left, y: head.bottom + 16 + LINE * i, ...ink.quietWords }),
      ),
    ],
    bottom: head.bottom + 8 + LINE * lines.length,
  };
}
