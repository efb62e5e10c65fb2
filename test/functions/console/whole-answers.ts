import type { MarketHealth, MarketLogPage, PrivacyView, RunView, Upload } from '../../../lib/domain/index.ts';
import type { Answers } from './console-page.ts';
import { aKnownSku, anAdjustment, type KnownSku, skuAnswers } from './sku-answers.ts';
import { anOrder, answersOf, type Germany, germany } from './today-answers.ts';
import { ok, wellKnown } from './usual-answers.ts';

const euros = (minor: number) => ({ minor, currency: 'EUR' });

export const anUpload = (given: Partial<Upload> = {}): Upload => ({
  ...{ upload: 'u1', market: 'de', kind: 'orders', fileName: 'orders.csv', key: 'demo/de/orders/orders.csv' },
  ...{ sequence: '1', state: 'partlyAccepted', at: '2026-07-01T06:00:00.000Z' },
  rows: { read: 739, accepted: 735, merged: 0, quarantined: 4, waiting: 0 },
  rejects: [{ line: 2, column: 'ordered_at', value: '31.02.2026', reason: 'is not a date' }],
  ...{ rejectsKey: 'rejects/u1', questions: [], assumed: ['currency EUR (the market’s)'] },
  ...{ reading: { encoding: 'utf-8', delimiter: ';' }, reason: '4 of 739 rows were refused' },
  ...{ firstDate: '2026-06-01', lastDate: '2026-06-30' },
  ...given,
});

/** A file that is held until somebody has seen how it would be read, and says which order its dates have. */
export const aQuestion = (): Upload =>
  anUpload({
    ...{
      upload: 'u2',
      fileName: 'dates.csv',
      state: 'needsAnswer',
      reason: 'one choice is open',
      rejects: [],
    },
    questions: [
      {
        ...{ question: 'dateOrder', about: 'dateOrder', text: 'Is 03/04/2026 the 3rd of April?' },
        options: [
          { value: 'dayFirst', text: 'Yes: the day comes first' },
          { value: 'monthFirst', text: 'No: the month comes first' },
        ],
      },
    ],
    preview: {
      columns: ['sku', 'quantity'],
      rows: [
        ['A-1', '12'],
        ['A-2', null],
      ],
    },
  });

export const aRun = (given: Partial<RunView> = {}): RunView => ({
  ...{ merchant: 'demo', market: 'de', runId: 'de-2026-06-30', asOf: '2026-06-30', state: 'running' },
  ...{ startedAt: '2026-07-01T01:30:00.000Z', series: 60, shards: 3 },
  progress: {
    forecast: { of: 3, done: ['s1', 's2'] },
    segment: { of: 1, done: [] },
    learn: { of: 3, done: [] },
  },
  ...given,
});

const horizon = {
  ...{ days: 7, madeOn: '2026-06-23', skus: 60, observations: 420, units: 9000, wape: 0.4, totalsWape: 0.18 },
  ...{ bias: -0.02, weightedQuantileLoss: 0.2, coverage80: 0.81, betterThanNaive: 0.7 },
};

export const aHealth = (): MarketHealth => ({
  market: 'de',
  data: { newestOrder: '2026-06-30', daysBehind: 0, kinds: [], lastRun: null },
  forecasts: {
    accuracy: [{ asOf: '2026-06-30', runId: 'r', horizons: [horizon] }],
    reason: null,
    worst: [
      {
        ...{
          sku: 'A-2',
          days: 28,
          madeOn: '2026-06-02',
          model: 'theta',
          forecastUnits: 100,
          actualUnits: 240,
        },
        ...{ observedDays: 28, error: euros(140_000) },
      },
    ],
  },
  drift: {
    nights: [
      {
        ...{ asOf: '2026-06-30', runId: 'r', tested: 60, raised: 1, standing: 1, ended: 0 },
        ...{ priceMoves: 0, costMoves: 0 },
      },
    ],
    alarms: [
      {
        ...{ sku: 'A-3', signal: 'level', direction: -1, size: -0.4, since: '2026-06-01', daysSince: 29 },
        ...{ raisedOn: '2026-06-30', qValue: 0.01, words: 'sells 40 % less since 1 June' },
        moneyPerDay: euros(4200),
      },
    ],
    ...{ buyers: null, reason: null },
  },
  ...{ proof: null, decisionLog: null },
  fairness: {
    ...{ asOf: '2026-06-30', runId: 'r', days: 90, largestGap: 0.15, compared: 12, alarms: 1, widest: [] },
    largest: {
      ...{ sku: 'A-1', volumeBand: 'large', terms: 'list', buyers: 3, gap: 0.2, unexplained: true },
      dearest: { buyer: 'c1-a', shareOfList: 1, source: 'list' },
      cheapest: { buyer: 'c1-b', shareOfList: 0.83, source: 'list' },
      reason: 'nothing agreed explains it',
    },
    ...{ largestUnexplained: null, notes: ['terms of payment are in no file'] },
    rates: {
      ...{ days: 30, leastRatio: 0.8, alarms: 0, decided: [] },
      segments: [
        {
          ...{
            kind: 'approved',
            segment: 'Large regulars',
            cases: 20,
            done: 15,
            rate: 0.75,
            othersRate: 0.7,
          },
          ...{ interval: { lower: 0.53, upper: 0.89 }, ratio: 0.93, qValue: 0.8, alarm: false },
        },
      ],
    },
  },
});

/** An erasure that is done. */
export const aReceipt = (given: Partial<PrivacyView> = {}): PrivacyView => ({
  ...{ request: 'erase-1', kind: 'erase', state: 'done', by: 'anna@demo.example', mark: '9f8e7d6c5b4a' },
  ...{ requestedAt: '2026-06-20T08:00:00.000Z', finishedAt: '2026-06-20T08:04:00.000Z', link: null },
  held: [
    { store: 'lake/orders', objects: 3, rows: 41, done: 'made anonymous' },
    { store: 'buyers', objects: 1, rows: 1, done: 'removed' },
  ],
  ...{ uploadsToSendAgain: [], marketsElsewhere: ['us'] },
  expires: {
    objectVersions: '2026-07-20T08:04:00.000Z',
    tableBackups: '2026-07-25T08:04:00.000Z',
    logs: '2026-09-18T08:04:00.000Z',
    receipt: '2031-06-19T08:04:00.000Z',
  },
  ...given,
});

const HASH = 'ab'.repeat(32);

export const aLogPage = (): MarketLogPage => ({
  items: [
    {
      entry: {
        ...{
          entry: '2026-07-01T08:00:00.000Z-1',
          at: '2026-07-01T08:00:00.000Z',
          merchant: 'demo',
          market: 'de',
        },
        ...{ sku: 'A-1', decision: 'de:A-1:v1', event: 'approve', by: HASH, version: 1, place: 4 },
        ...{ from: 'proposed', to: 'approved', inputs: {} },
        draft: { currency: 'EUR', priceMicros: 11_000_000, orderUnits: 240 },
      },
      ...{ seal: null, row: null },
    },
    {
      entry: {
        ...{
          entry: '2026-07-01T02:00:00.000Z-1',
          at: '2026-07-01T02:00:00.000Z',
          merchant: 'demo',
          market: 'de',
        },
        ...{ sku: 'A-1', decision: 'de:A-1:v1', event: 'propose', by: 'tradewind', version: 1 },
        ...{ from: null, to: 'proposed', inputs: {}, draft: {} },
      },
      ...{ seal: null, row: null },
    },
  ],
  names: { [HASH]: { kind: 'person', name: 'anna@demo.example' } },
  ...{ from: '2026-06-01', to: '2026-07-01' },
});

/** A Germany in which every room has something to show. */
export const wholeGermany = (): Germany => ({
  ...germany(),
  uploads: [anUpload(), aQuestion()],
  runs: [aRun()],
  orders: [anOrder()],
});

/** A SKU that somebody adjusts the forecast of, and did before. */
const aSkuWithAdjustments = (): KnownSku =>
  aKnownSku({
    adjustments: {
      ...{ sku: 'A-1', serve: 'always', adjustments: [anAdjustment()] },
      past: [anAdjustment({ reason: 'Easter', withdrawnOn: '2026-05-03' })],
    },
  });

/** Answer every route that the console reads. */
export const wholeAnswers =
  (known: Germany = wholeGermany(), sku: KnownSku = aSkuWithAdjustments()): Answers =>
  (address, token, asked) => {
    const { pathname } = new URL(address);
    const upload = /\/v1\/uploads\/([^/]+)$/.exec(pathname)?.[1];
    if (asked.method === 'GET') {
      const found = known.uploads.find((one) => (one as Upload).upload === upload);
      if (found !== undefined) return ok(found);
      if (/\/v1\/runs\/[^/]+$/.test(pathname)) return ok(known.runs[0]);
      if (pathname.endsWith('/health')) return ok(aHealth());
      if (pathname.endsWith('/decision-log')) return ok(aLogPage());
      if (/segments|analysis|earnings|customers|experiments/.test(pathname)) return wellKnown(address, token);
      if (pathname.endsWith('/privacy-requests')) return ok({ items: [aReceipt()] });
    }
    return skuAnswers(sku, answersOf(known))(address, token, asked);
  };
