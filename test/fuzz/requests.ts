import fc from 'fast-check';
import type { Route } from '../../lib/domain/index.ts';
import { openApiDocument } from '../../lib/runtime/openapi.ts';
import { sampleOf } from '../security/samples.ts';
import { HOSTILE_HEADERS, HOSTILE_TEXTS, RAW_BODIES, RAW_QUERIES, RAW_SEGMENTS } from './hostile.ts';
import { type Schema, valuesOf } from './schema-values.ts';
import { spoil, spoils, withPiece } from './spoil.ts';
import { KNOWN_WORDS } from './words.ts';

/** Who asks: a caller who may do everything, one who may only read, one whose token is none, one without. */
export type Asker = 'all' | 'reader' | 'forger' | 'nobody';

/** A request as it goes over the wire, in a form that a report can show. */
export type FuzzedRequest = {
  asker: Asker;
  method: string;
  /** Percent-encoded. */
  path: string;
  query: string;
  headers: Record<string, string>;
  body: string;
  encoding: 'utf8' | 'latin1';
};

type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema };
type Operation = {
  parameters: Parameter[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
};

// the document is a JSON text: read back it is what a caller gets, and its form is that of the type
const paths: Record<string, Record<string, Operation>> = JSON.parse(JSON.stringify(openApiDocument().paths));

/** Make requests to one route out of what the OpenAPI document says of it: good ones, almost good ones, and hostile ones. */
export function requestsTo(route: Pick<Route, 'method' | 'path'>): fc.Arbitrary<FuzzedRequest> {
  const { method, path } = route;
  const operation = paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`the document has no ${method} ${path}`);
  return fc
    .record({
      asker: often<Asker>('all', ['reader', 'forger', 'nobody']),
      path: pathsOf(route),
      query: queriesOf(route, operation),
      headers: headersOf(operation),
      content: bodiesOf(route, operation),
    })
    .map(({ content, ...rest }) => ({ method, ...rest, ...content }));
}

/** A request that its caller is answered. */
export function usualRequestTo(route: Pick<Route, 'method' | 'path'>): FuzzedRequest {
  const { path, query, body, headers } = sampleOf(route);
  return {
    ...{ asker: 'all', method: route.method, encoding: 'utf8' },
    path: route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(path[name] ?? '')),
    query: new URLSearchParams(query).toString(),
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

/** The one value nearly always. */
const often = <T>(usual: T, others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

function pathsOf(route: Pick<Route, 'method' | 'path'>): fc.Arbitrary<string> {
  const sample = sampleOf(route).path;
  const parts = route.path.split('/').map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name === undefined ? fc.constant(part) : segmentsOf(sample[name] ?? '');
  });
  return fc.tuple(...parts).map((segments) => segments.join('/'));
}

const segmentsOf = (usual: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constant(encoded(usual)) },
    { weight: 2, arbitrary: fc.constantFrom(...KNOWN_WORDS).map(encoded) },
    { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_TEXTS).map(encoded) },
    { weight: 3, arbitrary: spoiltNames(usual).map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom(...RAW_SEGMENTS) },
  );

/** Names that begin or end as one that is known. */
const spoiltNames = (usual: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat({ max: 5 }), fc.constantFrom(...HOSTILE_TEXTS))
    .map(([place, piece]) => withPiece(usual, place, piece));

/** Half a character has no encoding. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

function queriesOf(route: Pick<Route, 'method' | 'path'>, { parameters }: Operation): fc.Arbitrary<string> {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const values = (name: string, schema: Schema) => fc.tuple(fc.constant(name), valuesOf(schema, KNOWN_WORDS));
  const fitting = fc.tuple(
    ...inQuery.map(({ name, schema, required }) =>
      required ? values(name, schema) : fc.option(values(name, schema), { nil: undefined }),
    ),
  );
  const hostile = fc.array(
    fc.tuple(
      fc.constantFrom(...inQuery.map(({ name }) => name), 'merchant', '__proto__'),
      fc.constantFrom(...HOSTILE_TEXTS),
    ),
    { minLength: 1, maxLength: 3 },
  );
  const usual = new URLSearchParams(sampleOf(route).query).toString();
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(usual) },
    { weight: inQuery.length === 0 ? 1 : 8, arbitrary: fitting.map((pairs) => written(pairs)) },
    { weight: inQuery.length === 0 ? 1 : 4, arbitrary: hostile.map(written) },
    { weight: 1, arbitrary: fc.constantFrom(...RAW_QUERIES) },
  );
}

function written(pairs: readonly (readonly [string, unknown] | undefined)[]): string {
  const query = new URLSearchParams();
  for (const pair of pairs) if (pair !== undefined) query.append(pair[0], String(pair[1]));
  return query.toString();
}

function headersOf({ parameters }: Operation): fc.Arbitrary<Record<string, string>> {
  const declared = new Set(
    parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase()),
  );
  const types = [
    'text/plain',
    'application/json; charset=utf-16',
    'multipart/form-data',
    'x',
    '',
    'application/xml',
  ];
  const maybe = (usual: string, others: readonly string[]) =>
    fc.option(often(usual, others), { nil: undefined, freq: 12 });
  const wanted = {
    'content-type': maybe('application/json', types),
    // each thing is stored once, and a change is the second
    'if-match': declared.has('if-match') ? maybe('"1"', ['"0"', '"2"', '"3"', ...HOSTILE_HEADERS]) : never,
    'idempotency-key': fc.option(fc.constantFrom('k-1', 'k-2', 'k-3', ...HOSTILE_HEADERS), {
      nil: undefined,
      freq: 1,
    }),
    accept: fc.option(
      fc.constantFrom('image/svg+xml', 'application/json', '*/*', 'image/svg+xml;q=x', ...HOSTILE_HEADERS),
      { nil: undefined, freq: 1 },
    ),
    'accept-language': declared.has('accept-language')
      ? maybe('zh-CN, en;q=0.8', ['en', 'zh;q=0', '*', 'en;q=abc', ',,,', ...HOSTILE_HEADERS])
      : never,
  };
  return fc
    .record(wanted)
    .map((headers) =>
      Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
    );
}

const never = fc.constant(undefined);

type Content = Pick<FuzzedRequest, 'body' | 'encoding'>;

function bodiesOf(route: Pick<Route, 'method' | 'path'>, { requestBody }: Operation): fc.Arbitrary<Content> {
  const raw = fc.constantFrom(...RAW_BODIES).map((body): Content => ({ body, encoding: 'latin1' }));
  const none = fc.constant<Content>({ body: '', encoding: 'utf8' });
  if (requestBody === undefined)
    return fc.oneof({ weight: 9, arbitrary: none }, { weight: 1, arbitrary: raw });
  const fitting = valuesOf(requestBody.content['application/json'].schema, KNOWN_WORDS);
  const sample = fc.constant(sampleOf(route).body);
  const spoilt = fc.tuple(fc.oneof(sample, fitting), spoils).map(([value, how]) => spoil(value, how));
  const json = (value: unknown): Content => ({ body: JSON.stringify(value) ?? '', encoding: 'utf8' });
  return fc.oneof(
    { weight: 6, arbitrary: sample.map(json) },
    { weight: 6, arbitrary: fitting.map(json) },
    { weight: 6, arbitrary: spoilt.map(json) },
    { weight: 1, arbitrary: none },
    { weight: 2, arbitrary: raw },
  );
}
