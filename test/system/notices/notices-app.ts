/**
 * One region of Tradewind, one market, one merchant with an e-mail address and four webhooks on this machine; three tries, a
 * second apart at first. Usage: node notices-app.ts <output folder> <port of the receiver>
 */
import { resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildNoConsole } from '../../../infra/constructs/build-console.ts';
import { bundleFunctions } from '../../../infra/constructs/bundle-functions.ts';
import { featureFlags } from '../../../infra/stacks/feature-flags.ts';
import { checkDeployment } from '../../../infra/stacks/read-deployment.ts';
import { readSettings } from '../../../infra/stacks/read-settings.ts';
import { RegionStack } from '../../../infra/stacks/region-stack.ts';
import { aMarket } from '../../domain/a-market.ts';

const [outdir = '', port = ''] = process.argv.slice(2);
const at = (name: string) => `http://127.0.0.1:${port}/${name}`;
const notices = {
  email: ['operations@example.com'],
  webhooks: [
    { name: 'shop', url: at('shop') },
    { name: 'busy', url: at('busy'), events: ['upload.question'] },
    { name: 'left', url: at('left'), events: ['upload.question'] },
    { name: 'dead', url: at('dead'), events: ['upload.rejected'] },
  ],
};
const merchant = { merchant: 'demo', name: 'Demo', markets: ['de'], notices };
const deployment = checkDeployment([aMarket()], [merchant]);
const app = new App({
  outdir,
  analyticsReporting: false,
  context: { ...featureFlags, noticeTries: 3, noticeRetrySeconds: 1 },
});
const [region] = deployment.regions;
new RegionStack(app, `Tradewind-${region}`, {
  ...{ region, deployment, settings: readSettings(app.node) },
  bundles: await bundleFunctions(resolve(outdir, 'bundles'), 'local'),
  page: buildNoConsole(resolve(outdir, 'page')),
});
app.synth();
