import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { buildNoConsole } from '../../infra/constructs/build-console.ts';
import { bundleNothing } from '../../infra/constructs/bundle-functions.ts';
import { featureFlags } from '../../infra/stacks/feature-flags.ts';
import { checkDeployment } from '../../infra/stacks/read-deployment.ts';
import { readSettings } from '../../infra/stacks/read-settings.ts';
import { RegionStack } from '../../infra/stacks/region-stack.ts';
import { aMarket } from '../domain/a-market.ts';
import { allTemplates, functionOf, type Json, resourcesOf, type Template } from './synthesised.ts';

const folder = mkdtempSync(join(tmpdir(), 'tradewind-notices-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A deployment of two merchants, of which `demo` has notices. */
function deploymentWith(notices: object) {
  const merchant = { name: 'Demo', markets: ['de'] };
  const merchants = [
    { ...merchant, merchant: 'demo', notices },
    { ...merchant, merchant: 'other' },
  ];
  return checkDeployment([aMarket()], merchants);
}

/** Its home stack. */
function stackWith(notices: object, context: Record<string, string> = {}): RegionStack {
  const outdir = mkdtempSync(join(folder, 'out-'));
  const deployment = deploymentWith(notices);
  const app = new App({ outdir, analyticsReporting: false, context: { ...featureFlags, ...context } });
  const [region] = deployment.regions;
  return new RegionStack(app, `Tradewind-${region}`, {
    ...{ region, deployment, settings: readSettings(app.node) },
    ...{ bundles: bundleNothing(join(outdir, 'bundles')), page: buildNoConsole(join(outdir, 'page')) },
  });
}

const templateWith = (notices: object): Template => {
  const stack = stackWith(notices);
  return App.of(stack)?.synth().getStackByName(stack.stackName).template;
};

const shop = { name: 'shop', url: 'https://shop.example.com/hooks' };

describe.each(allTemplates())('notices in %s', (_region, template) => {
  const [[ruleId, rule] = ['', undefined]] = resourcesOf(template, 'AWS::Events::Rule').filter(([id]) =>
    id.startsWith('Notices'),
  ) as [string, Json][];

  test('go from the bus to a queue whose messages are given up after ten tries, into one that alarms', () => {
    const [target] = rule?.Properties.Targets ?? [];
    const queue = template.Resources[target.Arn['Fn::GetAtt'][0]].Properties;
    const dead = queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0];

    expect(ruleId).toMatch(/^NoticesRule/);
    expect(rule?.Properties.EventPattern).toEqual({ source: ['tradewind'] });
    expect(queue.RedrivePolicy.maxReceiveCount).toBe(10);
    expect(target.DeadLetterConfig.Arn['Fn::GetAtt'][0]).toBe(dead);
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    expect(
      alarms.filter(({ Dimensions }) => Dimensions?.[0]?.Value?.['Fn::GetAtt']?.[0] === dead),
    ).toHaveLength(1);
  });

  test('cost no topic and no secret where a merchant wants none', () => {
    expect(resourcesOf(template, 'AWS::SNS::Topic').filter(([id]) => id.startsWith('Notices'))).toEqual([]);
    const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret').map(([id]) => id);
    expect(secrets.filter((id) => id.startsWith('Notices'))).toEqual([]);
  });
});

describe('notices of a merchant that wants some', () => {
  const template = templateWith({ email: ['a@example.com', 'b@example.com'], webhooks: [shop] });
  const notify = functionOf(template, 'notify');

  test('have a topic with each address, and a secret for each webhook, both encrypted', () => {
    const [[topicId, topic] = []] = resourcesOf(template, 'AWS::SNS::Topic').filter(([id]) =>
      id.startsWith('Notices'),
    );
    const subscriptions = resourcesOf(template, 'AWS::SNS::Subscription').map(
      ([, { Properties }]) => Properties,
    );
    const mails = subscriptions.filter(({ TopicArn }) => TopicArn.Ref === topicId);
    const [[, secret] = []] = resourcesOf(template, 'AWS::SecretsManager::Secret').filter(([id]) =>
      id.startsWith('NoticesWebhookdemoshop'),
    );

    expect(topic.Properties.KmsMasterKeyId).toBeDefined();
    expect(mails.map(({ Protocol, Endpoint }) => [Protocol, Endpoint])).toEqual([
      ['email', 'a@example.com'],
      ['email', 'b@example.com'],
    ]);
    expect(secret.Properties.KmsKeyId).toBeDefined();
    expect(secret.Properties.GenerateSecretString).toMatchObject({
      PasswordLength: 48,
      ExcludePunctuation: true,
    });
  });

  test('are known to notify alone', () => {
    const told = (name: string) => JSON.stringify(functionOf(template, name).Environment.Variables);

    expect(JSON.stringify(notify.Environment.Variables.NOTICES)).toContain('shop.example.com');
    for (const name of ['ingest', 'plan', 'recommend', 'api'])
      expect(told(name)).not.toMatch(/shop\.example|a@example/);
  });
});

describe('the configuration of notices', () => {
  const refused = (webhook: object) => () => deploymentWith({ webhooks: [{ ...shop, ...webhook }] });

  test.each([
    ['plain http', { url: 'http://shop.example.com/' }, /must be https/],
    [
      'a password in the address',
      { url: 'https://me:secret@shop.example.com/' },
      /must not hold a user name/,
    ],
    ['no address', { url: 'shop' }, /webhooks\/0\/url/],
    ['an event that there is none of', { events: ['run.begun'] }, /webhooks\/0\/events\/0/],
    ['no events at all', { events: [] }, /webhooks\/0\/events/],
    ['a misspelt setting', { event: ['run.failed'] }, /event/],
  ])('is refused with %s', (_, webhook, message) => {
    expect(refused(webhook)).toThrow(message);
  });

  test('is refused where two webhooks have one name', () => {
    expect(() => deploymentWith({ webhooks: [shop, shop] })).toThrow(/must have a name each/);
  });

  test('may name this machine locally, and not for the cloud', () => {
    const webhooks = [{ ...shop, url: 'http://localhost:8080/hooks' }];

    expect(() => stackWith({ webhooks })).not.toThrow();
    expect(() => stackWith({ webhooks }, { target: 'deploy' })).toThrow(
      'the webhook shop of demo is http://localhost:8080/hooks: a deployment needs an https address',
    );
  });
});
