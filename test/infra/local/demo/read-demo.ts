import type { DemoFile } from '../../../../infra/local/demo/index.ts';

/** A row of a demo file by column name. */
export type Row = Readonly<Record<string, string>>;

/** Read the rows of a market's files of one kind, in upload order (RFC 4180 without line ends inside cells). */
export function rowsOf(files: readonly DemoFile[], market: string, kind: DemoFile['kind']): Row[] {
  return files
    .filter((file) => file.market === market && file.kind === kind)
    .flatMap((file) => rowsOfFile(file));
}

export function rowsOfFile(file: DemoFile): Row[] {
  const known = parsed.get(file);
  if (known) return known;
  const [header = '', ...lines] = new TextDecoder().decode(file.body).trimEnd().split('\n');
  const names = header.split(',');
  const rows = lines.map((line) => {
    const cells = cellsOf(line);
    if (cells.length !== names.length) throw new Error(`${file.fileName}: ${line}`);
    const row: Record<string, string> = {};
    for (const [column, name] of names.entries()) row[name] = cells[column] ?? '';
    return row;
  });
  parsed.set(file, rows);
  return rows;
}

/** Parsing is most of the tests' time, and nothing changes the files. */
const parsed = new WeakMap<DemoFile, Row[]>();

/** Read a market's order lines as they are after the corrections: the later file wins, the rows that are bad on purpose left out. */
export function orderRowsOf(files: readonly DemoFile[], market: string): Row[] {
  const lines = new Map<string, Row>();
  for (const row of rowsOf(files, market, 'orders'))
    if (!isBadOnPurpose(row)) lines.set(`${row.order_id}/${row.line_id}`, row);
  return [...lines.values()];
}

export function isBadOnPurpose(row: Row): boolean {
  return row.order_id?.startsWith('DE-X') ?? false;
}

function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
    match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'),
  );
}
