import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultProvider } from '../../lib/runtime/environment-credentials.ts';

describe('the credentials of a function', () => {
  const before = { ...process.env };
  beforeEach(() => {
    process.env.AWS_ACCESS_KEY_ID = 'an-id';
    process.env.AWS_SECRET_ACCESS_KEY = 'a-secret';
    process.env.AWS_SESSION_TOKEN = 'a-token';
  });
  afterEach(() => {
    process.env = { ...before };
  });

  test("are those of its role, which Lambda puts into the function's environment", async () => {
    expect(await defaultProvider()()).toEqual({
      accessKeyId: 'an-id',
      secretAccessKey: 'a-secret',
      sessionToken: 'a-token',
    });
  });

  test('need no session, as those of the local cloud have none', async () => {
    delete process.env.AWS_SESSION_TOKEN;

    expect(await defaultProvider()()).toEqual({ accessKeyId: 'an-id', secretAccessKey: 'a-secret' });
  });

  test('are missed by name, and nothing that is there is told', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;

    await expect(defaultProvider()()).rejects.toThrow(
      'the environment lacks AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY',
    );
  });
});
