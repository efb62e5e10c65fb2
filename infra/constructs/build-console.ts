import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../lib/domain/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is served where the page itself was not built. */
const PLACEHOLDER =
  '<!doctype html><html lang="en"><title>Tradewind</title><p>The console is not built.</p></html>\n';

/**
 * Build the console's page into a folder, once for all stacks.
 *
 * @returns the folder
 * @throws InputError when the page doesn't build
 */
export async function buildConsole(folder: string): Promise<string> {
  if (!existsSync(join(root, 'functions/console/index.html'))) return buildNoConsole(folder);
  const options = ['--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  const vite = spawn(join(root, 'node_modules/.bin/vite'), ['build', 'functions/console', ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(vite, 'close');
  if (code !== 0) throw new InputError('the console does not build; what vite says stands above');
  return folder;
}

/** Stand in for the page where only templates are wanted. */
export function buildNoConsole(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), PLACEHOLDER);
  return folder;
}
