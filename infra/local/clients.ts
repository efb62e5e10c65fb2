import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** Where an SDK client of the local cloud goes, and as whom. */
export type ClientSettings = {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};

/** SDK clients of one region. */
export type Clients = {
  dynamodb: DynamoDBClient;
  s3: S3Client;
  sqs: SQSClient;
  stepFunctions: SFNClient;
  secretsManager: SecretsManagerClient;
  eventBridge: EventBridgeClient;
  sns: SNSClient;
};

/** Make the SDK clients of one region. */
export function createClients(settings: ClientSettings): Clients {
  return {
    dynamodb: new DynamoDBClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sqs: createQueueClient(settings),
    stepFunctions: new SFNClient(settings),
    secretsManager: new SecretsManagerClient(settings),
    eventBridge: new EventBridgeClient(settings),
    sns: new SNSClient(settings),
  };
}

/** Make an SQS client that stays with its endpoint, whatever host a queue's URL names. */
export function createQueueClient(settings: ClientSettings): SQSClient {
  return new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
}
