import { addDays } from '../../../lib/domain/calendar.ts';
import type {
  AdjustmentsView,
  ForecastView,
  KeptAdjustment,
  Recommendation,
  SkuDetail,
  WhatIfAnswer,
  WhatIfRequest,
} from '../../../lib/domain/index.ts';
import type { Answers } from './console-page.ts';
import { aDraft, aNeed } from './today-answers.ts';
import { ok } from './usual-answers.ts';

const AS_OF = '2026-06-30';
const DAYS = 56;
const HISTORY = 182;
const euros = (minor: number) => ({ minor, currency: 'EUR' });
const perUnit = (micros: number) => ({ micros, currency: 'EUR' });
const onDays = (value: number) => Array.from({ length: DAYS }, () => value);
/** Units of a day of the past: more on some weekdays, none seen on two days. */
const soldOn = (day: number) => (day === 170 || day === 171 ? null : 8 + ((day * 5) % 7));

/** Eight weeks of 10 a day on average, from 4 to 16. */
export const aSkuForecast = (
  given: Partial<Extract<ForecastView, { kind: 'ready' }>> = {},
): Extract<ForecastView, { kind: 'ready' }> => ({
  ...{ kind: 'ready', sku: 'A-1', runId: 'de-2026-06-30', asOf: AS_OF, model: 'combination' },
  reason: 'it erred least on the last weeks',
  ...{ mean: onDays(10), p10: onDays(4), p50: onDays(9), p90: onDays(16) },
  leadTimeDemand: { days: 21, mean: 210, p50: 205, p90: 250, p95: 262, p99: 290 },
  history: Array.from({ length: HISTORY }, (_, day) => soldOn(day)),
  historyCensoredDays: [150, 151, 152],
  effects: [
    {
      ...{ name: 'price', kind: 'price', coefficient: -1, standardError: 0.2, source: 'history', used: true },
      ...{ reference: 10e6, future: onDays(10e6), text: '1 % more in price moves demand by -1 %' },
    },
  ],
  ...{ backtest: null, candidates: [], warnings: [], seed: 1, uploads: [] },
  ...given,
});

const leadTime = { meanDays: 14, sdDays: 2, source: 'receipts', receipts: 6 } as const;

export const aReplenishment = (): NonNullable<SkuDetail['replenishment']> => ({
  ...{ serviceLevel: 0.95, leadTime, reviewDays: 7, reorderPoint: 252, orderUpTo: 330, safetyStock: 42 },
  ...{ minimumOrderUnits: 0, packSize: 12, dailyDemand: 10, daysOfCover: 3, stockOutDate: '2026-07-03' },
  ...{ latestOrderDate: '2026-07-01', supplier: 'Nordwerk', markets: ['de'] },
});

export const aSkuDetail = (given: Partial<SkuDetail> = {}): SkuDetail => ({
  ...aNeed('A-1', { attention: ['stockOut', 'price'] }),
  ...{ market: 'de', stock: { onHand: 32, onOrder: 120, asOf: AS_OF, location: 'hamburg' }, forecast: null },
  replenishment: aReplenishment(),
  priceLimits: {
    ...{ floorMicros: 8_000_000, ceilingMicros: 14_000_000, largestStep: 0.15 },
    ...{ roundingStepMicros: 50_000, charmEndingMicros: null, coolDown: { days: 14, movedOn: '2026-06-02' } },
    parity: { lowestMicros: 9_600_000, highestMicros: 11_800_000, largestGap: 0.25 },
  },
  ...{ priceList: [], contracts: [], drift: null, policyVersion: 'p', warnings: [], uploads: [] },
  decision: aDraft('A-1'),
  why: ['32 on hand last 3 days.', 'At 11.00 EUR it earns most.'],
  ...given,
});

export const aRecommendation = (
  given: Partial<Extract<Recommendation, { kind: 'ready' }>> = {},
): Recommendation => ({
  ...{ kind: 'ready', market: 'de', sku: 'A-1', asOf: AS_OF, mode: 'suggest', killed: false, arm: 'ai' },
  effective: { price: perUnit(10e6), source: 'current', orderUnits: null },
  reasons: [],
  limitsApplied: [
    {
      limit: 'minimumAdvertisedPrice',
      detail: 'resellers may not advertise it below 10.50 EUR',
      figures: { price: perUnit(10_500_000) },
    },
  ],
  fallback: { price: perUnit(10e6), orderUnits: 0 },
  proposal: { price: perUnit(11e6), orderUnits: 240, reorderPoint: 252, orderUpTo: 330 },
  state: { onHand: 32, onOrder: 120, price: perUnit(10e6), stockLevel: 3 },
  expectedGain: { perDay: euros(900), lower: euros(200), upper: euros(1700) },
  evidence: { weeks: 60, priceMoves: 4, outcomes: 12, elasticity: -1.4, elasticityStandardError: 0.3 },
  ...{ decisionId: 'd', policyVersion: 'p', validUntil: '2026-07-02T00:00:00Z', stale: false, warnings: [] },
  ...given,
});

/** What stock does: it falls by so much a day from what is on hand, and rises by what arrives. */
function aCourse(perDay: number, arrives: { day: number; units: number }): number[] {
  return Array.from({ length: DAYS }, (_, day) =>
    Math.max(0, 32 - perDay * (day + 1) + (day >= arrives.day ? arrives.units : 0)),
  );
}

const courseOf = (demand: number, day: number, ordered: number) => {
  const course = (units: number, late: number) => ({
    p10: aCourse(demand * 1.2, { day, units }),
    p50: aCourse(demand, { day: day + late, units }),
    p90: aCourse(demand * 0.8, { day, units }),
  });
  return {
    ...course(120, 0),
    arrivals: [{ date: addDays(AS_OF, day + 1), units: 120, known: true }],
    ordered: { ...course(120 + ordered, 0), date: addDays(AS_OF, 15), units: ordered },
  };
};

/** Answer what a price, a service level and a lead time would change: 1 % of price moves demand by 1 %, the rest is simple. */
export function aWhatIf({ price, serviceLevel = 0.95, leadTimeDays = 14 }: WhatIfRequest): WhatIfAnswer {
  const factor = price === undefined ? 1 : Number((2 - price.micros / 10e6).toFixed(4));
  const forecast = aSkuForecast();
  const times = (daily: readonly number[]) => daily.map((units) => Number((units * factor).toFixed(4)));
  const planned = { ...aReplenishment(), orderUnits: 180 };
  const reorderPoint = Math.round(10 * factor * (leadTimeDays + 7) + 42 * (serviceLevel / 0.95));
  const { mean, p10, p50, p90 } = forecast;
  return {
    ...{ sku: 'A-1', runId: 'de-2026-06-30', asOf: AS_OF },
    effect:
      price === undefined
        ? null
        : { name: 'price', text: '1 % more in price moves demand by -1 %', source: 'history' },
    units: { planned: 560, changed: 560 * factor },
    planned: { mean, p10, p50, p90 },
    changed: { mean: times(mean), p10: times(p10), p50: times(p50), p90: times(p90) },
    replenishment: {
      planned,
      changed: {
        ...{ ...planned, serviceLevel, leadTime: { ...leadTime, meanDays: leadTimeDays }, reorderPoint },
        orderUnits: Math.round(180 * factor),
      },
      proposal: { orderUnits: 240, by: 'learnt' },
    },
    projection: {
      ...{ from: '2026-07-01', onHand: 32, planned: courseOf(10, 6, 180) },
      changed: courseOf(10 * factor, 6, Math.round(180 * factor)),
    },
    margin: {
      currency: 'EUR',
      plannedMinor: onDays(4000),
      changedMinor: onDays(Math.round(4000 * factor + (price === undefined ? 0 : 500))),
    },
    notes: [{ code: 'textbook', text: 'reorder point and order are those of the textbook rule' }],
  };
}

export const anAdjustment = (given: Partial<KeptAdjustment> = {}): KeptAdjustment => ({
  ...{ from: '2026-07-06', to: '2026-07-12', factor: 1.3, reason: 'Trade fair in Hanover' },
  ...{ author: 'anna', madeAt: '2026-06-29T08:00:00.000Z', madeOn: '2026-06-29' },
  ...given,
});

/** What the API knows of one SKU; a test changes what it is about. */
export type KnownSku = {
  forecast: ForecastView;
  detail: SkuDetail;
  recommendation: Recommendation;
  adjustments: AdjustmentsView;
  /** Of the adjustments. */
  version: number;
  /** How it answers "what if". */
  whatIf: (request: WhatIfRequest) => WhatIfAnswer;
  /** What was asked "what if", and what was saved, in this order. */
  asked: WhatIfRequest[];
  saved: { ifMatch: string | undefined; body: unknown }[];
};

export const aKnownSku = (given: Partial<KnownSku> = {}): KnownSku => ({
  ...{ forecast: aSkuForecast(), detail: aSkuDetail(), recommendation: aRecommendation() },
  adjustments: { sku: 'A-1', serve: 'whenItPays', adjustments: [], past: [] },
  ...{ version: 0, whatIf: aWhatIf, asked: [], saved: [] },
  ...given,
});

const stale = (detail: string) => ({
  status: 412,
  body: { type: 'urn:tradewind:problem:stale', title: 'Stale', status: 412, detail, instance: '/' },
});

/** Answer for one SKU of Germany; everything else is answered by `rest`. */
export const skuAnswers =
  (known: KnownSku, rest: Answers): Answers =>
  (address, token, asked) => {
    const { pathname } = new URL(address);
    if (/\/skus\/A-1$/.test(pathname)) return ok(known.detail);
    if (pathname.endsWith('/A-1/recommendation')) return ok(known.recommendation);
    if (pathname.endsWith('/A-1/what-if')) {
      const request = Object(asked.body) as WhatIfRequest;
      known.asked.push(request);
      return ok(known.whatIf(request));
    }
    if (pathname.endsWith('/forecasts/A-1')) return ok(known.forecast);
    if (pathname.endsWith('/A-1/adjustments')) return adjust(known, asked);
    return rest(address, token, asked);
  };

function adjust(known: KnownSku, { method, body, headers }: Parameters<Answers>[2]): ReturnType<Answers> {
  const etag = () => ({ etag: `"${known.version}"` });
  if (method === 'GET') return { ...ok(known.adjustments), headers: etag() };
  const ifMatch = headers['if-match'];
  known.saved.push({ ifMatch, body });
  if (ifMatch !== `"${known.version}"`) return stale('it was changed since it was read: read it again');
  const { serve, adjustments } = body as { serve: 'whenItPays'; adjustments: KeptAdjustment[] };
  known.version += 1;
  known.adjustments = {
    ...known.adjustments,
    ...{ serve, adjustments: adjustments.map((one) => anAdjustment({ factor: undefined, ...one })) },
  };
  if (known.forecast.kind === 'ready')
    known.forecast = { ...known.forecast, adjustments: known.adjustments.adjustments };
  return { ...ok(known.adjustments), headers: etag() };
}
