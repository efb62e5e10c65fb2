import {
  type GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from '@jest/globals';
import { UpstreamError } from '../../lib/domain/index.ts';
import { createRotatingSecretReader } from '../../lib/runtime/index.ts';

/** Secrets Manager with one secret; a stage that is absent is not found. */
function aSecret(stages: Record<string, string | undefined>) {
  const asked: string[] = [];
  const send = async ({ input: { VersionStage = '' } }: GetSecretValueCommand) => {
    asked.push(VersionStage);
    if (!(VersionStage in stages))
      throw new ResourceNotFoundException({ message: 'no such version', $metadata: {} });
    return { SecretString: stages[VersionStage] };
  };
  // the reader sends one kind of command
  const client = { send } as unknown as Pick<SecretsManagerClient, 'send'>;
  const clock = { seconds: 0 };
  return {
    read: createRotatingSecretReader({ client, epochSeconds: () => clock.seconds }),
    asked,
    clock,
    stages,
  };
}

describe('a secret that two sides hold', () => {
  test('is one text where it has never changed', async () => {
    const { read } = aSecret({ AWSCURRENT: 'new' });

    expect(await read('arn')).toEqual(['new']);
  });

  test('is the newest text and the one before it after a change, seen within five minutes', async () => {
    const { read, stages, asked, clock } = aSecret({ AWSCURRENT: 'old' });
    await read('arn');
    Object.assign(stages, { AWSCURRENT: 'new', AWSPREVIOUS: 'old' });

    clock.seconds = 299;
    const before = await read('arn');
    clock.seconds = 300;
    const after = await read('arn');

    expect([before, after]).toEqual([['old'], ['new', 'old']]);
    expect(asked).toHaveLength(4);
  });

  test('is asked for again after a read that failed', async () => {
    const { read, stages } = aSecret({ AWSCURRENT: undefined });
    await expect(read('arn')).rejects.toThrow(UpstreamError);

    stages.AWSCURRENT = 'mended';

    expect(await read('arn')).toEqual(['mended']);
  });
});
