import { execFile } from 'node:child_process';
import { lstat, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { parseAs, UpstreamError } from '../../../lib/domain/index.ts';
import { hashOfSources, keepAssembly, reuseAssembly } from './assembly-cache.ts';

const cdkConfigurationSchema = z.object({
  app: z.string(),
  context: z._default(z.record(z.string(), z.unknown()), {}),
});

/**
 * Synthesise the CDK app into a folder, as `cdk synth` does, without the CLI's own start-up and without the checks of
 * good practice, which `npm run synth` and the tests make: together half of the time. Where no source has changed since
 * the last synthesis, that one is taken.
 *
 * @param root - the project
 * @param outputDirectory - its folder gets a link to the project's packages, since bundled functions find native ones in a
 *   folder above them
 * @param meanwhile - work of this process, done while the app runs in one of its own; not where there is nothing to synthesise
 * @returns whether it was made now
 * @throws UpstreamError with what the app printed when it fails
 */
export async function synthesise(
  root: string,
  outputDirectory: string,
  meanwhile: () => void = () => undefined,
): Promise<boolean> {
  await linkPackages(root, dirname(outputDirectory));
  const cache = join(root, '.tradewind', 'assemblies');
  const sources = await hashOfSources(root);
  if (await reuseAssembly(cache, outputDirectory, sources)) return false;
  await rm(outputDirectory, { recursive: true, force: true });
  await runApp(root, outputDirectory, meanwhile);
  await keepAssembly(cache, outputDirectory, sources);
  return true;
}

/** Make the project's packages found from a folder that may lie outside of it. */
async function linkPackages(root: string, folder: string): Promise<void> {
  const link = join(folder, 'node_modules');
  await mkdir(folder, { recursive: true });
  const there = await lstat(link).catch(() => undefined);
  if (there?.isSymbolicLink() === true) await rm(link);
  else if (there) return;
  await symlink(join(root, 'node_modules'), link, 'junction');
}

async function runApp(root: string, outputDirectory: string, meanwhile: () => void): Promise<void> {
  const text = await readFile(join(root, 'cdk.json'), 'utf8');
  const { app, context } = parseAs(cdkConfigurationSchema, JSON.parse(text), 'cdk.json');
  const [, ...programArguments] = app.split(' ');
  try {
    const ended = promisify(execFile)(process.execPath, programArguments, {
      cwd: root,
      env: {
        ...process.env,
        CDK_OUTDIR: outputDirectory,
        // this machine's processors are the limit, no account's quota
        CDK_CONTEXT_JSON: JSON.stringify({ lambdaQuota: 50, ...context }),
        CDK_VALIDATION: 'false',
      },
      maxBuffer: 64 << 20,
    });
    meanwhile();
    await ended;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new UpstreamError(`the CDK app does not synthesise: ${said}`, { cause: error });
  }
}
