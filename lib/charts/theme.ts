import { type Attributes, element, escapeText } from './svg.ts';

/**
 * Colours on white as attributes, so that every renderer shows them; a style sheet changes them where the reader prefers
 * dark. Blue and orange are told apart by readers with any colour vision.
 */
export const ink = {
  paper: { class: 'paper', fill: '#ffffff' },
  words: { class: 'words', fill: '#1f2937' },
  quietWords: { class: 'quiet', fill: '#5b6472' },
  grid: { class: 'grid', stroke: '#e2e5ea', 'stroke-width': 1 },
  axis: { class: 'axis', stroke: '#6b7280', 'stroke-width': 1 },
  observed: { class: 'observed', stroke: '#374151', 'stroke-width': 1.5, fill: 'none' },
  forecast: { class: 'forecast', stroke: '#1d4ed8', 'stroke-width': 2, fill: 'none' },
  fan: { class: 'fan', fill: '#1d4ed8', 'fill-opacity': 0.18 },
  mean: { class: 'mean', stroke: '#b45309', 'stroke-width': 1.5, 'stroke-dasharray': '5 3', fill: 'none' },
  soldOut: { class: 'sold-out', fill: '#d97706', 'fill-opacity': 0.25 },
  above: { class: 'above', fill: '#1d4ed8', 'fill-opacity': 0.85 },
  neutral: { class: 'neutral', fill: '#6b7280', 'fill-opacity': 0.85 },
  heat: { class: 'heat', fill: '#1d4ed8' },
  below: { class: 'below', fill: '#b45309', 'fill-opacity': 0.85 },
} satisfies Record<string, Attributes>;

const DARK = `
.paper { fill: #1c2027 } .words { fill: #f3f4f6 } .quiet { fill: #b6bec9 }
.grid { stroke: #333a45 } .axis { stroke: #9ca3af } .observed { stroke: #d1d5db }
.forecast { stroke: #7aa7ff } .fan, .above, .heat { fill: #7aa7ff } .neutral { fill: #9ca3af } .mean { stroke: #fbbf24 } .sold-out, .below { fill: #fbbf24 }
`;
const WHERE_DARK_IS_LIKED = element('style', {}, `@media (prefers-color-scheme: dark) {${DARK}}`);

/** Keep a picture light or dark, whatever its reader's system prefers. */
export const inTheme = (svg: string, theme: 'light' | 'dark'): string =>
  svg.replace(WHERE_DARK_IS_LIKED, theme === 'dark' ? element('style', {}, DARK) : '');

/** What names a picture for those who don't see it. */
export type Caption = { id: string; title: string; description: string };

/** Wrap marks as a whole SVG document with its caption, colours and paper. */
export function picture(
  width: number,
  height: number,
  { id, title, description }: Caption,
  marks: readonly string[],
): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-description`,
    'font-family': 'system-ui, Helvetica, Arial, sans-serif',
    'font-size': 12,
  };
  return `${element(
    'svg',
    attributes,
    element('title', { id: `${id}-title` }, escapeText(title)),
    element('desc', { id: `${id}-description` }, escapeText(description)),
    WHERE_DARK_IS_LIKED,
    element('rect', { width, height, ...ink.paper }),
    ...marks,
  )}\n`;
}
