import { describe, expect, test } from '@jest/globals';
import { contracts, routes } from '../../lib/domain/index.ts';

const keys: string[] = routes.map(({ method, path }) => `${method} ${path}`);

describe('routes', () => {
  test('each is there once and has a contract', () => {
    expect(new Set(keys).size).toBe(keys.length);
    expect(Object.keys(contracts).sort()).toEqual([...keys].sort());
  });

  test('none names the merchant: it is in the token', () => {
    expect(keys.filter((key) => key.includes('merchant'))).toEqual([]);
  });

  test('only liveness and the document need no token', () => {
    expect(routes.filter(({ scope }) => scope === null).map(({ path }) => path)).toEqual([
      '/v1/health',
      '/v1/openapi.json',
    ]);
  });

  test('every POST, PUT and PATCH takes a body, no GET does', () => {
    for (const [key, contract] of Object.entries(contracts))
      expect('body' in contract).toBe(/^(POST|PUT|PATCH) /.test(key));
  });
});
