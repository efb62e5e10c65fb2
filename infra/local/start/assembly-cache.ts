import { createHash, randomUUID } from 'node:crypto';
import { cp, glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';

/** What a synthesis reads: the app, what it bundles, and the packages that both come from. */
const SOURCES = [
  'cdk.json',
  'package-lock.json',
  'tsconfig.json',
  'infra/*.{ts,json}',
  'infra/{stacks,constructs}/**/*',
  'functions/**/*',
  'lib/**/*',
];
const STAMP = 'sources.sha256';

/** What the app leaves behind and nothing reads: the tree for graphs, and bundles that are staged as assets too. */
const LEFT_OUT = new Set(['tree.json', 'bundles', 'page']);

/** Hash all that a synthesis depends on: equal hashes, equal assemblies. A few hundred files, some milliseconds. */
export async function hashOfSources(root: string): Promise<string> {
  const paths: string[] = [];
  for await (const entry of glob(SOURCES, { cwd: root, withFileTypes: true }))
    if (entry.isFile()) paths.push(relative(root, join(entry.parentPath, entry.name)));
  const hash = createHash('sha256').update(process.version);
  for (const path of paths.sort()) hash.update(path).update(await readFile(join(root, path)));
  return hash.digest('hex');
}

/**
 * Bring an assembly of the same sources into the folder, if there is one: in it already, or in the cache.
 *
 * @returns whether the folder now holds it
 */
export async function reuseAssembly(cache: string, folder: string, sources: string): Promise<boolean> {
  if ((await stampOf(folder)) === sources) return true;
  const kept = join(cache, sources);
  if ((await stampOf(kept)) !== sources) return false;
  try {
    await rm(folder, { recursive: true, force: true });
    await copyAssembly(kept, folder);
    return true;
  } catch {
    // another start with other sources cleared the cache meanwhile: synthesise as if there were none
    return false;
  }
}

/** Mark a fresh assembly with its sources and keep a copy of it, in place of those of other sources. */
export async function keepAssembly(cache: string, folder: string, sources: string): Promise<void> {
  await writeFile(join(folder, STAMP), sources);
  await mkdir(cache, { recursive: true });
  for await (const name of glob('*', { cwd: cache }))
    if (name !== sources) await rm(join(cache, name), { recursive: true, force: true });
  const copy = join(cache, `.${randomUUID()}`);
  await copyAssembly(folder, copy);
  // whole or not at all; where a twin was faster, it kept the same
  await rename(copy, join(cache, sources)).catch(() => rm(copy, { recursive: true, force: true }));
}

/** Copy the stamp last: a copy that was cut off has none. */
async function copyAssembly(from: string, to: string): Promise<void> {
  const filter = (path: string) => !LEFT_OUT.has(basename(path)) && basename(path) !== STAMP;
  await cp(from, to, { recursive: true, filter });
  await cp(join(from, STAMP), join(to, STAMP));
}

const stampOf = (folder: string) => readFile(join(folder, STAMP), 'utf8').catch(() => undefined);
