import { createCsvReader, detectDelimiter, type TextRecord } from '../importing/index.ts';

/** How a delimited text is divided, once its first piece has been read. */
export type Division = { delimiter: string; evidence: string };

/**
 * Read a delimited text's records, a batch for each piece of it.
 *
 * @param tell - is told how the text is divided
 */
export async function* delimitedBatches(
  text: AsyncGenerator<string>,
  tell: (division: Division) => void,
): AsyncGenerator<TextRecord[]> {
  let reader: ReturnType<typeof createCsvReader> | undefined;
  let declared = false;
  for await (const piece of text) {
    if (reader === undefined) {
      const division = detectDelimiter(piece);
      tell(division);
      declared = piece.startsWith('sep=');
      reader = createCsvReader(division);
    }
    const batch: TextRecord[] = [];
    reader.push(piece, (record) => batch.push(record));
    if (declared && batch.length > 0) {
      batch.shift();
      declared = false;
    }
    yield batch;
  }
  const last: TextRecord[] = [];
  reader?.end((record) => last.push(record));
  if (declared) last.shift();
  yield last;
}
