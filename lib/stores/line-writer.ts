import { open } from 'node:fs/promises';

const FLUSH_CHARACTERS = 1_048_576;

/** Open a file for lines of text that are written in large pieces. */
export async function createLineWriter(file: string) {
  const handle = await open(file, 'w');
  let buffer = '';
  const flush = async () => {
    if (buffer === '') return;
    const text = buffer;
    buffer = '';
    await handle.writeFile(text);
  };
  return {
    add: (text: string) => {
      buffer += text;
    },
    flushWhenLarge: async () => {
      if (buffer.length >= FLUSH_CHARACTERS) await flush();
    },
    close: async () => {
      await flush();
      await handle.close();
    },
  };
}
