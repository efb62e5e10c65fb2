/** Let a person keep a text as a file of their own. */
export const saveFile = (name: string, type: string, text: string): void =>
  saveBlob(name, new Blob([text], { type }));

/** Let a person keep bytes as a file of their own. */
export function saveBlob(name: string, bytes: Blob): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Name a file by what it holds, its ending apart: `fileName('de', 'forecast', 'LAMP/2', '2026-06-30')`. */
export const fileName = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined && part !== '')
    // what a file system may not take, or takes for a folder
    .map((part) => part?.replace(/[^\p{Letter}\p{Number}._-]+/gu, '_'))
    .join('-');
