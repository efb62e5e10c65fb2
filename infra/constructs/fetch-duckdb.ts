import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parseAs } from '../../lib/domain/index.ts';

const manifest = new URL('../../package.json', import.meta.url);
const manifestSchema = z.object({ dependencies: z.object({ '@duckdb/node-api': z.string() }) });

/**
 * Lay DuckDB for Lambda's platform (Linux, arm64, glibc) beside each bundle, whatever machine this is: 68 MiB, fetched
 * once in the version of `package.json`, and only for a deployment.
 *
 * @param folders - bundles; each gets a `node_modules`
 */
export function fetchDuckdb(folders: readonly string[]): void {
  const { dependencies } = parseAs(
    manifestSchema,
    JSON.parse(readFileSync(manifest, 'utf8')),
    'package.json',
  );
  const workshop = mkdtempSync(join(tmpdir(), 'tradewind-duckdb-'));
  const platform = ['--os=linux', '--cpu=arm64', '--libc=glibc'];
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock'];
  try {
    writeFileSync(join(workshop, 'package.json'), '{ "private": true }');
    execFileSync(
      'npm',
      ['install', ...quiet, ...platform, `@duckdb/node-api@${dependencies['@duckdb/node-api']}`],
      {
        cwd: workshop,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    for (const folder of folders)
      cpSync(join(workshop, 'node_modules'), join(folder, 'node_modules'), { recursive: true });
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
