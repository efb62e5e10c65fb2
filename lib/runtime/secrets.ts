import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { UpstreamError } from '../domain/index.ts';

/** Make the client that a function's secret readers share. */
export const createSecretsClient = (): SecretsManagerClient => new SecretsManagerClient({});

/**
 * Read a secret's text once and keep it for the life of the process: key rotation comes with new processes.
 *
 * @param secret - id or ARN
 * @returns a function that reads on its first call; a failed read is tried again on the next
 */
export function createSecretReader(
  secret: string,
  client: SecretsManagerClient = createSecretsClient(),
): () => Promise<string> {
  let reading: Promise<string> | undefined;
  const read = async (): Promise<string> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    if (SecretString === undefined) throw new UpstreamError('the secret holds no text');
    return SecretString;
  };
  return () => {
    reading ??= read().catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    return reading;
  };
}
