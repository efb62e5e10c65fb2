import { describe, expect, test } from '@jest/globals';
import { UpstreamError } from '../../lib/domain/index.ts';
import { createCustomerNames, createPseudonyms } from '../../lib/runtime/index.ts';

const SECRET = 'a-secret-of-pseudonyms';
const never = async (): Promise<string> => {
  throw new UpstreamError('no secret');
};

describe('createCustomerNames', () => {
  test("hashes a merchant's own code as ingest does, for each merchant with its own key", async () => {
    const nameOf = createCustomerNames(async () => SECRET);

    for (const merchant of ['demo', 'other', 'demo'])
      expect(await nameOf(merchant, '客户 7')).toBe(createPseudonyms(SECRET, merchant).pseudonymOf('客户 7'));
  });

  test('takes what has the form of a pseudonym for one, without the secret', async () => {
    const pseudonym = `c12-${'0123456789abcdef'.repeat(2)}`;

    expect(await createCustomerNames(never)('demo', pseudonym)).toBe(pseudonym);
  });

  test.each([
    ['of capitals', `c1-${'A'.repeat(32)}`],
    ['too short', `c1-${'a'.repeat(31)}`],
    ['too long', `c1-${'a'.repeat(33)}`],
    ['with a line behind it', `c1-${'a'.repeat(32)}\n`],
    ['without a key version', `c-${'a'.repeat(32)}`],
  ])('hashes a code that is nearly a pseudonym: %s', async (_, code) => {
    const name = await createCustomerNames(async () => SECRET)('demo', code);

    expect(name).toBe(createPseudonyms(SECRET, 'demo').pseudonymOf(code));
  });

  test('blames a secret that cannot be read or used on nobody who asks', async () => {
    await expect(createCustomerNames(never)('demo', 'K-1')).rejects.toThrow(UpstreamError);
    await expect(createCustomerNames(async () => 'short')('demo', 'K-1')).rejects.toThrow(UpstreamError);
    await expect(createCustomerNames(async () => '{')('demo', 'K-1')).rejects.toThrow(UpstreamError);
  });
});
