import { type Contract, contracts, type Route } from '../../lib/domain/index.ts';
import { bodyExamples } from '../../lib/runtime/openapi-examples.ts';

/** What a request of a route carries beside its token. */
export type Sample = {
  path: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  headers: Record<string, string>;
};

/** What a merchant calls its things: one name for each parameter of a path. */
export type Names = Record<
  | 'market'
  | 'sku'
  | 'customer'
  | 'order'
  | 'upload'
  | 'export'
  | 'run'
  | 'request'
  | 'decision'
  | 'experiment',
  string
>;

/** Names that both merchants use for something of their own. */
export const shared: Names = {
  market: 'de',
  sku: 'A-1',
  customer: `c1-${'1'.repeat(32)}`,
  order: 'PO-1',
  upload: 'u-1',
  export: 'de-x-1',
  run: 'de-2025-01-31',
  request: 'erase-1',
  decision: 'de:A-1:de-2025-01-31-0a1b2c3d',
  experiment: 'exp-1',
};

/** Where a route needs more than its names and the body of the API's own description; `suffix` ends the last name. */
const special: Record<string, Partial<Omit<Sample, 'path'>> & { suffix?: string }> = {
  'GET /v1/analysis': { query: { markets: 'de' } },
  'GET /v1/markets/{market}/earnings/lines': { query: { month: '2024-12' } },
  'POST /v1/markets/{market}/runs': { body: { asOf: '2025-02-01' } },
  'POST /v1/markets/{market}/skus/{sku}/what-if': {
    body: { from: '2025-02-03', to: '2025-02-09', priceChange: -0.05 },
  },
  'POST /v1/markets/{market}/recommendations': {
    body: { items: [{ sku: 'A-1', onHand: 3 }, { sku: 'A-1' }] },
  },
  'PUT /v1/markets/{market}/forecasts/{sku}/adjustments': {
    body: { adjustments: [{ from: '2025-02-03', to: '2025-02-09', factor: 2, reason: 'a fair' }] },
  },
  'PATCH /v1/purchase-orders/{order}': { body: { status: 'approved' } },
  // each finds a draft that nobody has touched, and rights that bind nobody
  'POST /v1/decisions/{decision}/approve': { suffix: '-approved' },
  'POST /v1/decisions/{decision}/reject': { suffix: '-rejected' },
  'PATCH /v1/decisions/{decision}': {
    suffix: '-changed',
    body: { price: { micros: 10_500_000, currency: 'EUR' }, reasonCode: 'competitor' },
  },
  'PUT /v1/rights': { body: { people: [] } },
  'PUT /v1/markets/{market}/customers/{customer}/automation': { body: { automated: false } },
  'GET /v1/purchase-orders/{order}/export': { suffix: '-approved' },
  'POST /v1/uploads/{upload}/mapping': { suffix: '-asks', body: { answers: { dateOrder: 'dayFirst' } } },
  'PUT /v1/markets/{market}/stock': { body: { levels: [{ sku: 'A-1', onHand: 30, onOrder: 5 }] } },
  'POST /v1/runs/{run}/cancel': { suffix: '-running' },
  'POST /v1/experiments/plan': {
    body: {
      ...{ kind: 'orders', markets: ['de'], metric: 'stockOuts', minimalEffect: 0.01 },
      ...{ units: 400, standardDeviation: 0.05, icc: 0.5 },
    },
  },
  'POST /v1/markets/{market}/outcomes': {
    body: { outcomes: [{ key: 'k-1', sku: 'A-1', from: '2025-01-20', to: '2025-01-26', unitsLost: 4 }] },
  },
};

/**
 * A request that its owner would be answered.
 *
 * @throws Error that says what to add here when a route is new
 */
export function sampleOf(route: Pick<Route, 'method' | 'path'>, names: Names = shared): Sample {
  const key = `${route.method} ${route.path}`;
  const add = (what: string): never => {
    throw new Error(`no walk of test/security knows ${key} yet: add ${what} to test/security/samples.ts`);
  };
  // every route has a contract, by the contracts' own type
  const contract: Contract = contracts[key as keyof typeof contracts];
  const known: Record<string, string | undefined> = names;
  const example = bodyExamples[key as keyof typeof contracts];
  const { query = {}, headers = {}, body = example ?? {}, suffix = '' } = special[key] ?? {};
  const parameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const path = Object.fromEntries(
    parameters.map((name, place) => {
      const missing = `a name for {${name}} (and a document of that name to test/security/two-merchants.ts)`;
      const end = place === parameters.length - 1 ? suffix : '';
      const told = known[name] ?? add(missing);
      // a decision's id ends with its policy: its SKU takes the suffix
      return [name, name === 'decision' ? told.replace(/(:[^:]*)$/, `${end}$1`) : `${told}${end}`];
    }),
  );
  if (!contract.query.safeParse(query).success) add('a query that fits its contract');
  if (contract.body === undefined) return { path, query, headers, body: undefined };
  if (!contract.body.safeParse(body).success) add('a body that fits its contract');
  const edits = contract.versioned === true ? { 'if-match': '"1"' } : {};
  return { path, query, body, headers: { ...edits, ...headers } };
}
