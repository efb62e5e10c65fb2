import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const FOLDER = 'functions/console/src/language/languages';
const read = (file: string): unknown => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));

/** Every sentence by its path, with the places that it fills in. */
function placesOf(words: unknown, path = ''): Map<string, string> {
  if (typeof words === 'string')
    return new Map([[path, [...new Set(words.match(/\{\w+\}/g) ?? [])].sort().join()]]);
  return new Map(
    Object.entries(Object(words)).flatMap(([name, one]) => [...placesOf(one, `${path}/${name}`)]),
  );
}

/** What one of something is called need not say that it is one. */
const countless = (places: Map<string, string>) =>
  new Map([...places].map(([path, filled]) => [path, path.endsWith('/one') ? '' : filled]));

describe.each(readdirSync(FOLDER))('the language of %s', (file) => {
  test('has every sentence of the console, with the same places to fill in', () => {
    expect(countless(placesOf(read(file)))).toEqual(countless(placesOf(read('en.json'))));
  });

  test('leaves nothing unsaid', () => {
    for (const [path, sentence] of Object.entries(flat(read(file))))
      expect([path, sentence.trim()]).not.toEqual([path, '']);
  });
});

function flat(words: unknown, path = ''): Record<string, string> {
  if (typeof words === 'string') return { [path]: words };
  return Object.assign(
    {},
    ...Object.entries(Object(words)).map(([name, one]) => flat(one, `${path}/${name}`)),
  );
}
