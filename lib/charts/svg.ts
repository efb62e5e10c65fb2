/** Attributes of an element; `undefined` ones are left out. */
export type Attributes = Record<string, string | number | undefined>;

/**
 * Write an SVG element as text, its attributes escaped.
 *
 * @param children - markup already written; plain words go through `escapeText`
 */
export function element(tag: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => ` ${name}="${escapeText(typeof value === 'number' ? short(value) : String(value))}"`,
    )
    .join('');
  return children.length === 0 ? `<${tag}${written}/>` : `<${tag}${written}>${children.join('')}</${tag}>`;
}

/** Escape words for XML text and attributes; control characters that XML forbids become a replacement mark. */
export function escapeText(words: string): string {
  return [...words]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const isForbidden =
        (code < 0x20 && code !== 9 && code !== 10 && code !== 13) ||
        (code >= 0xd800 && code <= 0xdfff) ||
        code === 0xfffe ||
        code === 0xffff;
      return isForbidden ? '\ufffd' : (ESCAPES[character] ?? character);
    })
    .join('');
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Write words at a place. */
export const text = (words: string, attributes: Attributes) => element('text', attributes, escapeText(words));

/** A path through points, broken where a point is missing; a point between two gaps becomes a dot by its round cap. */
export function linePath(points: readonly (readonly [number, number] | undefined)[]): string {
  let isOpen = false;
  let path = '';
  for (const point of points) {
    if (point === undefined) {
      isOpen = false;
      continue;
    }
    path += `${isOpen ? 'L' : 'M'}${short(point[0])} ${short(point[1])}`;
    if (!isOpen) path += 'h0';
    isOpen = true;
  }
  return path;
}

/** A closed path around the area between two lines over the same x. */
export function bandPath(xs: readonly number[], upper: readonly number[], lower: readonly number[]): string {
  const forth = xs.map((x, i) => `${short(x)} ${short(upper[i] ?? 0)}`);
  const back = xs.map((x, i) => `${short(x)} ${short(lower[i] ?? 0)}`).reverse();
  return xs.length === 0 ? '' : `M${[...forth, ...back].join('L')}Z`;
}

/** Hundredths of a pixel are enough, and keep files small. */
const short = (value: number) => String(Math.round(value * 100) / 100);
