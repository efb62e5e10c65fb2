/** A record of a delimited text: its first line and its fields, or what is wrong with it. */
export type TextRecord =
  | { line: number; fields: string[]; problem?: never }
  | { line: number; fields?: never; problem: string };

/** Cuts a text that comes in pieces into records; blank lines are none. */
export type RecordReader = {
  push(text: string, emit: (record: TextRecord) => void): void;
  /** Say that the text has ended. */
  end(emit: (record: TextRecord) => void): void;
  /** The line that comes next, where the text so far ends with a record; `undefined` within one. */
  nextLine(): number | undefined;
  /** Pass over lines that somebody else has read; only between records. */
  skip(lines: number): void;
};

/** Longest row that is read, in characters: what is longer is no row of an export. */
export const LONGEST_ROW = 1_048_576;
/** What is wrong with a longer one. */
export const TOO_LONG = 'the row is longer than 1 MiB';
/** Most lines that one quoted field may span: an open quote must not swallow the file. */
const MOST_LINES = 1000;

/**
 * Read delimited text record by record (RFC 4180, and forgiving: any line end, quotes inside an unquoted field).
 *
 * A quote that is never closed, or text behind a closing quote, spoils the line on which the record begins and nothing
 * else: reading goes on with the next line. Linear in the text, apart from spoilt records, which are read again from
 * their second line.
 */
export function createCsvReader({ delimiter }: { delimiter: string }): RecordReader {
  let rest = '';
  let line = 1;
  let heldReturn = '';
  let skippingLongRow = false;

  const consume = (emit: (record: TextRecord) => void, atEnd: boolean) => {
    let position = 0;
    while (position < rest.length) {
      const lineEnd = rest.indexOf('\n', position);
      if (lineEnd < 0 && !atEnd) break;
      const stop = lineEnd < 0 ? rest.length : lineEnd;
      if (skippingLongRow) {
        skippingLongRow = false;
      } else if (stop - position > LONGEST_ROW) {
        emit({ line, problem: TOO_LONG });
      } else {
        const parsed = parseRecord(rest, position, stop, delimiter, atEnd);
        if (parsed === 'incomplete') break;
        if (parsed.problem !== undefined) emit({ line, problem: parsed.problem });
        else if (!isBlank(parsed.fields)) emit({ line, fields: parsed.fields });
        position = parsed.next;
        line += parsed.lines;
        continue;
      }
      position = stop + 1;
      line += 1;
    }
    rest = rest.slice(position);
    if (rest.length > LONGEST_ROW && !rest.includes('\n')) {
      if (!skippingLongRow) emit({ line, problem: TOO_LONG });
      skippingLongRow = true;
      rest = '';
    }
  };

  return {
    push: (text, emit) => {
      const joined = heldReturn + text;
      heldReturn = joined.endsWith('\r') ? '\r' : '';
      rest += (heldReturn === '' ? joined : joined.slice(0, -1)).replaceAll(/\r\n?/g, '\n');
      consume(emit, false);
    },
    end: (emit) => {
      consume(emit, true);
      rest = '';
    },
    nextLine: () => (rest === '' && heldReturn === '' && !skippingLongRow ? line : undefined),
    skip: (lines) => {
      line += lines;
    },
  };
}

const isBlank = (fields: readonly string[]) => fields.length === 1 && fields[0]?.trim() === '';

type Parsed =
  | { fields: string[]; problem?: never; next: number; lines: number }
  | { fields?: never; problem: string; next: number; lines: number };

/** Parse the record that begins at `start`; `stop` is the end of its first line. */
function parseRecord(
  text: string,
  start: number,
  stop: number,
  delimiter: string,
  atEnd: boolean,
): Parsed | 'incomplete' {
  const firstLine = text.slice(start, stop);
  if (!firstLine.includes('"')) return { fields: firstLine.split(delimiter), next: stop + 1, lines: 1 };
  const spoilt = (problem: string): Parsed => ({ problem, next: stop + 1, lines: 1 });
  const fields: string[] = [];
  let position = start;
  let lines = 1;
  for (;;) {
    if (text[position] !== '"') {
      const end = endOfPlainField(text, position, delimiter);
      fields.push(text.slice(position, end));
      position = end;
    } else {
      const quoted = readQuoted(text, position + 1);
      if (quoted === undefined) {
        const beyond =
          text.length - start > LONGEST_ROW || linesBetween(text, start, text.length) > MOST_LINES;
        return atEnd || beyond ? spoilt('a quote is opened and never closed') : 'incomplete';
      }
      lines += linesBetween(text, position, quoted.end);
      if (quoted.end - start > LONGEST_ROW || lines > MOST_LINES)
        return spoilt('a quote is opened and never closed');
      fields.push(quoted.value);
      position = quoted.end;
    }
    if (position >= text.length) return atEnd ? { fields, next: position, lines } : 'incomplete';
    if (text[position] === '\n') return { fields, next: position + 1, lines };
    if (text[position] !== delimiter) return spoilt('text follows a closing quote');
    position += 1;
  }
}

function endOfPlainField(text: string, start: number, delimiter: string): number {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
  return end;
}

/** Read a quoted field from behind its opening quote; `end` lies behind the closing one. */
function readQuoted(text: string, start: number): { value: string; end: number } | undefined {
  let from = start;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return undefined;
    if (text[quote + 1] !== '"')
      return { value: text.slice(start, quote).replaceAll('""', '"'), end: quote + 1 };
    from = quote + 2;
  }
}

function linesBetween(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
