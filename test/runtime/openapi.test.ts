import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { routes } from '../../lib/domain/index.ts';
import { openApiDocument } from '../../lib/runtime/openapi.ts';

const document = openApiDocument();
// the document is a JSON text: read back it is what a caller gets
const { paths } = JSON.parse(JSON.stringify(document));

describe('openApiDocument', () => {
  test('has every route with its scope and an operation id of its own', () => {
    const operations = routes.map(({ method, path }) => paths[path][method.toLowerCase()]);

    expect(operations.map((operation) => operation['x-required-scope'])).toEqual(
      routes.map(({ scope }) => scope),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routes.length);
    expect(paths['/v1/health'].get.security).toEqual([]);
    expect(paths['/v1/uploads'].post.security).toEqual([{ token: ['ingest'] }]);
  });

  test('names every parameter of a path, and the query of the hot path with its types', () => {
    const { parameters } = paths['/v1/markets/{market}/skus/{sku}/recommendation'].get;

    expect(
      parameters.map(
        ({ name, in: place, schema }: { name: string; in: string; schema: { type: string } }) => [
          name,
          place,
          schema.type,
        ],
      ),
    ).toEqual([
      ['market', 'path', 'string'],
      ['sku', 'path', 'string'],
      ['onHand', 'query', 'number'],
      ['onOrder', 'query', 'number'],
      ['price', 'query', 'number'],
      ['customer', 'query', 'string'],
      ['quantity', 'query', 'number'],
    ]);
  });

  test('says how the hot path is told who buys', () => {
    const { parameters } = paths['/v1/markets/{market}/skus/{sku}/recommendation'].get;

    const { schema } = parameters.find(({ name }: { name: string }) => name === 'customer');
    expect(schema.description).toMatch(/own customer code.*or the pseudonym.*neither stored nor logged/);
  });

  test('holds schemas that compile and refuse what does not fit', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const { schema } = paths['/v1/markets'].get.responses['200'].content['application/json'];
    const validate = ajv.compile(schema);

    expect(validate({ items: [] })).toBe(true);
    expect(validate({ items: [{ market: 'de' }] })).toBe(false);
    expect(validate({ items: [], more: 1 })).toBe(false);
  });
});
