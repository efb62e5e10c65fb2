/** Mean width of a letter as a share of the type's size, on the generous side: SVG cannot measure text. */
const LETTER = 0.55;
const CAPITAL = 0.68;
/** Signs that are as wide as they are high: Chinese, Japanese, Korean, pictures. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60\p{Extended_Pictographic}]/u;
const NARROW = /[\p{Mark}\p{Format}]/u;

/** Estimate how wide words are in a type of `size` pixels. */
export function textWidth(words: string, size = 12): number {
  let letters = 0;
  for (const sign of words) letters += widthOf(sign);
  return letters * size;
}

function widthOf(sign: string): number {
  if (WIDE.test(sign)) return 1;
  if (NARROW.test(sign)) return 0;
  return /\p{Uppercase}/u.test(sign) ? CAPITAL : LETTER;
}

/** Shorten words that are wider than `width` pixels, an ellipsis at their end; no sign that a reader sees is cut apart. */
export function fitWords(words: string, width: number, size = 12): string {
  if (textWidth(words, size) <= width) return words;
  let kept = '';
  for (const sign of signsOf(words)) {
    if (textWidth(`${kept}${sign}…`, size) > width) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * Break words into lines of at most `width` pixels, at spaces where there are any; what needs more than `most` lines ends
 * with an ellipsis.
 */
export function wrapWords(words: string, width: number, size = 12, most = 3): string[] {
  const lines = [''];
  for (const word of words.split(/\s+/).flatMap((one) => breakWord(one, width, size))) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), fitWords(lines.slice(most - 1).join(' '), width, size)];
}

/** A word too wide for a line in pieces that fit. */
function breakWord(word: string, width: number, size: number): string[] {
  if (textWidth(word, size) <= width) return [word];
  const pieces = [''];
  for (const sign of signsOf(word)) {
    const piece = pieces.at(-1) ?? '';
    if (piece === '' || textWidth(piece + sign, size) <= width) pieces[pieces.length - 1] = piece + sign;
    else pieces.push(sign);
  }
  return pieces;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const signsOf = (words: string) => Array.from(graphemes.segment(words), ({ segment }) => segment);
