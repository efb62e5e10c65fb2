import {
  type Contract,
  LONGEST_NAME,
  LONGEST_TOKEN,
  marketName,
  type PathNames,
  type Route,
  type RouteKey,
} from '../domain/index.ts';
import { type Json, schemaOf } from './openapi-schema.ts';

/** Every name that stands in braces in a path. */
type PathName = PathNames<RouteKey>;

const name = { type: 'string', minLength: 1, maxLength: LONGEST_NAME };

const pathParameters: Readonly<Record<PathName, Json>> = {
  market: {
    description: "A market's short name. Those of other regions and other merchants do not exist here.",
    schema: schemaOf(marketName, 'output'),
    example: 'de',
  },
  sku: {
    description: "The seller's own article code, percent-encoded, `/` included.",
    schema: name,
    example: 'PK-102',
  },
  customer: {
    description: 'The pseudonym that Tradewind gave a buyer.',
    schema: name,
    example: 'c1-0f4e21a7c3d94b5f8e6a1b2c3d4e5f60',
  },
  upload: {
    description: 'The id of an upload, as it was answered when the upload was made, or as the list has it.',
    schema: name,
    example: '01JZ8QK4T5M9X7C2V6B3N1D0FA',
  },
  order: {
    description: 'The id of a purchase order, as the list has it.',
    schema: name,
    example: 'HAMBURG-SUP-NEARBY-EUR-20260630-1K2J3H',
  },
  export: {
    description: 'The id of an export, as it was answered when it was asked for.',
    schema: name,
    example: 'de-01JZ8QK4T5M9X7C2V6B3N1D0FA',
  },
  decision: {
    description: 'The id of a decision, as the list has it, or the signed `decisionId` of an answer.',
    schema: { ...name, maxLength: LONGEST_TOKEN },
    example: 'de:PK-102:de-2026-06-30-1f3a9c02',
  },
  request: {
    description:
      'The id of a request of a buyer, as it was answered when it was made, or as the list has it.',
    schema: name,
    example: 'erase-01JZ8QK4T5M9X7C2V6B3N1D0FA',
  },
  experiment: {
    description: 'The id of an experiment, as it was answered when it was started, or as the list has it.',
    schema: name,
    example: '01JZ8QK4T5M9X7C2V6B3N1D0FA',
  },
  run: {
    description: 'The id of a run: its market and its business date.',
    schema: name,
    example: 'de-2026-06-30',
  },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key with the same request takes effect once and gives the same answer, for at least 24 hours. With another request it is a 422, and a 409 while the first is being answered.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
  example: '5f0c2a1e-upload-orders-2026-06-30',
};

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description:
    'The `ETag` of what is to be changed, as it was read. Another version is a 412: somebody else changed it since.',
  schema: { type: 'string', minLength: 3 },
  example: '"3"',
};

const ACCEPT_LANGUAGE = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description: 'Language of the sentences, where the query names none.',
  schema: { type: 'string' },
  example: 'zh-CN, en;q=0.8',
};

/** Whether the answer to a request with a key is kept: not of a PUT, which says what is to be, nor on the hot path, which writes nothing. */
export const isKept = ({ method, function: name }: Route, { body }: Contract) =>
  body !== undefined && method !== 'PUT' && name !== 'recommend';

/** Describe what a route takes beside its body: names in its path, its query, and the key of a request with a body. */
export function parametersOf(route: Route, contract: Contract): Json[] {
  const { path } = route;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, found]) => ({
    name: found,
    in: 'path',
    required: true,
    // the names of paths are those of the table, by the routes' own type
    ...pathParameters[found as PathName],
  }));
  const { properties = {}, required = [] } = schemaOf(contract.query, 'output');
  const needed = new Set(required);
  const inQuery = Object.entries(properties).map(([found, schema]) => {
    const { description, ...rest } = typeof schema === 'boolean' ? { description: undefined } : schema;
    return { name: found, in: 'query', required: needed.has(found), description, schema: rest };
  });
  const inHeader =
    contract.body === undefined
      ? []
      : [...(isKept(route, contract) ? [IDEMPOTENCY_KEY] : []), ...(contract.versioned ? [IF_MATCH] : [])];
  return [...inPath, ...inQuery, ...inHeader, ...('language' in properties ? [ACCEPT_LANGUAGE] : [])];
}
