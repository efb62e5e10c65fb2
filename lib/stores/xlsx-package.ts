import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type Entry, openPromise } from 'yauzl';
import { InputError } from '../domain/index.ts';

/** The parts of an Office file: a ZIP archive of XML documents (ECMA-376 part 2). */
export type XlsxPackage = {
  has(part: string): boolean;
  /** Open a part, streaming; it ends with an error when it holds more bytes than the archive declares. */
  read(part: string): Promise<Readable>;
  close(): void;
};

/** More parts than any export has: each costs memory before a byte is unpacked. */
const MOST_PARTS = 10_000;
const OLE_MARK = 'd0cf11e0';

/**
 * Open an Excel workbook's archive. Nothing is unpacked before its size is known: all parts together may unpack to
 * `mostBytes`, and yauzl stops a part that holds more than the archive says.
 *
 * @throws InputError when it is no readable workbook: broken, locked by a password, in Excel's old form, or a bomb
 */
export async function openXlsxPackage(file: string, mostBytes: number): Promise<XlsxPackage> {
  await refuseOldForm(file);
  const archive = await openPromise(file, { autoClose: false, lazyEntries: true }).catch(broken);
  const parts = new Map<string, Entry>();
  let bytes = 0;
  try {
    for await (const entry of archive.eachEntry()) {
      bytes += entry.uncompressedSize;
      if (bytes > mostBytes)
        throw new InputError(`the workbook unpacks to more than ${mostBytes} bytes: split it, or export CSV`);
      if (parts.size >= MOST_PARTS) throw new InputError(`the workbook has more than ${MOST_PARTS} parts`);
      parts.set(entry.fileName, entry);
    }
  } catch (error) {
    archive.close();
    if (error instanceof InputError) throw error;
    broken(error);
  }
  return {
    has: (part) => parts.has(part),
    read: async (part) => {
      const entry = parts.get(part);
      if (entry === undefined) throw new InputError(`the workbook lacks its part ${part}`);
      return archive.openReadStreamPromise(entry).catch(broken);
    },
    close: () => archive.close(),
  };
}

/** A workbook with a password, and one of Excel 97 to 2003, begin with the mark of an OLE file. */
async function refuseOldForm(file: string): Promise<void> {
  const handle = await open(file);
  const head = Buffer.alloc(4);
  await handle.read(head, 0, 4, 0);
  await handle.close();
  if (head.toString('hex') === OLE_MARK)
    throw new InputError(
      'the workbook is locked by a password or in the form of Excel 97–2003: save it as .xlsx without a password',
    );
}

function broken(error: unknown): never {
  throw new InputError('the file is not a readable Excel workbook', { cause: error });
}
