import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Find a program on the path; `undefined` where the machine has none, so that what needs it can be skipped. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
