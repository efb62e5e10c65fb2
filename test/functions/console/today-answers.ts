import type {
  MarketView,
  PurchaseOrderSummary,
  SkuDecisionView,
  SkuSummary,
} from '../../../lib/domain/index.ts';
import type { Answers } from './console-page.ts';
import { aLine, aMarket, ok, usual } from './usual-answers.ts';

const euros = (minor: number) => ({ minor, currency: 'EUR' });
const perUnit = (micros: number) => ({ micros, currency: 'EUR' });

/** A SKU that runs out, with a price to raise. */
export const aNeed = (sku: string, given: Partial<SkuSummary> = {}): SkuSummary => ({
  ...aLine(sku),
  ...{ kind: 'ready', name: `Article ${sku}`, moneyAtRisk: euros(120_000), attention: ['stockOut', 'price'] },
  ...{ onHand: 12, daysOfCover: 3, price: perUnit(10e6), proposedPrice: perUnit(11e6), orderUnits: 240 },
  missing: [],
  ...given,
});

export const aDraft = (sku: string, given: Partial<SkuDecisionView> = {}): SkuDecisionView => ({
  ...{ decision: `de:${sku}:v1`, subject: 'price', market: 'de', sku, state: 'proposed', version: 1 },
  ...{ runId: 'de-2026-06-30', policyVersion: 'p', asOf: '2026-06-30' },
  ...{ price: perUnit(11e6), currentPrice: perUnit(10e6), orderUnits: 240, expectedGainPerDay: euros(900) },
  why: ['12 on hand last 3 days.', 'At 11.00 EUR it earns most.'],
  whyNotAutomatic: [{ code: 'mode', text: 'the mode is suggest' }],
  ...given,
});

export const anOrder = (given: Partial<PurchaseOrderSummary> = {}): PurchaseOrderSummary => ({
  ...{ id: 'po-1', location: 'hamburg', supplier: 'Nordwerk', currency: 'EUR', status: 'draft' },
  ...{
    markets: ['de'],
    asOf: '2026-06-30',
    nights: [],
    orderDate: '2026-07-01',
    nextOrderDate: '2026-07-08',
  },
  expectedArrival: '2026-07-15',
  totals: { value: euros(250_000), units: 240, lines: 2, cartons: null },
  checks: { minimumOrder: null, container: null, budget: null },
  ...{ notes: [], performance: null },
  ...given,
});

/** What Germany's API knows today; a test changes what it is about. */
export type Germany = {
  skus: SkuSummary[];
  drafts: Map<string, SkuDecisionView>;
  uploads: unknown[];
  runs: unknown[];
  orders: PurchaseOrderSummary[];
  /** What was asked that changes something: method and path, with the body. */
  acts: { act: string; body: unknown; ifMatch: string | undefined }[];
};

export function germany(skus: readonly string[] = ['A-1', 'A-2', 'A-3']): Germany {
  return {
    skus: skus.map((sku) => aNeed(sku)),
    drafts: new Map(skus.map((sku) => [`de:${sku}:v1`, aDraft(sku)])),
    ...{ uploads: [], runs: [], orders: [], acts: [] },
  };
}

const stale = {
  status: 412,
  body: {
    type: 'urn:tradewind:problem:stale',
    title: 'Stale',
    status: 412,
    detail: 'it changed',
    instance: '/',
  },
};

/** Answer as the API does for what Germany knows, with decisions by their versions; the other region is as usual. */
export const answersOf =
  (known: Germany): Answers =>
  (address, token, asked) => {
    const { pathname, origin } = new URL(address);
    if (!origin.includes('home')) return usual(address, token);
    if (asked.method !== 'GET')
      known.acts.push({
        act: `${asked.method} ${pathname}`,
        body: asked.body,
        ifMatch: asked.headers['if-match'],
      });
    if (pathname.endsWith('/decisions/bulk')) return bulk(known, asked.body);
    const [, id, act] = /\/v1\/decisions\/([^/]+)(?:\/(\w+))?$/.exec(pathname) ?? [];
    if (id !== undefined) return decide(known, decodeURIComponent(id), act, asked);
    if (pathname === '/v1/decisions') return ok({ items: [...known.drafts.values()].filter(isOpen) });
    if (pathname === '/v1/markets' && known.runs.length > 0)
      return ok({ items: [aMarket({ lastRun: newestOf(known) })] });
    if (pathname.endsWith('/skus')) return ok({ items: known.skus });
    if (pathname === '/v1/uploads') return ok({ items: known.uploads });
    if (pathname === '/v1/runs') return ok({ items: known.runs });
    if (pathname === '/v1/purchase-orders') return ok({ items: known.orders });
    return usual(address, token);
  };

const isOpen = ({ state }: SkuDecisionView) => state === 'proposed';

function decide(known: Germany, id: string, act: string | undefined, asked: Parameters<Answers>[2]) {
  const draft = known.drafts.get(id);
  if (draft === undefined) return { status: 404, body: { detail: 'there is no such decision' } };
  if (asked.method === 'GET') return ok(draft);
  if (asked.headers['if-match'] !== `"${draft.version}"`) return stale;
  const state = act === 'approve' ? 'approved' : act === 'reject' ? 'rejected' : 'changed';
  const decided = { ...draft, ...(state === 'changed' ? Object(asked.body) : {}), state } as SkuDecisionView;
  known.drafts.set(id, decided);
  return ok(decided);
}

function bulk(known: Germany, body: unknown) {
  const { items } = body as { items: { decision: string; version: number; action: string }[] };
  const answered = items.map(({ decision, version, action }) => {
    const asked = { method: 'POST', body: {}, headers: { 'if-match': `"${version}"` } };
    const answer = decide(known, decision, action, asked);
    return answer.status === 200
      ? { decision, result: answer.body }
      : { decision, problem: { ...Object(answer.body), status: answer.status } };
  });
  return ok({ done: answered.length, refused: 0, items: answered });
}

/** A market tells how its newest run went. */
function newestOf({ runs }: Germany): MarketView['lastRun'] {
  // the runs of a test have what a market tells of its last one
  const all = runs as NonNullable<MarketView['lastRun']>[];
  return all.toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1))[0] ?? null;
}
