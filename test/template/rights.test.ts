import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { functionNames } from '../../infra/constructs/function-catalog.ts';
import { holdsBuyers, tableRetention } from '../../lib/domain/index.ts';
import {
  allTemplates,
  functionOf,
  HOME,
  type Json,
  resourcesOf,
  type Template,
  templateOf,
} from './synthesised.ts';

/** The statements that a function's own role holds. */
function statementsOf(template: Template, name: string): Json[] {
  const role = functionOf(template, name).Role['Fn::GetAtt'][0];
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }: Json) => Ref === role))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
}

const listOf = (value: Json): Json[] => (Array.isArray(value) ? value : [value]);

/** Every action that a function may take on resources whose ARN names `part`. */
function actionsOn(template: Template, name: string, part: RegExp): string[] {
  return statementsOf(template, name)
    .filter(({ Resource }) => listOf(Resource).some((resource) => part.test(JSON.stringify(resource))))
    .flatMap(({ Action }) => listOf(Action))
    .sort();
}

/** Every resource on which a function may take an action. */
function resourcesFor(template: Template, name: string, action: string): string[] {
  return statementsOf(template, name)
    .filter(({ Action }) => listOf(Action).includes(action))
    .flatMap(({ Resource }) => listOf(Resource).map((resource) => JSON.stringify(resource)));
}

describe.each(allTemplates())('functions in %s', (region, template) => {
  const names = functionNames.filter((name) => name !== 'identity' || region === HOME);

  test.each(names)('%s has a role of its own, whose rights name each action and each resource', (name) => {
    const statements = statementsOf(template, name);

    const wild = statements.filter(({ Resource }) => listOf(Resource).includes('*'));
    expect(
      statements.flatMap(({ Action }) => listOf(Action)).filter((action) => action.includes('*')),
    ).toEqual([]);
    expect(wild.map(({ Action }) => Action)).toEqual([['xray:PutTelemetryRecords', 'xray:PutTraceSegments']]);
    const role = template.Resources[functionOf(template, name).Role['Fn::GetAtt'][0]].Properties;
    expect(role.ManagedPolicyArns).toBeUndefined();
  });

  test.each(names)('%s runs on Node 24 and arm64, traced, with a log that ends', (name) => {
    const { Runtime, Architectures, TracingConfig, LoggingConfig, ReservedConcurrentExecutions } = functionOf(
      template,
      name,
    );

    expect([Runtime, Architectures, TracingConfig.Mode]).toEqual(['nodejs24.x', ['arm64'], 'Active']);
    expect(template.Resources[LoggingConfig.LogGroup.Ref].Properties.RetentionInDays).toBe(90);
    expect(ReservedConcurrentExecutions).toBeUndefined();
  });
});

describe('least privilege', () => {
  const template = templateOf(HOME);

  test('lets the hot path read four tables by one kind of call and its two secrets, and nothing more', () => {
    const actions = statementsOf(template, 'recommend').flatMap(({ Action }) => listOf(Action));

    expect([...new Set(actions)].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'kms:Decrypt',
      'kms:DescribeKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    const tables = resourcesFor(template, 'recommend', 'dynamodb:BatchGetItem');
    expect(tables.join()).toMatch(/Controls.*Decisions.*Insights.*Policies/);
    expect(tables).toHaveLength(4);
    const secrets = resourcesFor(template, 'recommend', 'secretsmanager:GetSecretValue');
    expect(secrets).toHaveLength(2);
    for (const secret of [/Signing/, /Pseudonyms/]) expect(secrets.join()).toMatch(secret);
  });

  test('gives the token trigger no right to any data', () => {
    const actions = statementsOf(template, 'identity').flatMap(({ Action }) => listOf(Action));

    expect(actions.filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
  });

  test('lets only ingest and who erases a buyer read uploads and remove them, and nobody change one', () => {
    const who = (action: string) =>
      functionNames.filter((name) => actionsOn(template, name, /BucketsUploads/).includes(action));

    expect(who('s3:GetObject')).toEqual(['ingest', 'privacy']);
    expect(who('s3:DeleteObject')).toEqual(['ingest', 'privacy']);
    expect(who('s3:PutObject')).toEqual(['api']);
  });

  test('lets only who erases a buyer search tables, and those alone that may hold one', () => {
    const tables = resourcesFor(template, 'privacy', 'dynamodb:Scan').map(
      (resource) => /StoresTables([A-Za-z]+?)[0-9A-F]{8}/.exec(resource)?.[1],
    );

    expect(functionNames.filter((name) => resourcesFor(template, name, 'dynamodb:Scan').length > 0)).toEqual([
      'privacy',
    ]);
    expect(tables.map((name) => name?.toLowerCase()).sort()).toEqual(
      tableRetention
        .filter(holdsBuyers)
        .map(({ store }) => store.toLowerCase())
        .sort(),
    );
  });

  test('keeps customer codes from all but ingest, who erases a buyer, and the API and the exports, which read those that they can name and list none', () => {
    const named = functionNames.filter((name) => actionsOn(template, name, /TablesIdentities/).length > 0);

    expect(named).toEqual(['ingest', 'export', 'privacy', 'api']);
    for (const name of ['export', 'api'])
      expect(actionsOn(template, name, /TablesIdentities/)).toEqual(['dynamodb:BatchGetItem']);
  });

  test('gives the secret of pseudonyms to those that hash a code or open one', () => {
    const holders = functionNames.filter((name) =>
      resourcesFor(template, name, 'secretsmanager:GetSecretValue').some((secret) =>
        /Pseudonyms/.test(secret),
      ),
    );

    expect(holders).toEqual(['ingest', 'export', 'privacy', 'recommend', 'api']);
  });

  test('lets nobody change or delete what the decision log holds', () => {
    const actions = functionNames.flatMap((name) => actionsOn(template, name, /TablesDecisionLog/));

    expect([...new Set(actions)].sort()).toEqual([
      ...['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    ]);
  });

  test('lets only learn write policies, and who takes an erased buyer’s prices out of them, so that no request can change one', () => {
    const writers = functionNames.filter((name) =>
      actionsOn(template, name, /TablesPolicies/).includes('dynamodb:PutItem'),
    );

    expect(writers).toEqual(['learn', 'privacy']);
  });

  test('lets forecast write its results to the lake and nothing else, and the report and the exports alone read them all', () => {
    const prefixes = (name: string, action: string) =>
      resourcesFor(template, name, action).map((resource) => /\/([\w-]+)\/\*/.exec(resource)?.[1]);

    expect(prefixes('forecast', 's3:PutObject').sort()).toEqual(['forecasts', 'observed', 'totals']);
    expect(prefixes('forecast', 's3:GetObject')).toEqual(['runs']);
    expect(prefixes('report', 's3:PutObject').sort()).toEqual([
      ...['accuracy', 'analysis', 'decision-log', 'decision-seals', 'manifests', 'price-priors', 'results'],
    ]);
    expect(prefixes('segment', 's3:PutObject').sort()).toEqual(['buyers', 'segmentations', 'segments']);
    for (const name of functionNames)
      expect([name, prefixes(name, 's3:GetObject').includes('forecasts')]).toEqual([
        ...[name, ['report', 'export'].includes(name)],
      ]);
  });

  test('lets the exports write files under their own prefix, which the API and who erases a buyer read, and change no result', () => {
    const on = (name: string, action: string) =>
      resourcesFor(template, name, action).map(
        (resource) => /(\w+)Bucket?[^/]*\/([\w-]+)\/\*/.exec(resource)?.[2],
      );

    expect(on('export', 's3:PutObject')).toEqual(['exports']);
    const readers = functionNames.filter((name) => on(name, 's3:GetObject').includes('exports'));
    expect(readers).toEqual(['privacy', 'api']);
    expect(resourcesFor(template, 'export', 'dynamodb:PutItem').join()).toMatch(
      /^[^,]*TablesExports[^,]*,[^,]*$/,
    );
  });

  test('lets only the API ask for exports, and only their function take what was asked', () => {
    const queue = (name: string, action: string) =>
      resourcesFor(template, name, action).filter((resource) => resource.includes('ExportsQueue'));

    expect(functionNames.filter((name) => queue(name, 'sqs:SendMessage').length > 0)).toEqual(['api']);
    expect(functionNames.filter((name) => queue(name, 'sqs:ReceiveMessage').length > 0)).toEqual(['export']);
  });

  test('lets whoever reads uploads’ files read the compacted ones that stand for them too', () => {
    const readersOf = (prefix: string) =>
      functionNames.filter((name) =>
        resourcesFor(template, name, 's3:GetObject').some((resource) => resource.includes(`/${prefix}/*`)),
      );

    expect(readersOf('compacted')).toEqual(readersOf('lake'));
    expect(readersOf('compacted').length).toBeGreaterThan(2);
  });

  test('lets nobody remove what an upload left: plan removes what it had compacted itself, an erasure files that name the buyer', () => {
    const removers = functionNames.filter(
      (name) => resourcesFor(template, name, 's3:DeleteObject').length > 0,
    );

    const removes = (name: string) =>
      resourcesFor(template, name, 's3:DeleteObject').map((resource) =>
        /Buckets(\w+?)[0-9A-F]{8}.*?\/(\w*)\/?\*/.exec(resource)?.slice(1).join(' '),
      );
    expect(removers).toEqual(['ingest', 'plan', 'privacy']);
    expect(removes('ingest')).toEqual(['Uploads ']);
    expect(removes('plan')).toEqual(['Lake compacted']);
    expect(removes('privacy')).toEqual(['Uploads ', 'Lake exports']);
  });

  test('lets only the API and the sweep start runs, of the one machine', () => {
    const starters = functionNames.filter(
      (name) => resourcesFor(template, name, 'states:StartExecution').length > 0,
    );

    expect(starters).toEqual(['sweep', 'api']);
    for (const name of starters)
      expect(resourcesFor(template, name, 'states:StartExecution')).toEqual([
        expect.stringMatching(/^\{"Ref":"NightlyMachine[0-9A-F]{8}"\}$/),
      ]);
  });

  test('lets the API alone stop runs, of the one machine', () => {
    const stoppers = functionNames.filter(
      (name) => resourcesFor(template, name, 'states:StopExecution').length > 0,
    );

    expect(stoppers).toEqual(['api']);
    expect(resourcesFor(template, 'api', 'states:StopExecution').join()).toMatch(
      /:states:.*:execution:.*NightlyMachine[0-9A-F]{8}.*:\*/,
    );
  });

  test('lets the state machine read manifests and leave answers in the lake, and start its own five functions', () => {
    const [, policy] = resourcesOf(template, 'AWS::IAM::Policy').find(([id]) =>
      id.startsWith('NightlyMachineRoleDefaultPolicy'),
    ) as [string, Json];
    const statements: Json[] = policy.Properties.PolicyDocument.Statement;
    const on = (action: string) =>
      statements
        .filter(({ Action }) => listOf(Action).includes(action))
        .flatMap(({ Resource }) => listOf(Resource));

    const lakeFolders = (action: string) =>
      on(action).map((arn) => JSON.stringify(arn).match(/BucketsLake[^/]*\/(.*\*)/)?.[1]);
    expect(lakeFolders('s3:GetObject').sort()).toEqual(['results/*', 'runs/*']);
    expect(lakeFolders('s3:PutObject')).toEqual(['results/*']);
    expect(
      new Set(
        on('lambda:InvokeFunction').map(
          (arn) => JSON.stringify(arn).match(/Functions([A-Z][a-z]+)Function/)?.[1],
        ),
      ),
    ).toEqual(new Set(['Plan', 'Forecast', 'Segment', 'Learn', 'Report']));
  });

  test('lets the key be used by whom the data are for, and by nobody without any', () => {
    expect(actionsOn(template, 'recommend', /DataKey/)).toEqual(['kms:Decrypt', 'kms:DescribeKey']);
    expect(actionsOn(template, 'identity', /DataKey/)).toEqual([]);
  });
});

describe('the environment', () => {
  const template = templateOf(HOME);
  const own = ['POWERTOOLS_SERVICE_NAME', 'LOG_LEVEL'];

  test.each(functionNames)('%s is told all that its main.ts reads, and no more', (name) => {
    const main = new URL(`../../functions/${name}/main.ts`, import.meta.url);
    const read = /readConfiguration\([^[]*\[([^\]]*)\]/s.exec(readFileSync(main, 'utf8'))?.[1] ?? '';
    const needed = [...read.matchAll(/'([A-Z_]+)'/g)].map(([, variable]) => variable);

    const told = Object.keys(functionOf(template, name).Environment.Variables);

    expect(told.filter((variable) => !own.includes(variable)).sort()).toEqual(needed.sort());
  });

  test('fits into the 4 KiB that Lambda gives it', () => {
    for (const name of functionNames) {
      const variables: Record<string, Json> = functionOf(template, name).Environment.Variables;
      const letters = Object.entries(variables).reduce(
        // a name or address that is known only at deployment is longer than its reference by half at most
        (sum, [key, value]) => sum + key.length + (typeof value === 'string' ? value.length : 120),
        0,
      );
      expect(letters).toBeLessThan(4096);
    }
  });
});
