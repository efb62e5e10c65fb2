import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../lib/domain/index.ts';
import { pathOf, pathParameter, queryOf } from '../../lib/runtime/http-event.ts';
import { anEvent } from '../functions/http-requests.ts';

const SKU = 'GET /v1/markets/{market}/skus/{sku}';

/** What the issues of a refusal point to. */
function pointersOf(refused: () => unknown): string[] {
  try {
    refused();
  } catch (error) {
    if (error instanceof InputError) return error.issues.map(({ pointer }) => pointer);
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('queryOf', () => {
  // the gateway's form of `?onHand=1&onHand=2&price=3`
  const twice = {
    ...anEvent(SKU),
    rawQueryString: 'onHand=1&onHand=2&price=3',
    queryStringParameters: { onHand: '1,2', price: '3' },
  };

  test('refuses a parameter that comes twice, and one without a value', () => {
    expect(pointersOf(() => queryOf(twice))).toEqual(['/query/onHand']);
    expect(pointersOf(() => queryOf(anEvent(SKU, { query: { price: ' ', onHand: '1' } })))).toEqual([
      '/query/price',
    ]);
  });

  test('keeps a comma that a value holds itself', () => {
    expect(queryOf(anEvent(SKU, { query: { customer: 'a,b' } }))).toEqual({ customer: 'a,b' });
  });

  test('makes a member of the name __proto__, for the schema to refuse', () => {
    const query = JSON.parse('{ "__proto__": "1" }');

    expect(Object.keys(queryOf(anEvent(SKU, { query })))).toEqual(['__proto__']);
  });
});

describe('pathOf', () => {
  test('takes 200 characters, however many bytes they have, and no more', () => {
    const path = { market: 'de', sku: '🙂'.repeat(200) };

    expect(pathOf(anEvent(SKU, { path }))).toEqual(path);
    expect(pointersOf(() => pathOf(anEvent(SKU, { path: { ...path, sku: 'a'.repeat(201) } })))).toEqual([
      '/path/sku',
    ]);
  });
});

describe('pathParameter', () => {
  test('refuses a name that the route does not have', () => {
    expect(pathParameter(anEvent(SKU, { path: { sku: 'A-1' } }), 'sku')).toBe('A-1');
    expect(() => pathParameter(anEvent(SKU), 'sku')).toThrow('the path lacks sku');
  });
});
