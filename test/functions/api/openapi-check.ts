import { expect } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { HttpAnswer } from '../../../lib/runtime/http-answer.ts';
import { openApiDocument } from '../../../lib/runtime/openapi.ts';

/** An answer as a caller gets it. */
export type Shown = { status: number; headers?: Readonly<Record<string, unknown>>; body?: string };

type Response = { headers?: Record<string, unknown>; content: Record<string, unknown> };
type Operation = { responses: Record<string, Response | { $ref: string }> };
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response> };
};

const ID = 'openapi';
// the document is a JSON text: read back it is what a caller gets, and its form is that of the type
const document: Document = JSON.parse(JSON.stringify(openApiDocument()));
// formats are annotations in draft 2020-12; zod writes a pattern beside each, which is checked
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(document, ID);

/** Headers that the document has for an answer, but which it may lack. */
const SOMETIMES = new Set(['Link', 'Location', 'Idempotency-Replayed']);

/**
 * Hold an answer against what the OpenAPI document has for its route: the status, the type, the body and the headers.
 *
 * @returns what of it the document does not have, in words; nothing where it fits
 */
export function misfitsOf(routeKey: string, { status, headers = {}, body = '' }: Shown): string[] {
  const declared = responseOf(routeKey, status);
  if (declared === undefined) return [`${routeKey} has no answer ${status}`];
  const { response, place } = declared;
  const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  if (!(type in response.content)) return [`${routeKey} ${status} is never of the type ${type}`];
  const missing = Object.keys(response.headers ?? {})
    .filter((name) => !SOMETIMES.has(name) && headers[name.toLowerCase()] === undefined)
    .map((name) => `${routeKey} ${status} lacks the header ${name}`);
  const validate = ajv.getSchema(pointerOf([...place, 'content', type, 'schema']));
  if (validate === undefined) throw new Error(`${place.join('/')} has no schema of ${type}`);
  const isFits = validate(type.endsWith('json') ? JSON.parse(body) : body);
  return [...missing, ...(isFits ? [] : [`${routeKey} ${status}: ${ajv.errorsText(validate.errors)}`])];
}

/** Find what the document has for a route's status, and where. */
function responseOf(routeKey: string, status: number): { response: Response; place: string[] } | undefined {
  const [method = '', path = ''] = routeKey.split(' ');
  const inRoute = ['paths', path, method.toLowerCase(), 'responses', String(status)];
  const found = document.paths[path]?.[method.toLowerCase()]?.responses[status];
  if (found === undefined) return undefined;
  if (!('$ref' in found)) return { response: found, place: inRoute };
  const name = found.$ref.split('/').at(-1) ?? '';
  const response = document.components.responses[name];
  return response === undefined ? undefined : { response, place: ['components', 'responses', name] };
}

function pointerOf(parts: readonly string[]): string {
  const escaped = parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'));
  return `${ID}#/${escaped.map(encodeURIComponent).join('/')}`;
}

/** Hold an answer of the fixture's function against the document. */
export function expectFits(routeKey: string, answer: HttpAnswer): void {
  const { statusCode: status, headers = {}, body = '' } = answer;
  expect(misfitsOf(routeKey, { status, headers, body })).toEqual([]);
  expect(headers['x-request-id']).toBe('request-1');
  if (status >= 400) expect(headers['content-type']).toBe('application/problem+json');
}
