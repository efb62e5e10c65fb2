import type {
  AutomationView,
  BuyerView,
  MarketView,
  SkuSummary,
  TargetPage,
  TargetView,
} from '../../../lib/domain/index.ts';
import { anAnalysis, aSegmentation } from '../../charts/some-results.ts';
import { farComparison, homeComparison } from './a-comparison.ts';
import { anEarningsStatement } from './an-earnings-statement.ts';
import { anExperiment, aPlan } from './an-experiment.ts';
import { HOME, type PlainAnswers } from './console-page.ts';

export const aMarket = (given: Partial<MarketView>): MarketView => ({
  ...{ market: 'de', name: 'Germany', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin' },
  ...{ homeRegion: 'eu-central-1', location: 'hamburg', runAt: '03:30', mode: 'suggest', killed: false },
  lastRun: { runId: 'r', asOf: '2026-06-30', state: 'finished', startedAt: '2026-07-01T01:30:00.000Z' },
  ...given,
});

export const aLine = (sku: string): SkuSummary => ({
  ...{ sku, name: null, kind: 'insufficientData', moneyAtRisk: null, onHand: null, daysOfCover: null },
  attention: [],
  ...{ price: null, proposedPrice: null, orderUnits: null, next28Days: null, asOf: '2026-06-30' },
  missing: ['unit_cost'],
});

export const aTarget = (customer: string, given: Partial<TargetView> = {}): TargetView => ({
  ...{ customer, segment: 'large-regulars', segmentName: 'Large regulars', chanceWithin30Days: 0.624 },
  nextOrder: { from: '2025-07-03', median: '2025-07-08', to: '2025-07-19' },
  expectedSpend90Days: { minor: 120_000, currency: 'EUR' },
  offer: { sku: 'LAMP-1', kind: 'repeat', score: 1, reason: 'bought every 31 days, due in 2' },
  ...given,
});

export const aTargetPage = (items: TargetView[], given: Partial<TargetPage> = {}): TargetPage => ({
  ...{ items, runId: 'de-2025-06-30', asOf: '2025-06-30', buyers: items.length, missing: [] },
  ...given,
});

export const aBuyer = (given: Partial<BuyerView> = {}): BuyerView => ({
  ...{ customer: 'c1-0123456789abcdef', segment: 'large-regulars', runId: 'r', asOf: '2025-06-30' },
  ...{ recencyDays: 3, orders: 41, yearRevenue: { minor: 400_000, currency: 'EUR' } },
  ...{ firstOrder: '2024-01-02', lastOrder: '2025-06-27' },
  prediction: {
    ...{ model: 'bgnbd', chanceWithin30Days: 0.624, chanceWithin90Days: 0.998, expectedOrders90Days: 2.34 },
    expectedSpend90Days: { minor: 120_000, currency: 'EUR' },
    nextOrder: { from: '2025-07-03', median: '2025-07-08', to: '2025-07-19' },
    reason: '41 order days, the last 3 days ago',
  },
  offers: [
    { sku: 'LAMP-1', kind: 'repeat', score: 2, reason: 'bought every 31 days, due in 2' },
    { sku: 'LAMP/2', kind: 'new', score: 1, reason: '7 of 10 similar buyers take it' },
  ],
  ...given,
});

/** What is set where a market suggests only, with a limit of price steps. */
export const anAutomation = (given: Partial<AutomationView> = {}): AutomationView => ({
  ...{ market: 'de', pending: null, author: 'anna', changedAt: '2026-06-01T08:00:00.000Z' },
  set: { mode: 'suggest', killed: false, limits: { largestStep: 0.07 } },
  effective: { mode: 'suggest', killed: false, limits: { largestStep: 0.05 } },
  ...given,
});

export const ok = (body: unknown) => ({ status: 200, body });
export const lack = {
  kind: 'insufficientData',
  runId: '',
  asOf: '2026-06-30',
  missing: ['run'],
  detail: 'no run yet',
};

/** Two regions with a market each, a worklist of one SKU and nothing else yet; a test changes what it is about. */
export const usual: PlainAnswers = (address) => {
  const { origin, pathname } = new URL(address);
  if (pathname === '/v1/markets')
    return ok({ items: [origin === HOME ? aMarket({}) : aMarket({ market: 'us', name: 'United States' })] });
  if (pathname.endsWith('/skus')) return ok({ items: [aLine('A-1')] });
  if (pathname.endsWith('/automation')) return { ...ok(anAutomation()), headers: { etag: '"3"' } };
  if (pathname === '/v1/rights')
    return {
      ...ok({ rights: { people: [], deputies: [] }, author: null, changedAt: null }),
      headers: { etag: '"1"' },
    };
  if (/\/v1\/(decisions|uploads|runs|purchase-orders)$/.test(pathname)) return ok({ items: [] });
  if (/\/skus\/|\/forecasts\//.test(pathname))
    return { status: 404, body: { detail: 'there is no such SKU' } };
  if (pathname.endsWith('/customers'))
    return ok(aTargetPage([], { missing: ['run'], detail: lack.detail, runId: '' }));
  return ok(lack);
};

/** A market of which the night has found out everything. */
export const wellKnown: PlainAnswers = (address, token) => {
  const { pathname } = new URL(address);
  if (pathname === '/v1/analysis') return ok(address.startsWith(HOME) ? homeComparison() : farComparison());
  if (pathname.endsWith('/segments')) return ok(aSegmentation());
  if (pathname.endsWith('/analysis')) return ok(anAnalysis());
  if (pathname === '/v1/experiments') return ok({ items: [anExperiment()] });
  if (pathname === '/v1/experiments/plan') return ok(aPlan());
  if (pathname.startsWith('/v1/experiments/')) return ok(anExperiment());
  if (pathname.endsWith('/earnings')) return ok({ month: '2026-10', items: [anEarningsStatement()] });
  if (pathname.endsWith('/earnings/lines')) return ok({ items: anEarningsStatement().month.lines });
  if (pathname.endsWith('/customers')) return ok(aTargetPage([aTarget('c1-0123456789abcdef')]));
  if (pathname.includes('/customers/')) return ok(aBuyer());
  return usual(address, token);
};
