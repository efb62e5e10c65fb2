import { describe, expect, test } from '@jest/globals';
import { STANDING } from '../../infra/commands/estimate-cost.ts';
import { readSettings } from '../../infra/stacks/read-settings.ts';
import { routes, scopes } from '../../lib/domain/index.ts';
import { allTemplates, HOME, onlyOne, resourcesOf, templateOf } from './synthesised.ts';

describe.each(allTemplates())('the API in %s', (_region, template) => {
  const deployed = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);

  test('has the routes of the domain and no other', () => {
    expect(deployed.map(({ RouteKey }) => RouteKey).sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  test.each(routes)(
    '$method $path asks for the scope $scope and goes to $function',
    ({ method, path, ...route }) => {
      const found = deployed.find(({ RouteKey }) => RouteKey === `${method} ${path}`);
      const integration = template.Resources[found.Target['Fn::Join'][1][1].Ref].Properties;

      expect(found.AuthorizationType).toBe(route.scope === null ? 'NONE' : 'JWT');
      if (route.scope !== null) expect(found.AuthorizationScopes).toContain(route.scope);
      expect(integration.PayloadFormatVersion).toBe('2.0');
      expect(integration.IntegrationUri['Fn::GetAtt'][0].toLowerCase()).toMatch(
        new RegExp(`^functions${route.function}`),
      );
    },
  );

  test('is throttled, logged without paths, and open to the console’s origin alone', () => {
    const stage = onlyOne(template, 'AWS::ApiGatewayV2::Stage');
    const { AllowOrigins, AllowCredentials } = onlyOne(template, 'AWS::ApiGatewayV2::Api').CorsConfiguration;

    expect(stage.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    expect(stage.AccessLogSettings.Format).toContain('$context.routeKey');
    expect(stage.AccessLogSettings.Format).not.toMatch(/\$context\.path|sourceIp/);
    expect(AllowOrigins).toHaveLength(1);
    expect(JSON.stringify(AllowOrigins)).not.toContain('*');
    expect(AllowCredentials).toBeUndefined();
  });

  test('alarms somebody when work is lost, late, fails or is turned away', () => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    const topic = resourcesOf(template, 'AWS::SNS::Topic')[0]?.[0];

    const metrics = new Set(alarms.map(({ Namespace, MetricName }) => `${Namespace} ${MetricName}`));
    expect([...metrics].sort()).toEqual([
      'AWS/ApiGateway 5xx',
      'AWS/ApiGateway Latency',
      'AWS/Lambda Errors',
      'AWS/Lambda Invocations',
      'AWS/Lambda Throttles',
      'AWS/SQS ApproximateAgeOfOldestMessage',
      'AWS/SQS ApproximateNumberOfMessagesVisible',
      'AWS/States ExecutionsAborted',
      'AWS/States ExecutionsFailed',
      'AWS/States ExecutionsTimedOut',
    ]);
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: topic }]);
  });
});

test('a region holds what the cost estimate counts', () => {
  const template = templateOf('us-east-1');
  const count = (type: string) => resourcesOf(template, type).length;

  expect({
    keys: count('AWS::KMS::Key'),
    secrets: count('AWS::SecretsManager::Secret'),
    alarms: count('AWS::CloudWatch::Alarm'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
  }).toEqual(STANDING);
});

describe('who is who', () => {
  const template = templateOf(HOME);

  test('gives each merchant scopes of its own', () => {
    const server = onlyOne(template, 'AWS::Cognito::UserPoolResourceServer');

    expect(server.Identifier).toBe('tradewind-demo');
    expect(server.Scopes.map(({ ScopeName }: { ScopeName: string }) => ScopeName).sort()).toEqual(
      [...scopes, 'decide:de', 'decide:gb', 'decide:jp', 'decide:us'].sort(),
    );
  });

  test('lets programs in by a secret and people by a code, each alone', () => {
    const clients = resourcesOf(template, 'AWS::Cognito::UserPoolClient').map(
      ([id, { Properties }]) => [id, Properties] as const,
    );
    const machine = clients.find(([id]) => id.includes('Machine'))?.[1];
    const page = clients.find(([id]) => id.includes('Console'))?.[1];

    expect([machine.AllowedOAuthFlows, machine.GenerateSecret]).toEqual([['client_credentials'], true]);
    expect(machine.AllowedOAuthScopes).toHaveLength(9);
    expect([page.AllowedOAuthFlows, page.GenerateSecret]).toEqual([['code'], false]);
    expect(page.WriteAttributes).not.toContain('custom:merchant');
  });

  test('asks the token trigger for every token, those of programs too', () => {
    const { LambdaConfig, Policies, AdminCreateUserConfig } = onlyOne(template, 'AWS::Cognito::UserPool');

    expect(LambdaConfig.PreTokenGenerationConfig.LambdaVersion).toBe('V3_0');
    expect(Policies.PasswordPolicy.MinimumLength).toBeGreaterThanOrEqual(12);
    expect(AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(true);
  });

  test('can be any issuer: then there is no user pool, and every region knows the issuer', () => {
    const context = { issuer: 'https://login.example.com/realm', audience: 'tradewind,console' };

    for (const region of ['eu-central-1', 'us-east-1']) {
      const other = templateOf(region, context);
      expect(resourcesOf(other, 'AWS::Cognito::UserPool')).toEqual([]);
      expect(onlyOne(other, 'AWS::ApiGatewayV2::Authorizer').JwtConfiguration).toEqual({
        Issuer: 'https://login.example.com/realm',
        Audience: ['tradewind', 'console'],
      });
    }
  });
});

describe('readSettings', () => {
  const read = (context: Record<string, unknown>) => readSettings({ tryGetContext: (name) => context[name] });

  test('has a default for everything', () => {
    expect(read({})).toEqual({
      target: 'local',
      issuer: undefined,
      origins: [],
      alarmEmail: undefined,
      monthlyBudgetUsd: 200,
      concurrency: { map: 2, ingest: 2, exports: 2, notices: 2 },
      forecastBudgetMs: 100,
      runLateMinutes: 180,
      dataStaleDays: 3,
      noticeRetrySeconds: 20,
      noticeTries: 10,
    });
  });

  test('reads what the command line gives as text', () => {
    expect(
      read({ mapConcurrency: '40', lambdaQuota: '1000', origins: 'https://a.example, https://b.example' }),
    ).toMatchObject({
      concurrency: { map: 40, ingest: 10, exports: 5, notices: 5 },
      origins: ['https://a.example', 'https://b.example'],
    });
  });

  test.each([
    [{ issuer: 'https://login.example.com' }, /needs both/],
    [{ audience: 'one' }, /needs both/],
    [{ issuer: 'login', audience: 'one' }, /\/issuer/],
    [{ target: 'production' }, /\/target/],
    [{ mapConcurrency: '0' }, /\/mapConcurrency/],
    [{ lambdaQuota: '9' }, /\/lambdaQuota/],
  ])('refuses %j', (context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});
