import { AppError } from '../lib/domain/index.ts';
import { makeCode } from './make-code.ts';
import { readContext } from './stacks/read-context.ts';

/**
 * Synthesise one stack for each home region, and stop at the first broken rule.
 *
 * Two switches of the CDK itself are heeded: the context `aws:cdk:bundling-stacks: []` leaves all code out, and
 * `CDK_VALIDATION=false` (`cdk synth --no-validation`) leaves out every check.
 */
try {
  const outdir = process.env.CDK_OUTDIR ?? 'cdk.out';
  const context = readContext(process.env);
  // other programs make the code while this one loads the CDK, which takes as long
  const [code, { synthesise }] = await Promise.all([makeCode(outdir, context), import('./synthesise.ts')]);
  synthesise({ outdir, context, code, checked: process.env.CDK_VALIDATION !== 'false' });
} catch (error) {
  // what a person can mend is said in one line; anything else keeps its stack
  if (!(error instanceof AppError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
