import { createHmac, hkdfSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../lib/domain/index.ts';
import { createPseudonyms } from '../../lib/runtime/index.ts';

const SECRET = 'sixteen letters!';

describe('createPseudonyms', () => {
  test('hashes by HMAC-SHA-256 under a key that HKDF makes of secret, version and merchant', () => {
    const key = Buffer.from(hkdfSync('sha256', SECRET, 'tradewind/1', 'pseudonym/demo', 32));
    const digest = createHmac('sha256', key).update('K-1').digest('hex');

    expect(createPseudonyms(SECRET, 'demo').pseudonymOf('K-1')).toBe(`c1-${digest.slice(0, 32)}`);
  });

  test('gives a code the same name always, and another for another merchant or key', () => {
    const names = [
      createPseudonyms(SECRET, 'demo'),
      createPseudonyms(SECRET, 'demo'),
      createPseudonyms(SECRET, 'other'),
      createPseudonyms(JSON.stringify({ version: 2, key: SECRET }), 'demo'),
    ].map((pseudonyms) => pseudonyms.pseudonymOf('K-1'));

    expect(names[0]).toBe(names[1]);
    expect(new Set(names).size).toBe(3);
    expect(names[3]).toMatch(/^c2-/);
  });

  test('opens what it sealed, and seals a code to the same text', () => {
    const pseudonyms = createPseudonyms(SECRET, 'demo');

    expect(pseudonyms.open(pseudonyms.seal('客户 7'))).toBe('客户 7');
    expect(pseudonyms.seal('K-1')).toBe(pseudonyms.seal('K-1'));
    expect(pseudonyms.seal('K-1')).not.toBe(pseudonyms.seal('K-2'));
  });

  test("refuses another merchant's text, a changed one and a short secret", () => {
    const sealed = createPseudonyms(SECRET, 'demo').seal('K-1');

    expect(() => createPseudonyms(SECRET, 'other').open(sealed)).toThrow(InputError);
    expect(() => createPseudonyms(SECRET, 'demo').open(`${sealed.slice(0, -4)}AAAA`)).toThrow(InputError);
    expect(() => createPseudonyms(SECRET, 'demo').open('x')).toThrow(InputError);
    expect(() => createPseudonyms('short', 'demo')).toThrow(InputError);
  });

  test('says of a broken secret nothing that it holds', () => {
    let seen: unknown;
    try {
      createPseudonyms('{"version":1,"key":hush hush hush hush', 'demo');
    } catch (error) {
      seen = error;
    }

    expect(seen).toBeInstanceOf(InputError);
    expect(inspect(seen, { depth: null })).not.toContain('hush');
  });
});
