import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { acknowledge, wildcardBehind } from './acknowledge.ts';
import type { TableName } from './data-tables.ts';
import type { FunctionName } from './function-catalog.ts';
import { functionRights } from './function-rights.ts';
import type { RegionStores } from './region-stores.ts';
import type { ObjectRight, Rights, SettingName, TableAccess } from './right-kinds.ts';
import type { TradewindFunction } from './tradewind-function.ts';

/** What there is in a region for functions to be let into. */
export type Resources = {
  stores: RegionStores;
  /** Where events are told. */
  bus: EventBus;
  settings: Readonly<Record<SettingName, string>>;
};

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];
const TABLE_ACTIONS: Readonly<Record<TableAccess, readonly string[]>> = {
  batchRead: ['dynamodb:BatchGetItem'],
  read: READ,
  write: WRITE,
  change: [...READ, ...WRITE],
  append: [...READ, 'dynamodb:PutItem'],
  search: [...READ, ...WRITE, 'dynamodb:Scan'],
};

const OBJECT_ACTIONS: Readonly<Record<ObjectRight['access'], readonly string[]>> = {
  read: ['s3:GetObject', 's3:GetObjectVersion'],
  write: ['s3:PutObject'],
  remove: ['s3:DeleteObject'],
};

const KEY_READ = ['kms:Decrypt', 'kms:DescribeKey'];
const KEY_WRITE = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/** Give a function its rights, and the variables that name what it may touch. */
export function grantRights(
  name: FunctionName,
  target: TradewindFunction,
  { stores, bus, settings }: Resources,
): void {
  const rights = functionRights[name];
  for (const [table, access] of tableRights(rights)) grantTable(target, table, access, stores);
  if (rights.worklist === true)
    target.allow(['dynamodb:Query'], [`${stores.tables.named('policies').tableArn}/index/byRisk`]);
  if (rights.decisionLists === true)
    target.allow(
      ['dynamodb:Query'],
      ['byState', 'byChange'].map((index) => `${stores.tables.named('decisions').tableArn}/index/${index}`),
    );
  for (const right of rights.objects ?? []) grantObjects(target, right, stores.buckets[right.bucket]);
  for (const secret of rights.secrets ?? []) {
    target.allow(['secretsmanager:GetSecretValue'], [stores.secrets[secret].secretArn]);
    target.tell(`SECRET_${secret.toUpperCase()}`, stores.secrets[secret].secretArn);
  }
  if (rights.announce === true) {
    target.allow(['events:PutEvents'], [bus.eventBusArn]);
    target.tell('EVENT_BUS', bus.eventBusName);
  }
  for (const setting of rights.settings ?? []) target.tell(setting, settings[setting]);
  grantKey(target, rights, stores.key);
}

// the keys of this record are table names by its type; Object.entries forgets that
const tableRights = (rights: Rights) => Object.entries(rights.tables ?? {}) as [TableName, TableAccess][];

function grantTable(
  target: TradewindFunction,
  name: TableName,
  access: TableAccess,
  { tables }: RegionStores,
): void {
  const { tableArn, tableName } = tables.named(name);
  target.allow(TABLE_ACTIONS[access], [tableArn]);
  target.tell(`TABLE_${name.toUpperCase()}`, tableName);
}

function grantObjects(target: TradewindFunction, right: ObjectRight, bucket: Bucket): void {
  target.allow(OBJECT_ACTIONS[right.access], [bucket.arnForObjects(`${right.prefix}*`)]);
  if (right.list === true) target.allow(['s3:ListBucket'], [bucket.bucketArn]);
  target.tell(`BUCKET_${right.bucket.toUpperCase()}`, bucket.bucketName);
  acknowledge(target, {
    [wildcardBehind(bucket, `/${right.prefix}*`)]:
      'Object names come from merchants, markets and runs; the prefix is the narrowest that holds them all.',
  });
}

/** Encrypted stores need the key too; a function that writes nothing gets no right to encrypt. */
function grantKey(target: TradewindFunction, rights: Rights, key: IKey): void {
  const accesses = [
    ...tableRights(rights).map(([, access]) => access),
    ...(rights.objects ?? []).map(({ access }) => access),
  ];
  const writes = accesses.some((access) => ['write', 'change', 'search', 'append'].includes(access));
  if (accesses.length === 0 && (rights.secrets ?? []).length === 0) return;
  target.allow(writes ? [...KEY_READ, ...KEY_WRITE] : KEY_READ, [key.keyArn]);
}
