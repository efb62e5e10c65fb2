import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { NotFoundError } from '../../lib/domain/index.ts';

/** Every table, by the name that the code knows it by (`lib/domain/keys.ts` says what its keys are). */
export const tableNames = [
  'controls',
  'policies',
  'forecasts',
  'adjustments',
  'insights',
  'decisions',
  'decisionLog',
  'logSalts',
  'purchaseOrders',
  'outcomes',
  'uploads',
  'runs',
  'catalog',
  'identities',
  'idempotency',
  'exports',
  'notices',
  'privacy',
] as const;
export type TableName = (typeof tableNames)[number];

/** The tables of one region: on demand, restorable to any second of the last 35 days, encrypted, swept of expired items. */
export class DataTables extends Construct {
  private readonly tables: ReadonlyMap<TableName, TableV2>;

  constructor(scope: Construct, id: string, { key }: { key: IKey }) {
    super(scope, id);
    this.tables = new Map(tableNames.map((name) => [name, this.createTable(name, key)]));
    // the worklist: a market's SKUs, most money at risk first
    this.named('policies').addGlobalSecondaryIndex({
      indexName: 'byRisk',
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'risk', type: AttributeType.NUMBER },
    });
    // decisions by state, most money at risk first, and by the time of their change: keys alone, since each write pays for them
    this.named('decisions').addGlobalSecondaryIndex({
      indexName: 'byState',
      partitionKey: { name: 'list', type: AttributeType.STRING },
      sortKey: { name: 'rank', type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.named('decisions').addGlobalSecondaryIndex({
      indexName: 'byChange',
      partitionKey: { name: 'feed', type: AttributeType.STRING },
      sortKey: { name: 'change', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }

  /** One table. */
  named(name: TableName): TableV2 {
    const table = this.tables.get(name);
    if (table === undefined) throw new NotFoundError(`there is no table ${name}`);
    return table;
  }

  private createTable(name: TableName, key: IKey): TableV2 {
    return new TableV2(this, name.charAt(0).toUpperCase() + name.slice(1), {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
    });
  }
}
