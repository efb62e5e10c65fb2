import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Contract, contracts, routes } from '../../lib/domain/index.ts';
import { openApiDocument } from '../../lib/runtime/openapi.ts';

const document = openApiDocument();
// the document is a JSON text: read back it is what a caller gets
const { paths, components } = JSON.parse(JSON.stringify(document));
type Answer = { $ref: string } | { content: object };
type Operation = {
  parameters: { name: string; in: string; description?: string; schema: object; example?: unknown }[];
  requestBody?: { content: { 'application/json': { schema: object; example?: unknown } } };
  responses: Record<string, Answer>;
};
const operations: Operation[] = routes.map(({ method, path }) => paths[path][method.toLowerCase()]);
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const fits = (schema: object, value: unknown) => ajv.validate(schema, value);

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

    const { description } = parameters.find(({ name }: { name: string }) => name === 'customer');
    expect(description).toMatch(/own customer code.*or the pseudonym.*neither stored nor logged/);
  });

  test('describes every parameter, with an example in the path that fits', () => {
    const all = operations.flatMap(({ parameters }) => parameters);

    expect(all.filter(({ description }) => typeof description !== 'string')).toEqual([]);
    for (const { name, schema, example } of all.filter(({ in: place }) => place !== 'query'))
      expect([name, fits(schema, example)]).toEqual([name, true]);
  });

  test('shows a body that fits for every route that takes one', () => {
    const bodies = operations.flatMap(({ requestBody }) => requestBody?.content['application/json'] ?? []);

    const all: Contract[] = Object.values(contracts);
    expect(bodies).toHaveLength(all.filter(({ body }) => body !== undefined).length);
    expect(bodies.filter(({ schema, example }) => !fits(schema, example))).toEqual([]);
  });

  test('wants a body where an empty one says too little', () => {
    expect(paths['/v1/uploads'].post.requestBody.required).toBe(true);
    expect(paths['/v1/markets/{market}/runs'].post.requestBody.required).toBe(false);
  });

  test('names no answer that a route can not give', () => {
    expect(Object.keys(paths['/v1/rules'].get.responses)).not.toContain('404');
    expect(Object.keys(paths['/v1/uploads'].post.responses)).toContain('404');
    expect(Object.keys(paths['/v1/health'].get.responses)).not.toContain('401');
    expect(Object.keys(paths['/v1/runs'].get.responses['200'].headers)).toContain('Link');
    expect(Object.keys(paths['/v1/markets'].get.responses['200'].headers)).not.toContain('Link');
  });

  test('points to answers that are there, and has the gateway’s own words in those it gives', () => {
    const references = operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap((answer) => ('$ref' in answer ? [answer.$ref] : [])),
    );
    const known = Object.keys(components.responses).map((name) => `#/components/responses/${name}`);
    expect(new Set(references)).toEqual(new Set(known));

    for (const name of ['Unauthenticated', 'Refused', 'Busy']) {
      const { $ref } = components.responses[name].content['application/json'].schema;
      expect(fits(components.schemas[$ref.split('/').at(-1)], { message: 'Unauthorized' })).toBe(true);
    }
  });

  test('holds schemas that compile and refuse what does not fit', () => {
    const { schema } = paths['/v1/markets'].get.responses['200'].content['application/json'];
    const validate = ajv.compile(schema);

    expect(validate({ items: [] })).toBe(true);
    expect(validate({ items: [{ market: 'de' }] })).toBe(false);
    expect(validate({ items: [], more: 1 })).toBe(false);
  });
});
