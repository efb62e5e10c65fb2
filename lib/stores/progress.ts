import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { progressKey } from '../domain/index.ts';

/** Steps of a run that report progress by shard. */
export type ProgressStep = 'forecast' | 'segment' | 'learn';

/** Which shards of a run are done, by step. */
export type RunProgress = Record<ProgressStep, string[]>;

/** Progress of runs: a set of shard names beside the run, so that a shard done twice counts once. */
export type ProgressStore = {
  done(merchant: string, runId: string, step: ProgressStep, shard: string): Promise<void>;
  read(merchant: string, runId: string): Promise<RunProgress>;
  /** Forget a run's progress: it starts anew. */
  reset(merchant: string, runId: string): Promise<void>;
};

/** Keep progress in the table `runs`, in an item of its own, so that no run document is rewritten. */
export function createProgressStore(client: DynamoDBClient, table: string): ProgressStore {
  const keyOf = (merchant: string, runId: string) => {
    const { pk, sk } = progressKey(merchant, runId);
    return { pk: { S: pk }, sk: { S: sk } };
  };
  return {
    done: async (merchant, runId, step, shard) => {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(merchant, runId),
          UpdateExpression: 'ADD #step :shard',
          ExpressionAttributeNames: { '#step': step },
          ExpressionAttributeValues: { ':shard': { SS: [shard] } },
        }),
      );
    },
    read: async (merchant, runId) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: keyOf(merchant, runId) }),
      );
      const shards = (step: ProgressStep) => [...(Item?.[step]?.SS ?? [])].sort();
      return { forecast: shards('forecast'), segment: shards('segment'), learn: shards('learn') };
    },
    reset: async (merchant, runId) => {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(merchant, runId),
          // "segment" is a reserved word of DynamoDB's expressions
          UpdateExpression: 'REMOVE #forecast, #segment, #learn',
          ExpressionAttributeNames: { '#forecast': 'forecast', '#segment': 'segment', '#learn': 'learn' },
        }),
      );
    },
  };
}
