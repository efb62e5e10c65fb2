import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Code } from './make-code.ts';
import { featureFlags } from './stacks/feature-flags.ts';
import { checkWebhooks, readDeployment } from './stacks/read-deployment.ts';
import { type ContextReader, readSettings } from './stacks/read-settings.ts';
import { RegionStack } from './stacks/region-stack.ts';

/**
 * Draw the stacks around code that is made already, and write the assembly.
 *
 * @param request.checked - whether the rules of AWS Solutions and of CloudFormation are checked: most of the time
 * @throws InputError where markets, merchants or settings do not fit
 */
export function synthesise(request: {
  outdir: string;
  context: ContextReader;
  code: Code;
  checked: boolean;
}): void {
  const { outdir, context, code, checked } = request;
  const app = new App({ outdir, context: featureFlags });
  const deployment = readDeployment();
  const settings = readSettings(context);
  if (settings.target === 'deploy') checkWebhooks(deployment);
  for (const region of deployment.regions)
    new RegionStack(app, `Tradewind-${region}`, { region, deployment, settings, ...code });
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}
