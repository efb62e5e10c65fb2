import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkDeployment } from '../../infra/stacks/read-deployment.ts';
import { aMarket } from '../domain/a-market.ts';
import {
  allTemplates,
  functionOf,
  HOME,
  regions,
  resourcesOf,
  synthesise,
  templateOf,
} from './synthesised.ts';

const MARKETS: Record<string, string[]> = {
  'eu-central-1': ['de', 'gb'],
  'ap-northeast-1': ['jp'],
  'us-east-1': ['us'],
};
const ZONES: Record<string, string> = {
  de: 'Europe/Berlin',
  gb: 'Europe/London',
  jp: 'Asia/Tokyo',
  us: 'America/New_York',
};

describe.each(allTemplates())('the stack in %s', (region, template) => {
  test('is bound to its region and to no account', () => {
    const manifest = JSON.parse(readFileSync(join(synthesise().folder, 'manifest.json'), 'utf8'));

    expect(manifest.artifacts[`Tradewind-${region}`].environment).toBe(`aws://unknown-account/${region}`);
    expect(manifest.missing).toBeUndefined();
  });

  test('runs the markets that are at home there, each at half past three of its own clock', () => {
    const schedules = resourcesOf(template, 'AWS::Scheduler::Schedule')
      .map(([, { Properties }]) => Properties)
      .filter(({ Target }) => Target.Arn.Ref !== undefined);

    const started = schedules.map(({ Target }) => JSON.parse(Target.Input));
    expect(started.map(({ market }) => market).sort()).toEqual(MARKETS[region]);
    for (const [index, { ScheduleExpression, ScheduleExpressionTimezone, Target }] of schedules.entries()) {
      expect(ScheduleExpression).toBe('cron(30 3 * * ? *)');
      expect(ScheduleExpressionTimezone).toBe(ZONES[started[index].market]);
      expect(started[index]).toEqual({
        merchant: 'demo',
        market: started[index].market,
        scheduledAt: '<aws.scheduler.scheduled-time>',
      });
      expect(Target.Arn.Ref).toMatch(/^NightlyMachine/);
    }
  });

  test('looks for missed runs every quarter of an hour by a clock that never changes, beside their minutes', () => {
    const [sweep, ...more] = resourcesOf(template, 'AWS::Scheduler::Schedule')
      .map(([, { Properties }]) => Properties)
      .filter(({ Target }) => Target.Arn.Ref === undefined);

    expect(more).toEqual([]);
    expect(sweep).toMatchObject({
      ScheduleExpression: 'cron(5/15 * * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      State: 'ENABLED',
    });
    expect(sweep.Target.Arn['Fn::GetAtt'][0]).toMatch(/^FunctionsSweep/);
  });

  test('tells its functions of those markets alone, and every name of another region is the issuer’s or the console’s', () => {
    for (const name of ['ingest', 'plan', 'sweep', 'recommend', 'api']) {
      const told = JSON.parse(functionOf(template, name).Environment.Variables.MARKETS);
      expect(told.map(({ market }: { market: string }) => market)).toEqual(MARKETS[region]);
    }
    const dataTypes = /DynamoDB|S3::Bucket$|SQS::Queue$|Lambda|StepFunctions|SecretsManager|KMS|SNS/;
    const others = regions.filter((other) => other !== region);
    for (const [id, resource] of Object.entries(template.Resources).filter(([, { Type }]) =>
      dataTypes.test(Type),
    ))
      for (const other of others) expect(`${id} ${JSON.stringify(resource)}`).not.toContain(other);
  });

  test('is refused by CloudFormation when it was made for another machine than Lambda’s', () => {
    expect(template.Rules.MadeForDeployment.Assertions[0].AssertDescription).toContain('-c target=deploy');
  });

  test('carries the tags by which cost is told apart', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::S3::Bucket'))
      expect(Properties.Tags).toContainEqual({ Key: 'project', Value: 'tradewind' });
  });
});

describe('what regions tell one another', () => {
  const outputs = (region: string) => Object.keys(templateOf(region).Outputs);

  test('each parameter without a default is an output of the home stack under the same name', () => {
    for (const [region, { Parameters }] of allTemplates().filter(([region]) => region !== HOME)) {
      const open = Object.keys(Parameters).filter((name) => Parameters[name].Default === undefined);
      expect([region, open.sort()]).toEqual([region, ['Audience', 'ConsoleUrl', 'IssuerUrl']]);
      expect(outputs(HOME)).toEqual(expect.arrayContaining(open));
    }
  });

  test('the home stack can be deployed first, and takes each other region’s API address when there is one', () => {
    const { Parameters } = templateOf(HOME);
    const addresses = Object.keys(Parameters).filter((name) => name.startsWith('ApiUrl'));

    expect(addresses.sort()).toEqual(['ApiUrlApNortheast1', 'ApiUrlUsEast1']);
    for (const name of addresses) expect(Parameters[name].Default).toBe('');
    expect(outputs('ap-northeast-1')).toContain('ApiUrlApNortheast1');
    expect(outputs('us-east-1')).toContain('ApiUrlUsEast1');
  });

  test('who is who and the console exist once', () => {
    for (const type of ['AWS::Cognito::UserPool', 'AWS::CloudFront::Distribution', 'AWS::Budgets::Budget'])
      expect(allTemplates().map(([, template]) => resourcesOf(template, type).length)).toEqual([1, 0, 0]);
  });
});

describe('checkDeployment', () => {
  const merchants = [{ merchant: 'demo', name: 'Demo', markets: ['de'] }];

  test('lists home regions in the order of the markets, each once', () => {
    const markets = [
      aMarket(),
      aMarket({ market: 'us', homeRegion: 'us-east-1', location: 'newark' }),
      aMarket({ market: 'gb' }),
    ];

    expect(checkDeployment(markets, merchants).regions).toEqual(['eu-central-1', 'us-east-1']);
  });

  test.each([
    ['a region of China', [aMarket({ homeRegion: 'cn-north-1' })], /another partition of the cloud/],
    ['an unknown zone', [aMarket({ timeZone: 'Europe/Atlantis' })], /unknown zone Europe\/Atlantis/],
    [
      'a run that the spring change can remove',
      [aMarket({ runAt: '02:30' })],
      /runs at 02:30; 03:30 or later/,
    ],
    ['a time that no clock shows', [aMarket({ runAt: '24:30' })], /no such time/],
    [
      'a location across regions',
      [aMarket(), aMarket({ market: 'us', homeRegion: 'us-east-1' })],
      /location hamburg serves de \(eu-central-1\) and us \(us-east-1\)/,
    ],
    ['a market twice', [aMarket(), aMarket()], /names the market de twice/],
    ['a market that its merchant alone knows', [aMarket({ market: 'fr' })], /trades in de, which .* lacks/],
    ['no market', [], /lacks|one is needed/],
    [
      'a market without a currency',
      [{ ...aMarket(), currency: undefined }],
      /markets\.json does not fit: \/0\/currency/,
    ],
  ])('refuses %s', (_what, markets, message) => {
    expect(() => checkDeployment(markets, merchants)).toThrow(message);
  });
});
