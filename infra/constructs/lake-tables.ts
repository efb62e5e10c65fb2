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
import { logColumns } from '../../lib/stores/decision-log-file.ts';
import { storedColumns } from '../../lib/stores/lake-columns.ts';
import { currentRowsSql } from '../../lib/stores/lake-current-sql.ts';

/** The table of the decision log. */
export const LOG_TABLE = 'decision_log';

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
 * The lake as tables of Athena: one a kind of upload and one of the decision log, over the files that the manifests name and no
 * others. Merchant and market, and of the log the business date, are partitions whose places are worked out from their names
 * (partition projection), so that nothing registers them.
 */
export class LakeTables extends Construct {
  constructor(scope: Construct, id: string, props: LakeTablesProps) {
    super(scope, id);
    const catalogId = Stack.of(this).account;
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: {
        name: LAKE_DATABASE,
        description: 'Uploads that count and the decision log, read-only',
      },
    });
    const workGroup = this.createWorkGroup();
    const tables = [...uploadKinds.map((kind) => uploadTable(kind)), logTable(props)];
    for (const { name, query, ...columns } of tables) {
      const table = new CfnTable(this, `Table-${name}`, {
        catalogId,
        databaseName: LAKE_DATABASE,
        tableInput: tableOf({ name, ...columns }, props),
      });
      table.addDependency(database);
      const named = new CfnNamedQuery(this, `Query-${name}`, {
        database: LAKE_DATABASE,
        workGroup: LAKE_DATABASE,
        ...query,
      });
      named.addDependency(workGroup);
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

/** A table of the lake: its columns, what else it is cut by besides merchant and market, and a query to begin with. */
type LakeTable = {
  name: string;
  description: string;
  columns: readonly { name: string; type: string }[];
  /** A folder a business date. */
  daily: boolean;
  query: { name: string; description: string; queryString: string };
};

const uploadTable = (kind: UploadKind): LakeTable => ({
  name: kind,
  description: `The manifests' files of ${kind}: of rows with one key the greatest sequence, upload and line counts`,
  columns: storedColumns(kind).map(({ name, type }) => ({ name, type: HIVE_TYPES[type] ?? 'string' })),
  daily: false,
  query: {
    name: `current ${kind}`,
    description: 'Of rows with one key the latest upload’s',
    queryString: currentRowsSql(kind, kind),
  },
});

const logTable = ({ merchants: [merchant], markets: [market] }: LakeTablesProps): LakeTable => ({
  name: LOG_TABLE,
  description: 'The decision log as it was sealed: what happened to decisions, who did it, on what',
  columns: logColumns.map(({ name, type }) => ({ name, type: type === 'text' ? 'string' : 'double' })),
  daily: true,
  query: {
    name: 'decisions of a SKU',
    description: 'A month of what happened to the decision of one SKU',
    queryString: `SELECT * FROM ${LOG_TABLE}
WHERE merchant = '${merchant?.merchant}' AND market = '${market?.market}' AND day BETWEEN '2026-06-01' AND '2026-06-30' AND sku = 'A-1'
ORDER BY "at", entry`,
  },
});

const PLACE = ['merchant', 'market'];

/** Business dates that Athena looks for. */
const PROJECTED_DAYS = {
  'projection.day.type': 'date',
  'projection.day.format': 'yyyy-MM-dd',
  'projection.day.range': '2009-01-01,NOW',
};

function tableOf(
  { name, description, columns, daily }: Omit<LakeTable, 'query'>,
  { lake, merchants, markets }: LakeTablesProps,
): CfnTable.TableInputProperty {
  const place = `s3://${lake.bucketName}/manifests`;
  return {
    name,
    description,
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: [...PLACE, ...(daily ? ['day'] : [])].map((key) => ({ name: key, type: 'string' })),
    parameters: {
      EXTERNAL: 'TRUE',
      'projection.enabled': 'true',
      'projection.merchant.type': 'enum',
      'projection.merchant.values': merchants.map(({ merchant }) => merchant).join(','),
      'projection.market.type': 'enum',
      'projection.market.values': [ALL_MARKETS, ...markets.map(({ market }) => market)].join(','),
      ...(daily ? PROJECTED_DAYS : {}),
      // the first is ours, the names Athena fills in
      'storage.location.template': `${place}/\${merchant}/\${market}/${name}/${daily ? `\${day}/` : ''}`,
    },
    storageDescriptor: {
      location: `${place}/`,
      columns: [...columns],
      // a text of paths stands for the files: the format of S3's own inventory tables
      inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    },
  };
}
