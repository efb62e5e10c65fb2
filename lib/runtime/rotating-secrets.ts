import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { UpstreamError } from '../domain/index.ts';
import { createSecretsClient } from './secrets.ts';

export type RotatingSecretOptions = {
  client?: Pick<SecretsManagerClient, 'send'>;
  /** The present moment, epoch seconds. */
  epochSeconds: () => number;
  /** How long what was read is good for, seconds. */
  keptSeconds?: number;
};

/**
 * Make a reader of secrets that two sides hold and change at different times: it gives the text of now and, where there is
 * one, the text before it. Both are read again every five minutes.
 *
 * @returns a function of a secret's id or ARN; the newest text comes first
 */
export function createRotatingSecretReader({
  client = createSecretsClient(),
  epochSeconds,
  keptSeconds = 300,
}: RotatingSecretOptions): (secret: string) => Promise<string[]> {
  const known = new Map<string, { until: number; texts: Promise<string[]> }>();
  return (secret) => {
    const found = known.get(secret);
    if (found !== undefined && epochSeconds() < found.until) return found.texts;
    const texts = readBoth(client, secret);
    known.set(secret, { until: epochSeconds() + keptSeconds, texts });
    // a failed read is tried again on the next call
    texts.catch(() => known.delete(secret));
    return texts;
  };
}

async function readBoth(client: Pick<SecretsManagerClient, 'send'>, secret: string): Promise<string[]> {
  const current = await readStage(client, secret, 'AWSCURRENT');
  if (current === undefined) throw new UpstreamError('the secret holds no text');
  const previous = await readStage(client, secret, 'AWSPREVIOUS').catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  });
  return previous === undefined || previous === current ? [current] : [current, previous];
}

async function readStage(
  client: Pick<SecretsManagerClient, 'send'>,
  secret: string,
  VersionStage: string,
): Promise<string | undefined> {
  const command = new GetSecretValueCommand({ SecretId: secret, VersionStage });
  const { SecretString } = await client.send(command);
  return SecretString;
}
