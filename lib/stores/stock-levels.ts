import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type StockLevel, stockLevelSchema } from '../domain/index.ts';
import { putWhere } from './conditional-put.ts';
import type { DocumentKey } from './document-items.ts';
import { createDocumentTable, type DocumentTable } from './documents.ts';

/** What is in stock now, as merchant apps said it between two stock files. */
export type StockLevels = Pick<DocumentTable<StockLevel>, 'get' | 'getAll'> & {
  /** Keep a level unless one that was counted later is there; tells whether it did. */
  putNewer(key: DocumentKey, level: StockLevel): Promise<boolean>;
};

/** A level that no file has replaced by then says nothing any more. */
const KEEP_SECONDS = 90 * 86_400;

/**
 * Open the stock levels. They lie in the table `controls` (`stockLevelKey`), which a recommendation reads strongly: what was said
 * holds from the very next one.
 *
 * @param now - epoch seconds
 */
export function openStockLevels({
  client,
  table,
  now,
}: {
  client: DynamoDBClient;
  table: string;
  now: () => number;
}): StockLevels {
  const { get, getAll, writing } = createDocumentTable(client, table, stockLevelSchema, now);
  return {
    get,
    getAll,
    putNewer: (key, level) => {
      const countedAtMs = Date.parse(level.countedAt);
      return putWhere(client, {
        ...writing(key, level, null, {
          numbers: { countedAtMs },
          expiresAtEpochSeconds: now() + KEEP_SECONDS,
        }),
        ConditionExpression: 'attribute_not_exists(pk) OR countedAtMs <= :countedAtMs',
        ExpressionAttributeValues: { ':countedAtMs': { N: String(countedAtMs) } },
      });
    },
  };
}
