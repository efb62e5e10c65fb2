import { resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AppError } from '../lib/domain/index.ts';
import { buildConsole, buildNoConsole } from './constructs/build-console.ts';
import { bundleFunctions, bundleNothing } from './constructs/bundle-functions.ts';
import { featureFlags } from './stacks/feature-flags.ts';
import { checkWebhooks, readDeployment } from './stacks/read-deployment.ts';
import { readSettings } from './stacks/read-settings.ts';
import { RegionStack } from './stacks/region-stack.ts';

/**
 * Synthesise one stack for each home region, and stop at the first broken rule.
 *
 * Two switches of the CDK itself are heeded: the context `aws:cdk:bundling-stacks: []` leaves all code out, and
 * `CDK_VALIDATION=false` (`cdk synth --no-validation`) leaves out every check, five of the seven seconds.
 */
function synthesise(): void {
  const app = new App({ context: featureFlags });
  const deployment = readDeployment();
  const settings = readSettings(app.node);
  if (settings.target === 'deploy') checkWebhooks(deployment);
  const stacksWithCode: unknown = app.node.tryGetContext('aws:cdk:bundling-stacks');
  const withCode = !(Array.isArray(stacksWithCode) && stacksWithCode.length === 0);
  const folder = resolve(app.outdir, 'bundles');
  const bundles = withCode ? bundleFunctions(folder, settings.target) : bundleNothing(folder);
  const page = (withCode ? buildConsole : buildNoConsole)(resolve(app.outdir, 'page'));
  for (const region of deployment.regions)
    new RegionStack(app, `Tradewind-${region}`, { region, deployment, settings, bundles, page });
  if (process.env.CDK_VALIDATION !== 'false') Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

try {
  synthesise();
} catch (error) {
  // what a person can mend is said in one line; anything else keeps its stack
  if (!(error instanceof AppError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
