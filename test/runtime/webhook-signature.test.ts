import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../lib/domain/index.ts';
import { signWebhook } from '../../lib/runtime/index.ts';

/** The example of the reference library in JavaScript ("sign function works", standard-webhooks 1.0.0). */
const example = {
  content: {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSeconds: 1_614_265_330,
    body: '{"test": 2432232314}',
  },
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('signWebhook', () => {
  test('signs the published example as published, with the prefix of the secret or without', () => {
    expect(signWebhook(example.content, [example.secret])).toBe(example.signature);
    expect(signWebhook(example.content, [example.secret.slice(6)])).toBe(example.signature);
  });

  test('signs with each of two secrets while they change', () => {
    const other = Buffer.alloc(32, 7).toString('base64');

    const both = signWebhook(example.content, [other, example.secret]);

    expect(both).toBe(`${signWebhook(example.content, [other])} ${example.signature}`);
  });

  test('refuses a key that is too short or too long, and an id that could pass for another content', () => {
    const of = (bytes: number) => Buffer.alloc(bytes, 1).toString('base64');

    expect(() => signWebhook(example.content, [of(23)])).toThrow(InputError);
    expect(() => signWebhook(example.content, [of(65)])).toThrow('24 to 64 bytes, not of 65');
    expect(() => signWebhook({ ...example.content, id: 'a.1' }, [example.secret])).toThrow('full stop');
  });
});
