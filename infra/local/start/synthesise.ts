import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { parseAs, UpstreamError } from '../../../lib/domain/index.ts';

const cdkConfigurationSchema = z.object({
  app: z.string(),
  context: z._default(z.record(z.string(), z.unknown()), {}),
});

/**
 * Synthesise the CDK app into a folder, as `cdk synth` does, without the CLI's own start-up.
 *
 * @param root - the project
 * @param outputDirectory - inside the project, since bundled functions find native packages in a folder above them
 * @throws UpstreamError with what the app printed when it fails
 */
export async function synthesise(root: string, outputDirectory: string): Promise<void> {
  const text = await readFile(join(root, 'cdk.json'), 'utf8');
  const { app, context } = parseAs(cdkConfigurationSchema, JSON.parse(text), 'cdk.json');
  const [, ...programArguments] = app.split(' ');
  try {
    await promisify(execFile)(process.execPath, programArguments, {
      cwd: root,
      env: { ...process.env, CDK_OUTDIR: outputDirectory, CDK_CONTEXT_JSON: JSON.stringify(context) },
      maxBuffer: 64 << 20,
    });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new UpstreamError(`the CDK app does not synthesise: ${said}`, { cause: error });
  }
}
