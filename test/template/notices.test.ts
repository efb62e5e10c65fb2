import { describe, expect, test } from '@jest/globals';
import { checkDeployment, checkWebhooks } from '../../infra/stacks/read-deployment.ts';
import { aMarket } from '../domain/a-market.ts';
import { allTemplates, type Json, resourcesOf } from './synthesised.ts';

const shop = { name: 'shop', url: 'https://shop.example.com/hooks' };

/** A deployment of one merchant with these webhooks. */
const deploymentWith = (...webhooks: object[]) =>
  checkDeployment([aMarket()], [{ merchant: 'demo', name: 'Demo', markets: ['de'], notices: { webhooks } }]);

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

  test('are put into the queue by rules of this account alone, and so is the key used', () => {
    const toEventBridge = ['AWS::SQS::QueuePolicy', 'AWS::KMS::Key']
      .flatMap((type) => resourcesOf(template, type) as [string, Json][])
      .flatMap(([, { Properties }]) => (Properties.PolicyDocument ?? Properties.KeyPolicy).Statement)
      .filter(({ Principal }) => Principal.Service === 'events.amazonaws.com');

    // into the queue, into its dead letters, and the key of both
    expect(toEventBridge).toHaveLength(3);
    for (const { Condition } of toEventBridge)
      expect([
        { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [ruleId, 'Arn'] } } },
      ]).toContainEqual(Condition);
  });

  test('cost no topic and no secret where a merchant wants none', () => {
    expect(resourcesOf(template, 'AWS::SNS::Topic').filter(([id]) => id.startsWith('Notices'))).toEqual([]);
    const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret').map(([id]) => id);
    expect(secrets.filter((id) => id.startsWith('Notices'))).toEqual([]);
  });
});

describe('the configuration of notices', () => {
  const refused = (webhook: object) => () => deploymentWith({ ...shop, ...webhook });

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
    expect(() => deploymentWith(shop, shop)).toThrow(/must have a name each/);
  });

  test('may name this machine locally, and not for the cloud', () => {
    const local = deploymentWith({ ...shop, url: 'http://localhost:8080/hooks' });

    expect(() => checkWebhooks(deploymentWith(shop))).not.toThrow();
    expect(() => checkWebhooks(local)).toThrow(
      'the webhook shop of demo is http://localhost:8080/hooks: a deployment needs an https address',
    );
  });
});
