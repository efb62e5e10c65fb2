import { describe, expect, test } from '@jest/globals';
import { lakeKeys, uploadKinds } from '../../lib/domain/index.ts';
import { logColumns } from '../../lib/stores/decision-log-file.ts';
import { storedColumns } from '../../lib/stores/lake-columns.ts';
import { allTemplates, HOME, type Json, onlyOne, resourcesOf, templateOf } from './synthesised.ts';

describe.each(allTemplates())('the lake as tables in %s', (_region, template) => {
  const tables = new Map(
    resourcesOf(template, 'AWS::Glue::Table').map(([, { Properties }]) => [
      Properties.TableInput.Name,
      Properties.TableInput,
    ]),
  );

  test('has every kind, with the columns that its Parquet files have', () => {
    expect([...tables.keys()].sort()).toEqual([...uploadKinds, 'decision_log'].sort());
    for (const kind of uploadKinds)
      expect(tables.get(kind).StorageDescriptor.Columns.map(({ Name }: Json) => Name)).toEqual(
        storedColumns(kind).map(({ name }) => name),
      );
    const types = new Map(
      tables.get('orders').StorageDescriptor.Columns.map(({ Name, Type }: Json) => [Name, Type]),
    );
    expect(
      ['order_id', 'ordered_on', 'quantity', 'unit_price_micros', 'cancelled'].map((name) => types.get(name)),
    ).toEqual(['string', 'date', 'double', 'bigint', 'boolean']);
  });

  test('has the decision log by business date, with the columns that its Parquet files have', () => {
    const log = tables.get('decision_log');

    expect(log.StorageDescriptor.Columns.map(({ Name }: Json) => Name)).toEqual(
      logColumns.map(({ name }) => name),
    );
    expect(log.PartitionKeys.map(({ Name }: Json) => Name)).toEqual(['merchant', 'market', 'day']);
    // where the seals' own list of a day's files is written
    const place = lakeKeys.logSymlinks(`\${merchant}`, `\${market}`, `\${day}`);
    expect(JSON.stringify(log.Parameters['storage.location.template'])).toContain(
      `/${place.replace('symlink.txt', '')}`,
    );
  });

  test('reads what the manifests name, never what lies under a prefix', () => {
    for (const [kind, { StorageDescriptor, Parameters }] of tables) {
      expect(StorageDescriptor.InputFormat).toBe('org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat');
      expect(JSON.stringify(Parameters['storage.location.template'])).toContain(
        `/manifests/\${merchant}/\${market}/${kind}/`,
      );
    }
  });
});

describe('the policy of a merchant’s analysts', () => {
  const { PolicyDocument } = onlyOne(templateOf(HOME), 'AWS::IAM::ManagedPolicy');
  const statements: Json[] = PolicyDocument.Statement;
  const listOf = (value: Json): Json[] => (Array.isArray(value) ? value : [value]);

  test('reads, and can change nothing', () => {
    const actions = statements.flatMap(({ Action }) => listOf(Action));

    expect(
      actions.filter(
        (action) =>
          !/^(s3:(Get|List)|kms:Decrypt$|glue:Get|athena:(Get|List|BatchGet|St(art|op)Query))/.test(action),
      ),
    ).toEqual([]);
    expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  });

  test('reaches that merchant’s files alone, and neither its rejects nor its results', () => {
    const objects = statements.find(({ Action }) => Action === 's3:GetObject')?.Resource;
    const listed = statements.find(({ Action }) => Action === 's3:ListBucket')?.Condition.StringLike[
      's3:prefix'
    ];

    expect(
      objects.map((resource: Json) => /\/(.*)$/.exec(JSON.stringify(resource))?.[1]?.replace(/"\].*$/, '')),
    ).toEqual(['compacted/demo/*', 'decision-log/demo/*', 'lake/demo/*', 'manifests/demo/*']);
    expect(listed).toEqual(['lake/demo/*', 'compacted/demo/*', 'decision-log/demo/*', 'manifests/demo/*']);
  });
});
