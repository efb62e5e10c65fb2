import { Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  ALL_MARKETS,
  type Market,
  type Merchant,
  type UploadKind,
  uploadKinds,
} from '../../lib/domain/index.ts';
import { storedColumns } from '../../lib/stores/lake-columns.ts';
import { currentRowsSql } from '../../lib/stores/lake-current-sql.ts';

/** The database of the lake's tables, and the workgroup that queries them: one of each in an account and region. */
export const LAKE_DATABASE = 'tradewind';

export type LakeTablesProps = {
  lake: Bucket;
  merchants: readonly Merchant[];
  /** Markets homed here. */
  markets: readonly Market[];
};

/** Bytes that one query may read: a slip of the pen costs a dollar. */
const MOST_BYTES_A_QUERY = 200 * 1024 ** 3;

/**
 * The lake as tables of Athena: one a kind of upload, over the files that the manifests name and no others. Merchant and
 * market are partitions whose places are worked out from their names (partition projection), so that nothing registers them.
 */
export class LakeTables extends Construct {
  constructor(scope: Construct, id: string, props: LakeTablesProps) {
    super(scope, id);
    const catalogId = Stack.of(this).account;
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name: LAKE_DATABASE, description: 'Uploads that count, read-only' },
    });
    const workGroup = this.createWorkGroup();
    for (const kind of uploadKinds) {
      const table = new CfnTable(this, `Table-${kind}`, {
        catalogId,
        databaseName: LAKE_DATABASE,
        tableInput: tableOf(kind, props),
      });
      table.addDependency(database);
      const query = new CfnNamedQuery(this, `Query-${kind}`, {
        database: LAKE_DATABASE,
        workGroup: LAKE_DATABASE,
        name: `current ${kind}`,
        description: 'Of rows with one key the latest upload’s',
        queryString: currentRowsSql(kind, kind),
      });
      query.addDependency(workGroup);
    }
  }

  /** Athena keeps the answers itself, encrypted, for a day: those who only read need no bucket to write to. */
  private createWorkGroup(): CfnWorkGroup {
    return new CfnWorkGroup(this, 'WorkGroup', {
      name: LAKE_DATABASE,
      description: 'Queries of the lake',
      workGroupConfiguration: {
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: MOST_BYTES_A_QUERY,
        managedQueryResultsConfiguration: { enabled: true },
      },
    });
  }
}

/** What the lake's types are called by Hive. */
const HIVE_TYPES: Readonly<Record<string, string>> = {
  VARCHAR: 'string',
  DOUBLE: 'double',
  BIGINT: 'bigint',
  DATE: 'date',
  BOOLEAN: 'boolean',
};

function tableOf(
  kind: UploadKind,
  { lake, merchants, markets }: LakeTablesProps,
): CfnTable.TableInputProperty {
  const place = `s3://${lake.bucketName}/manifests`;
  return {
    name: kind,
    description: `The manifests' files of ${kind}: of rows with one key the greatest sequence, upload and line counts`,
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: ['merchant', 'market'].map((name) => ({ name, type: 'string' })),
    parameters: {
      EXTERNAL: 'TRUE',
      'projection.enabled': 'true',
      'projection.merchant.type': 'enum',
      'projection.merchant.values': merchants.map(({ merchant }) => merchant).join(','),
      'projection.market.type': 'enum',
      'projection.market.values': [ALL_MARKETS, ...markets.map(({ market }) => market)].join(','),
      // the first is ours, the names Athena fills in
      'storage.location.template': `${place}/\${merchant}/\${market}/${kind}/`,
    },
    storageDescriptor: {
      location: `${place}/`,
      columns: storedColumns(kind).map(({ name, type }) => ({ name, type: HIVE_TYPES[type] ?? 'string' })),
      // a text of paths stands for the files: the format of S3's own inventory tables
      inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    },
  };
}
