import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { InputError, NotFoundError } from '../../lib/domain/index.ts';
import { createCursors } from '../../lib/runtime/cursor.ts';
import { createSigner } from '../../lib/runtime/signing.ts';

const schema = z.object({ sku: z.string() });
const signerOf = (secret: string, purpose: 'decision' | 'cursor' = 'decision') =>
  createSigner(purpose, schema, async () => secret);

describe('createSigner', () => {
  test('gives back what was signed', async () => {
    const signer = signerOf('first');
    expect(await signer.verify(await signer.sign({ sku: 'ü/1' }))).toEqual({ sku: 'ü/1' });
  });

  test('signs with HMAC-SHA-256 over purpose, key and payload', async () => {
    const token = await signerOf('first').sign({ sku: 'A' });
    const [id, payload, signature] = token.split('.');

    expect(Buffer.from(payload ?? '', 'base64url').toString()).toBe('{"sku":"A"}');
    expect(signature).toBe(
      createHmac('sha256', 'first').update(`decision.${id}.${payload}`).digest('base64url'),
    );
  });

  test('takes tokens of an older key after a rotation, and none of a key that is gone', async () => {
    const old = await signerOf('old').sign({ sku: 'A' });

    expect(await signerOf('new\nold\n').verify(old)).toEqual({ sku: 'A' });
    await expect(signerOf('new').verify(old)).rejects.toThrow(InputError);
  });

  test('refuses a token of another purpose', async () => {
    const cursor = await signerOf('one', 'cursor').sign({ sku: 'A' });
    await expect(signerOf('one').verify(cursor)).rejects.toThrow(InputError);
  });

  test('refuses every token that differs in one character', async () => {
    const signer = signerOf('one');
    const token = await signer.sign({ sku: 'A' });
    // the last character of a signature of 32 bytes carries four bits: some changes there decode to the same bytes
    for (let at = 0; at < token.length - 1; at++) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      await expect(signer.verify(changed)).rejects.toThrow(InputError);
    }
  });

  test.each(['', '.', '..', 'a.b', 'a.b.c', 'a.b.c.d'])('refuses the text "%s"', async (text) => {
    await expect(signerOf('one').verify(text)).rejects.toThrow(InputError);
  });

  test('refuses to sign with an empty secret', async () => {
    await expect(signerOf(' \n').sign({ sku: 'A' })).rejects.toThrow('empty');
  });
});

describe('createCursors', () => {
  test('opens the list it was written for and no other', async () => {
    const cursors = createCursors(async () => 'one');
    const cursor = await cursors.write('demo skus de', { pk: 'demo#de', sk: 'A', risk: 1.5 });

    expect(await cursors.read('demo skus de', cursor)).toEqual({ pk: 'demo#de', sk: 'A', risk: 1.5 });
    await expect(cursors.read('other skus de', cursor)).rejects.toThrow(NotFoundError);
    await expect(cursors.read('demo skus de', 'made.up.cursor')).rejects.toThrow(NotFoundError);
  });
});
