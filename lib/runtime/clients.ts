import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/**
 * How often a call is tried before it fails, in a function that works by itself and in one that a caller waits for. Where a
 * table refuses one call in five, eight tries fail once in 400,000 calls, and wait half a minute at most on average. The SDK's
 * standard mode is meant: its adaptive one would slow all tables down for the one that is throttled.
 */
export const PATIENT_ATTEMPTS = 8;
export const PROMPT_ATTEMPTS = 3;

/**
 * Make the DynamoDB client of a function: region, credentials and endpoint come from the SDK's own chain
 * (`AWS_REGION`, `AWS_ENDPOINT_URL_DYNAMODB`), so that the same bundle runs in the cloud and locally.
 *
 * @param settings - in place of the usual ones: patient, standard retries
 */
export const createDynamoClient = (settings: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({ maxAttempts: PATIENT_ATTEMPTS, ...settings });

/** Make the EventBridge client of a function (`AWS_ENDPOINT_URL_EVENTBRIDGE`). */
export const createEventBridgeClient = (): EventBridgeClient => new EventBridgeClient({});

/**
 * Make the S3 client of a function.
 *
 * @param environment - `process.env`; where it names another endpoint, buckets are part of the path, since a local
 *   endpoint has no host name for each bucket
 * @param settings - in place of the usual ones: patient, standard retries
 */
export const createS3Client = (
  environment: Record<string, string | undefined>,
  settings: S3ClientConfig = {},
): S3Client =>
  new S3Client({
    forcePathStyle: environment.AWS_ENDPOINT_URL_S3 !== undefined,
    maxAttempts: PATIENT_ATTEMPTS,
    ...settings,
  });

/**
 * Make the S3 client that signs addresses for others to upload to. Left alone, the SDK would sign the checksum of the
 * empty body that it sees into the address, and S3 would then refuse every real file.
 */
export const createPresigningClient = (
  environment: Record<string, string | undefined>,
  settings: S3ClientConfig = {},
): S3Client => createS3Client(environment, { requestChecksumCalculation: 'WHEN_REQUIRED', ...settings });
