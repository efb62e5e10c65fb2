import { type DemoFile, demoFile } from './demo-file.ts';
import { ORDER_HEADER, orderRow } from './history-files.ts';
import { DAYS } from './markets.ts';
import type { OrderLine } from './simulate.ts';
import type { MarketWorld } from './world.ts';

/** The market whose orders are corrected by a later file. */
export const CORRECTED_MARKET = 'de';

/** The corrections send the last two weeks again. */
const RESENT_DAYS = 14;
const WRONG_LINES = 5;

/** Bad rows of the corrections file, as edits of good ones; their order numbers are their own, so nothing good is replaced. */
const badRows: readonly { readonly why: string; readonly edit: Readonly<Record<string, string>> }[] = [
  { why: 'a day that does not exist', edit: { ordered_at: '2026-06-31T10:15:00' } },
  { why: 'no date at all', edit: { ordered_at: 'unknown' } },
  { why: 'a negative price', edit: { unit_price: '-4.90' } },
  { why: 'no SKU', edit: { sku: '' } },
];

/** How many rows of the corrections file are bad, and how many good ones change a quantity. */
export const correctionCounts = { bad: badRows.length, changed: WRONG_LINES } as const;

/** A market's orders with mistakes in the first export, and the later file that puts them right. */
export type Corrections = {
  /** What the first export says of a line: twice the units for a handful of them. */
  readonly asFirstWritten: (line: OrderLine) => OrderLine;
  readonly files: readonly DemoFile[];
};

/**
 * Make the corrections of a market: the last two weeks' lines again, a handful of them with another quantity than the
 * first export had, and a few rows that no reader should accept.
 *
 * @param lines - what happened, oldest first
 */
export function corrections({ market }: MarketWorld, lines: readonly OrderLine[]): Corrections {
  if (market.market !== CORRECTED_MARKET) return { asFirstWritten: (line) => line, files: [] };
  const resent = lines.filter((line) => line.day >= DAYS - RESENT_DAYS);
  const shipped = resent.filter((line) => line.status === 'shipped');
  const spacing = Math.max(1, Math.floor(shipped.length / WRONG_LINES));
  const wrong = new Set(shipped.filter((_, index) => index % spacing === 0).slice(0, WRONG_LINES));
  const good = resent.map((line) => orderRow(line, market.currency));
  const file = demoFile(
    { market: market.market, kind: 'orders', fileName: 'orders-corrections-2026-06.csv' },
    ORDER_HEADER,
    withBadRows(good),
  );
  return {
    asFirstWritten: (line) => (wrong.has(line) ? { ...line, units: line.units * 2 } : line),
    files: [file],
  };
}

/** Spread the bad rows evenly among the good ones. */
function withBadRows(good: readonly (string | number)[][]): (string | number)[][] {
  const spacing = Math.floor(good.length / badRows.length);
  return good.flatMap((row, index) => {
    const bad = index % spacing === 0 ? badRows[index / spacing] : undefined;
    return bad ? [badRow(row, bad.edit, index), row] : [row];
  });
}

function badRow(
  row: readonly (string | number)[],
  edit: Readonly<Record<string, string>>,
  index: number,
): (string | number)[] {
  const edits: Readonly<Record<string, string>> = { order_id: `DE-X${index}`, ...edit };
  return row.map((cell, column) => edits[ORDER_HEADER[column] ?? ''] ?? cell);
}
