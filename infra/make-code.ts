import { resolve } from 'node:path';
import { buildConsole, buildNoConsole } from './constructs/build-console.ts';
import { type Bundles, bundleFunctions, bundleNothing } from './constructs/bundle-functions.ts';
import { type ContextReader, readSettings } from './stacks/read-settings.ts';

/** What the stacks deploy besides themselves: the functions' bundles and the console's page. */
export type Code = { bundles: Bundles; page: string };

/**
 * Make the code of the functions and the page below the folder of an assembly, side by side; placeholders where the context asks
 * for no code.
 *
 * @throws InputError where either does not build
 */
export async function makeCode(outdir: string, context: ContextReader): Promise<Code> {
  const { target } = readSettings(context);
  const stacksWithCode = context.tryGetContext('aws:cdk:bundling-stacks');
  const withCode = !(Array.isArray(stacksWithCode) && stacksWithCode.length === 0);
  const [bundlesFolder, pageFolder] = [resolve(outdir, 'bundles'), resolve(outdir, 'page')];
  if (!withCode) return { bundles: bundleNothing(bundlesFolder), page: buildNoConsole(pageFolder) };
  const [bundles, page] = await Promise.all([
    bundleFunctions(bundlesFolder, target),
    buildConsole(pageFolder),
  ]);
  return { bundles, page };
}
