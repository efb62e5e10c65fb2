import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const run = promisify(execFile);

/** Run a tool of the repository; give its output when it fails, nothing when it passes. */
async function complaintsOf(tool: string, ...args: string[]): Promise<string> {
  const environment = { ...process.env, NO_COLOR: '1' };
  return run(`node_modules/.bin/${tool}`, args, { env: environment, maxBuffer: 64 << 20 }).then(
    () => '',
    (error: unknown) =>
      error instanceof Error && 'stdout' in error && 'stderr' in error
        ? `${error.stdout}${error.stderr}`
        : String(error),
  );
}

describe('the source', () => {
  test('has types that check', async () => {
    expect(await complaintsOf('tsc', '--noEmit')).toBe('');
    expect(await complaintsOf('tsc', '-p', 'functions/console')).toBe('');
  }, 300_000);

  test('keeps the rules of the house: format, lint, imports one way, no cycles', async () => {
    expect(await complaintsOf('biome', 'ci', '--colors=off', '.')).toBe('');
  }, 300_000);
});
