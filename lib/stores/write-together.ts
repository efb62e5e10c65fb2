import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { ConditionalWrite } from './documents.ts';

/** Writes items all or nothing; tells whether it did. */
export type WriteTogether = (writes: readonly ConditionalWrite[]) => Promise<boolean>;

/**
 * Write up to 100 items all or nothing.
 *
 * The SDK gives each transaction a token of its own, so that one whose answer was lost is not made twice.
 *
 * @returns false, with nothing written, where a condition does not hold or another transaction was in the way
 */
export function createWriteTogether(client: DynamoDBClient): WriteTogether {
  return async (writes) => {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writes.map((Put) => ({ Put })) }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      if (codes.includes('ConditionalCheckFailed') || codes.includes('TransactionConflict')) return false;
      throw error;
    }
  };
}
