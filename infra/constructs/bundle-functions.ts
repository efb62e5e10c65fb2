import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
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
export async function bundleFunctions(folder: string, target: 'deploy' | 'local'): Promise<Bundles> {
  const missing = functionNames.filter((name) => !existsSync(join(root, entryOf(name))));
  if (missing.length > 0) throw new InputError(`there is no ${missing.map(entryOf).join(', ')} to bundle`);
  rmSync(folder, { recursive: true, force: true });
  await runEsbuild(folder);
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

/**
 * How every function is bundled. Packages' ES modules go before their CommonJS, which cannot be shaken: a third of what the
 * SDK takes. The SDK's chain of credential providers stays out: Lambda has but one.
 */
export const BUNDLING: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  alias: { '@aws-sdk/credential-provider-node': join(root, 'lib/runtime/environment-credentials.ts') },
  external: ['@duckdb/node-api'],
  banner: { js: REQUIRE },
  logLevel: 'silent',
};

/** Every program of a function by the name of its bundle, as esbuild takes them: the handler, and that of its threads. */
function programsOf(name: FunctionName): { in: string; out: string }[] {
  const worker = `functions/${name}/worker.ts`;
  const threads = existsSync(join(root, worker)) ? [{ in: worker, out: `${name}/worker` }] : [];
  return [{ in: entryOf(name), out: `${name}/index` }, ...threads];
}

async function runEsbuild(folder: string): Promise<void> {
  try {
    await build({
      ...BUNDLING,
      entryPoints: functionNames.flatMap(programsOf),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`the functions don't bundle:\n${message}`, { cause });
  }
}
