import { isAscii } from 'node:buffer';
import { EncodingError, endOfText, readBytes, readText } from './lake-text.ts';

/** A piece of a text. */
export type TextPiece = {
  /** The piece as text. Whoever asks asks of every piece that is not plain, in order: a letter may begin in one and end in the next. */
  text(): string;
  /** Whole lines of it in UTF-8, where it ends with a line. */
  lines: Buffer | null;
};

export type TextPiecesRequest = {
  mostBytes: number;
  /** Letters that are not in the encoding become U+FFFD; otherwise they end the reading. */
  lenient: boolean;
  /** Bytes of a piece, about. */
  pieceBytes: number;
};

const LF = 0x0a;
/** The first piece is short: its lines are read carefully, to find the header among them. */
const HEAD_BYTES = 65_536;

/**
 * Read a file's text in pieces that end with a line where they can. Memory is bounded by a piece and the longest line.
 *
 * @throws InputError when the file is broken or larger than `mostBytes`, EncodingError when it is not in `encoding`
 */
export async function* readTextPieces(
  file: string,
  encoding: string,
  request: TextPiecesRequest,
): AsyncGenerator<TextPiece> {
  if (encoding === 'utf-8' && !request.lenient) {
    yield* utf8Pieces(file, request);
    return;
  }
  // where a line ends is seen once it is text: in UTF-16 the byte of a line end stands within letters too
  let rest = '';
  let wanted = Math.min(HEAD_BYTES, request.pieceBytes);
  for await (const text of readText(file, encoding, request)) {
    rest += text;
    if (rest.length < wanted) continue;
    const end = rest.lastIndexOf('\n') + 1;
    yield textPiece(end === 0 ? rest : rest.slice(0, end));
    rest = end === 0 ? '' : rest.slice(end);
    wanted = request.pieceBytes;
  }
  if (rest !== '') yield textPiece(rest);
}

const textPiece = (text: string): TextPiece => ({
  text: () => text,
  lines: text.endsWith('\n') ? Buffer.from(text) : null,
});

/** UTF-8 stays bytes: only pieces that are not plain are decoded. */
async function* utf8Pieces(
  file: string,
  { mostBytes, pieceBytes }: TextPiecesRequest,
): AsyncGenerator<TextPiece> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isProven = false;
  const decode = (bytes: Buffer): string => {
    try {
      return decoder.decode(bytes, { stream: true });
    } catch (error) {
      throw new EncodingError('utf-8', error);
    }
  };
  const pieceOf = (bytes: Buffer): TextPiece => {
    isProven ||= !isAscii(bytes);
    return { text: () => decode(bytes), lines: bytes.at(-1) === LF ? bytes : null };
  };
  let rest: Buffer = Buffer.alloc(0);
  let wanted = Math.min(HEAD_BYTES, pieceBytes);
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  for await (const bytes of readBytes(file, mostBytes)) {
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (rest.length + waitingBytes < wanted) continue;
    rest = Buffer.concat([rest, ...waiting]);
    [waiting, waitingBytes] = [[], 0];
    while (rest.length >= wanted) {
      const end = endOfLines(rest, wanted);
      yield pieceOf(rest.subarray(0, end));
      rest = rest.subarray(end);
      wanted = pieceBytes;
    }
  }
  rest = Buffer.concat([rest, ...waiting]);
  if (rest.length > 0) yield pieceOf(rest);
  const last = endOfText(() => decoder.decode(), { encoding: 'utf-8', isProven });
  if (last !== '') yield { text: () => last, lines: null };
}

/** Where the last line ends within so many bytes, else the first one behind them; all bytes where there is none. */
function endOfLines(bytes: Buffer, wanted: number): number {
  const within = bytes.lastIndexOf(LF, wanted - 1) + 1;
  if (within > 0) return within;
  const behind = bytes.indexOf(LF, wanted) + 1;
  return behind > 0 ? behind : bytes.length;
}
