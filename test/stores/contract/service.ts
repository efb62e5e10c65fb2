import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Start a DynamoDB with every table of a deployment in it, empty. */
export type StartService = () => Promise<{ client: DynamoDBClient; stop(): Promise<void> }>;
