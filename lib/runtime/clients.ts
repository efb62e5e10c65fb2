import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';

/**
 * Make the DynamoDB client of a function: region, credentials and endpoint come from the SDK's own chain
 * (`AWS_REGION`, `AWS_ENDPOINT_URL_DYNAMODB`), so that the same bundle runs in the cloud and locally.
 */
export const createDynamoClient = (): DynamoDBClient => new DynamoDBClient({});

/**
 * Make the S3 client of a function.
 *
 * @param environment - `process.env`; where it names another endpoint, buckets are part of the path, since a local
 *   endpoint has no host name for each bucket
 */
export const createS3Client = (environment: Record<string, string | undefined>): S3Client =>
  new S3Client({ forcePathStyle: environment.AWS_ENDPOINT_URL_S3 !== undefined });
