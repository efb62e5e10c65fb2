import { joinSentences } from './join-sentences.ts';
import { text } from './svg.ts';
import { wrapWords } from './text-width.ts';
import { ink, picture } from './theme.ts';

/** How to draw any picture. */
export type PictureOptions = {
  /** Pixels; what is beside each other moves below on a narrow one. Default 900. */
  width?: number;
  title?: string;
  /** Prefix of ids, for pages with several pictures. */
  id?: string;
  /** BCP 47, for numbers and the picture's own words: Chinese for `zh…`, English else. Default `en`. */
  locale?: string;
};

/** Left and right of everything, pixels. */
export const MARGIN = 16;
const TITLE_SIZE = 16;
const LINE = 16;
const MOST_LINES = 9;
/** Heavy letters are as much wider. */
const BOLD = 1.2;

/** Write a picture's title and what it says below, wrapped to the width; `bottom` is the baseline of the last line. */
export function drawHead(
  title: string,
  subtitle: string,
  width: number,
): { marks: string[]; bottom: number } {
  const room = width - 2 * MARGIN;
  const titles = wrapWords(title, room, TITLE_SIZE * BOLD, 2);
  const lines = subtitle === '' ? [] : wrapWords(subtitle, room, 12, MOST_LINES);
  const below = 26 + 20 * (titles.length - 1);
  return {
    marks: [
      ...titles.map((line, i) =>
        text(line, { x: MARGIN, y: 26 + 20 * i, 'font-size': TITLE_SIZE, 'font-weight': 600, ...ink.words }),
      ),
      ...lines.map((line, i) => text(line, { x: MARGIN, y: below + 18 + LINE * i, ...ink.quietWords })),
    ],
    bottom: below + (lines.length === 0 ? 0 : 18 + LINE * (lines.length - 1)),
  };
}

/** Draw a picture that says why there is nothing to draw. */
export function pictureOfNothing(
  why: string,
  { id, title, subtitle = '', width }: { id: string; title: string; subtitle?: string; width: number },
): string {
  const head = drawHead(title, subtitle, width);
  const lines = wrapWords(why, width - 4 * MARGIN, 13, MOST_LINES);
  const marks = lines.map((line, i) =>
    text(line, {
      x: width / 2,
      y: head.bottom + 36 + 18 * i,
      'text-anchor': 'middle',
      'font-size': 13,
      ...ink.words,
    }),
  );
  const description = joinSentences([subtitle, why]);
  return picture(width, head.bottom + 52 + 18 * lines.length, { id, title, description }, [
    ...head.marks,
    ...marks,
  ]);
}
