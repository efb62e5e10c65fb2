import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../lib/domain/index.ts';
import { fetchDuckdb } from './fetch-duckdb.ts';
import { type FunctionName, functionNames, sizeOf } from './function-catalog.ts';

/** The folder of each function's bundle: `index.mjs`, `worker.mjs` where it has threads, and what it may not hold inside. */
export type Bundles = (name: FunctionName) => string;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundled CommonJS packages call `require`, which an ES module lacks. */
const REQUIRE = "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);";

/**
 * Bundle every function in one pass of esbuild, once for all stacks: what functions share is read and parsed once.
 *
 * @param folder - where the bundles are written: one folder a function
 * @param target - `deploy` adds DuckDB for Lambda's platform; `local` runs the host's own from `node_modules`
 * @throws InputError when a function has no `main.ts`, or doesn't bundle
 */
export function bundleFunctions(folder: string, target: 'deploy' | 'local'): Bundles {
  const missing = functionNames.filter((name) => !existsSync(join(root, entryOf(name))));
  if (missing.length > 0) throw new InputError(`there is no ${missing.map(entryOf).join(', ')} to bundle`);
  rmSync(folder, { recursive: true, force: true });
  runEsbuild(folder);
  if (target === 'deploy')
    fetchDuckdb(functionNames.filter((name) => sizeOf(name).duckdb).map((name) => join(folder, name)));
  return (name) => join(folder, name);
}

/**
 * Stand in for the bundles where only templates are wanted (tests, `aws:cdk:bundling-stacks` empty): the same
 * resources, no code.
 */
export function bundleNothing(folder: string): Bundles {
  for (const name of functionNames) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(
      join(folder, name, 'index.mjs'),
      `export const handler = () => { throw new Error('${name} was synthesised without its code'); };\n`,
    );
  }
  return (name) => join(folder, name);
}

const entryOf = (name: FunctionName): string => `functions/${name}/main.ts`;

/** Every program of a function with the name of its bundle, as esbuild takes them: the handler, and that of its threads. */
function programsOf(name: FunctionName): string[] {
  const worker = `functions/${name}/worker.ts`;
  const threads = existsSync(join(root, worker)) ? [`${name}/worker=${worker}`] : [];
  return [`${name}/index=${entryOf(name)}`, ...threads];
}

function runEsbuild(folder: string): void {
  const options = [
    '--bundle',
    '--minify',
    '--platform=node',
    '--target=node24',
    '--format=esm',
    '--main-fields=module,main',
    '--external:@duckdb/node-api',
    `--banner:js=${REQUIRE}`,
    `--outdir=${folder}`,
    '--out-extension:.js=.mjs',
    '--log-level=error',
  ];
  try {
    execFileSync(
      join(root, 'node_modules/.bin/esbuild'),
      [...functionNames.flatMap(programsOf), ...options],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
  } catch (cause) {
    throw new InputError(`the functions don't bundle:\n${messageOf(cause)}`, { cause });
  }
}

function messageOf(cause: unknown): string {
  if (cause instanceof Error && 'stderr' in cause && cause.stderr) return String(cause.stderr);
  return String(cause);
}
