import type { UploadKind } from '../../../lib/domain/index.ts';

/** One file as it is dropped into the uploads bucket, under `{market}/{kind}/{fileName}`. */
export type DemoFile = {
  readonly market: string;
  readonly kind: UploadKind;
  readonly fileName: string;
  /** UTF-8 CSV with a header line, `\n` at each line's end. */
  readonly body: Uint8Array;
};

type Cell = string | number;

/** Write rows as a CSV file (RFC 4180 quoting); numbers are whole, decimals come as text so that bytes never vary. */
export function demoFile(
  place: { market: string; kind: UploadKind; fileName: string },
  header: readonly string[],
  rows: Iterable<readonly Cell[]>,
): DemoFile {
  const lines = [header.join(',')];
  for (const row of rows) lines.push(row.map(csvCell).join(','));
  lines.push('');
  return { ...place, body: new TextEncoder().encode(lines.join('\n')) };
}

/** Write millionths as a decimal number with at least `digits` decimals: 38 500 → `0.0385`. */
export function decimalText(micros: number, digits = 0): string {
  const sign = micros < 0 ? '-' : '';
  const absolute = Math.abs(micros);
  const decimals = `${absolute % 1e6}`.padStart(6, '0');
  const whole = (absolute - (absolute % 1e6)) / 1e6;
  const kept = Math.max(digits, decimals.replace(/0+$/, '').length);
  return kept === 0 ? `${sign}${whole}` : `${sign}${whole}.${decimals.slice(0, kept)}`;
}

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return `${cell}`;
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
