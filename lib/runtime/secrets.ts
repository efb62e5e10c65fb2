import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { UpstreamError } from '../domain/index.ts';

/** Make the client that a function's secret readers share. */
export const createSecretsClient = (): SecretsManagerClient => new SecretsManagerClient({});

/** How long a process goes on with a secret that it has read: so long after a change every process knows it. */
export const SECRET_KEPT_SECONDS = 300;

/**
 * Read a secret's text and keep it for five minutes. While a new read fails, what was read before holds.
 *
 * @param secret - id or ARN
 * @returns a function that reads on its first call; a failed first read is tried again on the next
 */
export function createSecretReader(
  secret: string,
  client: Pick<SecretsManagerClient, 'send'> = createSecretsClient(),
  elapsedMs: () => number = () => performance.now(),
): () => Promise<string> {
  let known: { text: Promise<string>; until: number } | undefined;
  const read = async (): Promise<string> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    if (SecretString === undefined) throw new UpstreamError('the secret holds no text');
    return SecretString;
  };
  return () => {
    if (known !== undefined && elapsedMs() < known.until) return known.text;
    const before = known?.text;
    const text = read().catch((error: unknown) => {
      if (before !== undefined) return before;
      known = undefined;
      throw error;
    });
    known = { text, until: elapsedMs() + SECRET_KEPT_SECONDS * 1000 };
    return text;
  };
}
