import type { ChartWords } from './chart-words.ts';
import { monthLabel } from './date-ticks.ts';
import { createHatch, type Hatch } from './hatch.ts';
import { drawHead, MARGIN, type PictureOptions, pictureOfNothing } from './head.ts';
import { joinSentences } from './join-sentences.ts';
import { type NumberWords, numberWords } from './number-words.ts';
import { element, text } from './svg.ts';
import { ink, picture } from './theme.ts';

/** Buyers whose first order fell in one month. */
export type PlottedCohort = {
  /** `YYYY-MM` */
  month: string;
  buyers: number;
  /** The data begin with this month, so its buyers may have bought long before. */
  mayBeOlder: boolean;
  /**
   * Share that ordered, by months since the first, which is number 0 and all of them; `null` where so few did that it
   * would tell about one.
   */
  retained: readonly (number | null)[];
};

/** A market's cohorts, the oldest first, and all of them together. */
export type PlottedCohorts = {
  cohorts: readonly PlottedCohort[];
  pooled: readonly { monthsSince: number; share: number }[];
};

/** Where the cells lie. */
type Grid = { left: number; top: number; cell: number; columns: number };

const ROW = 24;
const LABEL_SIZE = 11;
const LABELS = 116;
const WIDEST_CELL = 56;
/** Room for three digits. */
const NARROWEST_CELL = 20;
/** Text stays legible on this much of the colour, on white paper and on dark (contrast 4.5 to 1). */
const DEEPEST = 0.6;

/**
 * Draw cohorts as SVG text: a row for the buyers of each first month, a cell for each month since, deeper in colour the
 * more of them ordered. Cells of one to four buyers are hatched, months to come are empty.
 */
export function cohortChart({ cohorts, pooled }: PlottedCohorts, options: PictureOptions = {}): string {
  const words = numberWords(options.locale);
  const told = words.told.cohorts;
  const { width = 900, title = told.title, id = 'cohorts' } = options;
  const months = cohorts.reduce((most, { retained }) => Math.max(most, retained.length - 1), 0);
  if (months === 0) return pictureOfNothing(told.nothing, { id, title, width });
  const room = width - LABELS - 2 * MARGIN;
  const columns = Math.min(months, Math.floor(room / NARROWEST_CELL));
  const subtitle = subtitleOf(cohorts, { columns, months, told });
  const head = drawHead(title, subtitle, width);
  const cell = Math.min(WIDEST_CELL, room / columns);
  const grid = { left: MARGIN + LABELS, top: head.bottom + 48, cell, columns };
  const drawing = { deepest: deepestShare(cohorts), hatch: createHatch(id, 'hidden', ink.axis), words };
  const together = Array.from(
    { length: months + 1 },
    (_, month) => pooled.find(({ monthsSince }) => monthsSince === month)?.share,
  );
  const below = grid.top + ROW * cohorts.length + 8;
  return picture(
    width,
    below + (pooled.length > 0 ? ROW : 0) + MARGIN,
    { id, title, description: joinSentences([subtitle, inWords(cohorts, words)]) },
    [
      drawing.hatch.definition,
      ...head.marks,
      ...drawColumnNames(grid, words),
      ...cohorts.flatMap((cohort, row) => [
        ...drawRowName(cohort, grid.top + ROW * row, words),
        ...drawCells(cohort.retained, { ...grid, top: grid.top + ROW * row }, drawing),
      ]),
      ...(pooled.length > 0
        ? [text(told.together, { x: MARGIN, y: below + 16, 'font-weight': 600, ...ink.words })]
        : []),
      ...drawCells(together, { ...grid, top: below }, drawing),
    ],
  );
}

/** Of the months after the first. */
function deepestShare(cohorts: readonly PlottedCohort[]): number {
  return cohorts.reduce(
    (most, { retained }) => retained.slice(1).reduce<number>((one, share) => Math.max(one, share ?? 0), most),
    0,
  );
}

function drawColumnNames({ left, top, cell, columns }: Grid, words: NumberWords): string[] {
  const every = Math.ceil(22 / cell);
  return [
    text(words.told.cohorts.first, { x: MARGIN, y: top - 8, ...ink.quietWords }),
    text(words.told.cohorts.since, { x: left, y: top - 24, ...ink.quietWords }),
    ...Array.from({ length: columns }, (_, column) => column)
      .filter((column) => column % every === 0)
      .map((column) =>
        text(words.count(column + 1), {
          x: left + (column + 0.5) * cell,
          y: top - 8,
          'text-anchor': 'middle',
          ...ink.quietWords,
        }),
      ),
  ];
}

function drawRowName(
  { month, buyers, mayBeOlder }: PlottedCohort,
  top: number,
  words: NumberWords,
): string[] {
  const label = { y: top + 16, ...ink.words };
  return [
    text(`${monthLabel(month, words.told)}${mayBeOlder ? '*' : ''}`, { x: MARGIN, ...label }),
    text(words.count(buyers), { x: MARGIN + LABELS - 10, 'text-anchor': 'end', ...label, ...ink.quietWords }),
  ];
}

/** @param shares - by months since the first; `undefined` stays empty */
function drawCells(
  shares: readonly (number | null | undefined)[],
  { left, top, cell, columns }: Grid,
  { deepest, hatch, words }: { deepest: number; hatch: Hatch; words: NumberWords },
): string[] {
  return shares.slice(1, columns + 1).flatMap((share, column) => {
    if (share === undefined) return [];
    const box = { x: left + column * cell + 1, y: top + 1, width: cell - 2, height: ROW - 2 };
    if (share === null) return [element('rect', { ...box, ...hatch.fill })];
    const depth = deepest === 0 ? 0 : Math.min(1, share / deepest) * DEEPEST;
    const cellMark = element('rect', { ...box, ...ink.heat, 'fill-opacity': 0.04 + depth });
    const percent = words.decimal(100 * share, 0);
    const place = { x: left + (column + 0.5) * cell, y: top + 16, 'text-anchor': 'middle' };
    return [cellMark, text(percent, { ...place, 'font-size': LABEL_SIZE, ...ink.words })];
  });
}

function subtitleOf(
  cohorts: readonly PlottedCohort[],
  { columns, months, told }: { columns: number; months: number; told: ChartWords['cohorts'] },
): string {
  const says = [told.says];
  if (cohorts.some(({ retained }) => retained.includes(null))) says.push(told.hidden);
  if (cohorts.some(({ mayBeOlder }) => mayBeOlder)) says.push(told.older);
  if (columns < months) says.push(told.cut(columns, months));
  return told.joined(says);
}

function inWords(cohorts: readonly PlottedCohort[], words: NumberWords): string {
  const buyers = cohorts.reduce((sum, cohort) => sum + cohort.buyers, 0);
  const [first, last] = [cohorts[0]?.month ?? '', cohorts.at(-1)?.month ?? ''];
  const after = cohorts.flatMap(({ retained, mayBeOlder }) =>
    mayBeOlder || typeof retained[3] !== 'number' ? [] : [retained[3]],
  );
  const mean = after.reduce((sum, share) => sum + share, 0) / after.length;
  const third = after.length === 0 ? '' : words.told.cohorts.third(words.share(mean), after.length);
  const [from, to] = [monthLabel(first, words.told), monthLabel(last, words.told)];
  return `${words.told.cohorts.buyers(words.count(buyers), from, to)}${third}`;
}
