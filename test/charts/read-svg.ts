/** The parts of a picture that tests look at, read from its text. */
export type ReadSvg = {
  /** Words of `text`, `title` and `desc` elements, unescaped, in order. */
  words: string[];
  /** Attributes of every element of a class, in order. */
  marks(className: string): Record<string, string>[];
  /** `text` elements with their attributes, in order. */
  texts: { words: string; at: Record<string, string> }[];
};

/**
 * Read SVG text as strictly as our tests need: every tag must close, in order.
 *
 * @throws Error when the text is not well formed
 */
export function readSvg(svg: string): ReadSvg {
  const open: string[] = [];
  const elements: Record<string, string>[] = [];
  const words: string[] = [];
  const texts: ReadSvg['texts'] = [];
  let place = 0;
  for (const match of svg.matchAll(/<(\/?)([\w-]+)((?:\s[\w:-]+="[^"<]*")*)(\/?)>/g)) {
    const between = svg.slice(place, match.index);
    if (between.includes('<')) throw new Error(`not well formed near ${between}`);
    if (['text', 'title', 'desc'].includes(open.at(-1) ?? '') && between !== '') words.push(plainOf(between));
    if (open.at(-1) === 'text') texts.push({ words: plainOf(between), at: elements.at(-1) ?? {} });
    place = match.index + match[0].length;
    const [, closes, tag = '', attributes = '', selfCloses] = match;
    if (closes === '/') {
      if (open.pop() !== tag) throw new Error(`${tag} closes what is not open`);
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)];
    elements.push({ tag, ...Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value])) });
    if (selfCloses !== '/') open.push(tag);
  }
  if (open.length > 0) throw new Error(`${open.join()} stays open`);
  return { words, marks: (className) => elements.filter((element) => element.class === className), texts };
}

const plainOf = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
