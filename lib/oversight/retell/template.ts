/**
 * The sentences of nights as templates. `{name}` stands for words, which a language may have its own for; `{@name}` for a single one; `{#name}`
 * for a number; `{~name}` for sentences of their own.
 */
export type Pattern = {
  pattern: RegExp;
  places: { name: string; nested: boolean }[];
  /** Characters that are not places. */
  said: number;
};

const PLACE = /\{([#~@]?)(\w+)\}/g;
/** Where several follow each other, words of any kind would be tried in every way: a name that a merchant made up must not cost seconds. */
const WORD = '\\w+';
const NUMBER = '[−+-]?\\d[\\d,.]*(?:e[+-]?\\d+)?';

/** Make the pattern that recognises a template's sentences, whole. */
export function patternOf(template: string): Pattern {
  const places: Pattern['places'] = [];
  let text = '';
  let said = 0;
  let end = 0;
  for (const { 0: place, 1: kind, 2: name = '', index } of template.matchAll(PLACE)) {
    const literal = template.slice(end, index);
    text += `${literalOf(literal)}(${kind === '#' ? NUMBER : kind === '@' ? WORD : '.+?'})`;
    places.push({ name, nested: kind === '~' });
    said += literal.length;
    end = index + place.length;
  }
  const last = template.slice(end);
  return { pattern: new RegExp(`^${text}${literalOf(last)}$`, 'su'), places, said: said + last.length };
}

const literalOf = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Put values into the places of a template. */
export const placed = (template: string, values: ReadonlyMap<string, string>): string =>
  template.replaceAll(/\{(\w+)\}/g, (place, name: string) => values.get(name) ?? place);

/** Name the places of a template, whatever their kind. */
export const placesIn = (template: string): string[] =>
  [...template.matchAll(PLACE)].map(([, , name = '']) => name);
