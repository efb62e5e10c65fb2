import { SaxesParser } from 'saxes';
import { InputError } from '../domain/index.ts';
import type { XlsxPackage } from './xlsx-package.ts';

/** What is done at each piece of a part's markup; names come without their prefix. */
export type MarkupHandlers = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
};

/**
 * Read a part's XML piece by piece; what the handlers gather may be taken after each. No entity but XML's own five is
 * known, so none can grow.
 *
 * @throws InputError when the part is no XML or the archive is broken
 */
export async function* readMarkup(
  parts: XlsxPackage,
  part: string,
  handlers: MarkupHandlers,
): AsyncGenerator<void> {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => handlers.open(withoutPrefix(name), attributes));
  parser.on('closetag', ({ name }) => handlers.close?.(withoutPrefix(name)));
  parser.on('text', (text) => handlers.text?.(text));
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const piece of await parts.read(part)) {
      parser.write(decoder.decode(piece as Buffer, { stream: true }));
      yield;
    }
    parser.write(decoder.decode()).close();
    yield;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`the workbook's part ${part} is damaged`, { cause: error });
  }
}

/** Read a part to its end. */
export async function readWholeMarkup(
  parts: XlsxPackage,
  part: string,
  handlers: MarkupHandlers,
): Promise<void> {
  for await (const _ of readMarkup(parts, part, handlers));
}

const withoutPrefix = (name: string) => name.slice(name.indexOf(':') + 1);
