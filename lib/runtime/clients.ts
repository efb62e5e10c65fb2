import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

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

/**
 * Make the S3 client that signs addresses for others to upload to. Left alone, the SDK would sign the checksum of the
 * empty body that it sees into the address, and S3 would then refuse every real file.
 */
export const createPresigningClient = (
  environment: Record<string, string | undefined>,
  settings: S3ClientConfig = {},
): S3Client =>
  new S3Client({
    forcePathStyle: environment.AWS_ENDPOINT_URL_S3 !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    ...settings,
  });
