import { isUtf8 } from 'node:buffer';
import { LONGEST_ROW } from '../importing/index.ts';

/** What lines must be like to be plain. */
export type LineShape = {
  /** The delimiter, an ASCII character. */
  delimiter: string;
  /** Fields of every line. */
  fields: number;
};

/** Lines that any reader of CSV divides alike, and what such a reader must be told. */
export type PlainLines = {
  lines: number;
  /** True where a field stands in quotes. */
  quoted: boolean;
  /** True where blanks stand around a field. */
  padded: boolean;
  lineEnd: '\n' | '\r\n';
};

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const DELETE = 0x7f;

/** What a byte means to the scan; most mean nothing. */
const [NOTHING, DELIMITER, LINE_END, RETURN, QUOTED, LEAD, NEVER] = [0, 1, 2, 3, 4, 5, 6];

/** Delimiters whose bytes mean nothing else. */
export const PLAIN_DELIMITERS: readonly string[] = [',', ';', '\t', '|'];

/**
 * Look whether a piece of text holds nothing but plain lines: each with the wanted number of fields, quotes around whole fields of one
 * line alone, no control characters, no blank of another script, no U+FFFD, no blank line, valid UTF-8. One pass over its bytes.
 *
 * @param bytes - whole lines in UTF-8, each with its end
 * @returns what they are like; `undefined` when one line is anything else: the careful reader has the word then
 */
export function readPlainLines(bytes: Buffer, { delimiter, fields }: LineShape): PlainLines | undefined {
  if (bytes.length === 0 || !PLAIN_DELIMITERS.includes(delimiter) || !isUtf8(bytes)) return undefined;
  const meanings = meaningsOf(delimiter.charCodeAt(0));
  let [lines, returns, delimiters, lineStart] = [0, 0, 0, 0];
  let [quoted, padded, isOddLine] = [false, false, false];
  for (let at = 0; at < bytes.length; at++) {
    const meaning = meanings[bytes[at] ?? 0];
    if (meaning === NOTHING) continue;
    if (meaning === DELIMITER) {
      delimiters += 1;
      if (bytes[at + 1] === SPACE || bytes[at - 1] === SPACE) isOddLine = padded = true;
    } else if (meaning === LINE_END) {
      const isReturned = bytes[at - 1] === CR;
      const end = isReturned ? at - 1 : at;
      if (bytes[lineStart] === SPACE || bytes[end - 1] === SPACE) isOddLine = padded = true;
      const length = end - lineStart;
      if (delimiters !== fields - 1 || length === delimiters || length > LONGEST_ROW) return undefined;
      if (isOddLine && isBlank(bytes, lineStart, end, meanings)) return undefined;
      lines += 1;
      if (isReturned) returns += 1;
      delimiters = 0;
      isOddLine = false;
      lineStart = at + 1;
    } else if (meaning === QUOTED) {
      const end = endOfQuoted(bytes, at, lineStart, meanings);
      if (end === undefined) return undefined;
      if (bytes[at + 1] === SPACE || bytes[end - 1] === SPACE) padded = true;
      isOddLine = quoted = true;
      at = end;
    } else if (meaning === RETURN) {
      if (bytes[at + 1] !== LF) return undefined;
    } else if (meaning === NEVER || isForeign(bytes, at)) return undefined;
  }
  if (lineStart !== bytes.length || (returns !== 0 && returns !== lines)) return undefined;
  return { lines, quoted, padded, lineEnd: returns > 0 ? '\r\n' : '\n' };
}

const known = new Map<number, Uint8Array>();

function meaningsOf(delimiter: number): Uint8Array {
  const made = known.get(delimiter);
  if (made !== undefined) return made;
  const meanings = new Uint8Array(256);
  meanings.fill(NEVER, 0, SPACE);
  meanings[DELETE] = NEVER;
  // the letters that other scripts' blanks and controls begin with: Â, and what lies before U+2000, U+3000, U+FEFF, U+FFFD
  for (const lead of [0xc2, 0xe1, 0xe2, 0xe3, 0xef]) meanings[lead] = LEAD;
  meanings[LF] = LINE_END;
  meanings[CR] = RETURN;
  meanings[QUOTE] = QUOTED;
  meanings[delimiter] = DELIMITER;
  known.set(delimiter, meanings);
  return meanings;
}

/** A line of blanks, delimiters and quotes alone may be none. */
function isBlank(bytes: Buffer, start: number, end: number, meanings: Uint8Array): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const meaning = meanings[byte];
    if (byte !== SPACE && meaning !== DELIMITER && meaning !== QUOTED) return false;
  }
  return true;
}

/** Find the closing quote of a field that begins at `at`; `undefined` where it is none that every reader takes alike. */
function endOfQuoted(bytes: Buffer, at: number, lineStart: number, meanings: Uint8Array): number | undefined {
  if (at !== lineStart && meanings[bytes[at - 1] ?? 0] !== DELIMITER) return undefined;
  let close = at + 1;
  for (;;) {
    const byte = bytes[close];
    if (byte === undefined) return undefined;
    const meaning = meanings[byte];
    if (meaning === QUOTED) {
      if (bytes[close + 1] !== QUOTE) break;
      close += 1;
    } else if (meaning === LINE_END || meaning === RETURN || meaning === NEVER || byte === TAB)
      return undefined;
    else if (meaning === LEAD && isForeign(bytes, close)) return undefined;
    close += 1;
  }
  const behind = meanings[bytes[close + 1] ?? 0];
  return behind === DELIMITER || behind === LINE_END || behind === RETURN ? close : undefined;
}

/**
 * U+0085, U+00A0, U+1680, U+2000 to U+2029, U+202F, U+205F, U+3000, U+FEFF and some neighbours: what is trimmed, or no letter;
 * and U+FFFD, which stands for bytes that were none.
 */
function isForeign(bytes: Buffer, at: number): boolean {
  const [lead, second = 0, third = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (lead === 0xc2) return second === 0x85 || second === 0xa0;
  if (lead === 0xe1) return second === 0x9a && third === 0x80;
  if (lead === 0xe2) return second === 0x80 ? third <= 0xaf : second === 0x81 && third === 0x9f;
  if (lead === 0xe3) return second === 0x80 && third === 0x80;
  return (second === 0xbb && third === 0xbf) || (second === 0xbf && third === 0xbd);
}
