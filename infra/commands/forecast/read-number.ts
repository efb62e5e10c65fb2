import { InputError } from '../../../lib/domain/index.ts';
import { type DecimalMark, decideDecimalMark } from '../../../lib/importing/index.ts';

/** Blanks that divide thousands, and the Swiss apostrophe. */
const BLANKS = /[\s\u00a0\u202f'’]/g;
const PLAIN = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?\d{1,3}(([.]\d{3})+(,\d*)?|(,\d{3})+([.]\d*)?)$/;
/** `1.234`: thousands or decimals; `0.234` can only be decimals. */
const UNCLEAR = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/** Whether a cell can be read as a number under one decimal mark or the other. */
export function isNumber(cell: string): boolean {
  const bare = cell.replaceAll(BLANKS, '');
  return PLAIN.test(bare) || GROUPED.test(bare);
}

/**
 * Tell the decimal mark of a column from all its cells, as imports do.
 *
 * @throws InputError where the cells prove neither
 */
export function decimalMarkOf(column: string, cells: readonly string[]): DecimalMark {
  const evidence = { column, provesPoint: 0, provesComma: 0, unclear: 0, unclearComma: 0 };
  for (const cell of cells) {
    const bare = cell.replaceAll(BLANKS, '');
    const lastPoint = bare.lastIndexOf('.');
    const lastComma = bare.lastIndexOf(',');
    if (lastPoint < 0 && lastComma < 0) continue;
    if (UNCLEAR.test(bare)) {
      evidence.unclear++;
      if (lastComma > 0) evidence.unclearComma++;
    } else if (isRepeated(bare, '.')) evidence.provesComma++;
    else if (isRepeated(bare, ',')) evidence.provesPoint++;
    else if (lastPoint > lastComma) evidence.provesPoint++;
    else evidence.provesComma++;
  }
  const choice = decideDecimalMark([evidence], false);
  if (choice.kind !== 'ask') return choice.value;
  throw new InputError(`${choice.question.text} Say so by --decimal . or --decimal ,`);
}

/**
 * Read a cell under a decimal mark.
 *
 * @returns NaN where it is no number, or one only under the other mark
 */
export function readNumber(cell: string, mark: DecimalMark): number {
  const bare = cell.replaceAll(BLANKS, '');
  const [whole = '', ...fractions] = bare.split(mark);
  const [first, ...groups] = whole.split(mark === ',' ? '.' : ',');
  const isGrouped = groups.every((group) => group.length === 3);
  return isNumber(cell) && isGrouped
    ? Number([[first, ...groups].join(''), ...fractions].join('.'))
    : Number.NaN;
}

/** A mark that stands twice divides thousands. */
const isRepeated = (text: string, mark: string) => text.indexOf(mark) !== text.lastIndexOf(mark);
