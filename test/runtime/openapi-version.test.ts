import { describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiDocument } from '../../lib/runtime/openapi.ts';

type Document = { paths: Record<string, unknown> } & Record<string, unknown>;

/** As a caller gets it. */
const read = (): Document => JSON.parse(JSON.stringify(openApiDocument()));

/** What keeps a document from being one of OpenAPI, by the OpenAPI Initiative's own schemas. */
async function faultsOf(document: Document) {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(document);
  return { version: validator.version, valid, errors };
}

/** Every schema of a document: what stands under `schema`, and each named one. */
function schemasIn(node: unknown): object[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, member]) => {
    if (name === 'schema') return [member];
    if (name === 'schemas') return Object.values(member);
    return schemasIn(member);
  });
}

describe('the OpenAPI document', () => {
  test('is one of OpenAPI 3.1', async () => {
    expect(await faultsOf(read())).toEqual({ version: '3.1', valid: true, errors: undefined });
  });

  test.each([
    ['a path without its slash', { paths: { 'v1/markets': {} } }],
    ['an operation without answers that are any', { paths: { '/v1': { get: { responses: { ok: {} } } } } }],
    ['no title', { info: { version: '1' } }],
  ])('with %s would be none', async (_, part) => {
    expect((await faultsOf({ ...read(), ...part })).valid).toBe(false);
  });

  test('holds schemas of draft 2020-12 alone', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const schemas = schemasIn(read());

    expect(schemas.length).toBeGreaterThan(200);
    expect(schemas.filter((schema) => !ajv.validateSchema(schema))).toEqual([]);
  });
});
