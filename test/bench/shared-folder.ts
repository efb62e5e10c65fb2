import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Find the folder of outside data that benches read; where it lacks what is needed, say so on the console.
 *
 * @param needed - a file or folder below it
 */
export function sharedFolder(needed: string): string | null {
  const { TRADEWIND_SHARED } = process.env;
  const folder = resolve(TRADEWIND_SHARED ?? '../shared');
  if (existsSync(`${folder}/${needed}`)) return folder;
  console.log(`${folder}/${needed} is not there: set TRADEWIND_SHARED`);
  return null;
}
