import { expect } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { HttpAnswer } from '../../../lib/runtime/http-answer.ts';
import { openApiDocument } from '../../../lib/runtime/openapi.ts';

const DOCUMENT = 'openapi';
// formats are annotations in draft 2020-12; zod writes a pattern beside each, which is checked
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(openApiDocument(), DOCUMENT);

/** Hold an answer against the schema that the OpenAPI document has for its route and status. */
export function expectFits(routeKey: string, answer: HttpAnswer): void {
  const [method = '', path = ''] = routeKey.split(' ');
  const problem = answer.statusCode >= 400;
  const type = String(answer.headers?.['content-type']).split(';')[0] ?? '';
  const isFile = type === 'text/csv' || type === 'image/svg+xml';
  const parts = problem
    ? ['components', 'schemas', 'Problem']
    : [
        ...['paths', path, method.toLowerCase()],
        ...['responses', String(answer.statusCode), 'content'],
        ...[isFile ? type : 'application/json', 'schema'],
      ];
  const pointer = parts
    .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
    .map(encodeURIComponent);
  const validate = ajv.getSchema(`${DOCUMENT}#/${pointer.join('/')}`);
  if (validate === undefined) throw new Error(`${routeKey} has no answer ${answer.statusCode}`);
  validate(isFile ? answer.body : JSON.parse(answer.body ?? ''));
  expect(validate.errors ?? []).toEqual([]);
  expect(answer.headers).toMatchObject({
    'content-type': problem
      ? 'application/problem+json'
      : isFile
        ? `${type}; charset=utf-8`
        : 'application/json',
    'x-request-id': 'request-1',
  });
}
