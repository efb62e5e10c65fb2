import type { ExperimentPlanView, ExperimentView } from '../../../lib/domain/index.ts';

type Look = ExperimentView['looks'][number];

/** A look of a night in June 2026 at which Tradewind lets shelves be empty less often, by so much of all days. */
export const aLook = (asOf: string, effect: number, given: Partial<Look> = {}): Look => ({
  ...{ asOf, weeks: 3, assigned: { ai: 39, human: 38 }, effect, relativeEffect: effect / 0.06 },
  interval: { lower: effect - 0.03, upper: effect + 0.03 },
  means: { ai: 0.06 + effect, human: 0.06 },
  ...{ pValue: 0.2, verdict: 'no difference shown', sentence: 'The night’s own words.' },
  sampleRatio: { pValue: 0.91, mismatch: false },
  guards: [{ metric: 'daysOfCover', tolerated: 5, effect: 1.5, lower: -1, upper: 4, breached: false }],
  ...given,
});

/** A test of orders in Germany that runs for five weeks of June and July 2026 and was looked at twice. */
export const anExperiment = (given: Partial<ExperimentView> = {}): ExperimentView => ({
  ...{ id: 'x1', name: 'Orders by Tradewind', kind: 'orders', markets: ['de'], metric: 'stockOuts' },
  ...{ minimalEffect: 0.05, guards: [{ metric: 'daysOfCover', tolerated: 5 }], aiShare: 0.5 },
  ...{ unit: 'skuLocation', cluster: 'SKU × location', why: 'one stock serves all', currency: null },
  ...{ weeks: 5, start: '2026-06-08', end: '2026-07-12', createdAt: '2026-06-05T09:00:00.000Z' },
  ...{ author: 'anna', state: 'running', sentence: 'The night’s own words.', inForce: true },
  holidays: [{ market: 'de', date: '2026-06-15', name: 'A holiday' }],
  looks: [aLook('2026-06-22', -0.01), aLook('2026-06-29', -0.02)],
  strata: [],
  ...given,
});

/** What the planner says of an effect within reach, whatever is asked. */
export const aPlan = (given: Partial<ExperimentPlanView> = {}): ExperimentPlanView => ({
  ...{ kind: 'planned', unit: 'skuLocation', cluster: 'SKU × location', why: 'one stock serves all' },
  ...{ units: 78, unitsPerArm: { ai: 39, human: 39 }, weeks: 5, power: 0.8489, standardError: 0.02 },
  unitsNeeded: 70,
  powerCurve: [0, 0.36, 0.59, 0.75, 0.8489, 0.9].map((power, place) => ({ weeks: place + 1, power })),
  smallestEffects: [
    { weeks: 2, effect: 0.112 },
    { weeks: 26, effect: 0.046 },
  ],
  basis: {
    ...{ source: 'history', asOf: '2026-06-30', mean: 0.05, standardDeviation: 0.18, icc: 0.07 },
    preperiodCorrelation: 0.5,
  },
  ...{ start: '2026-07-02', holidays: [], sentence: 'The planner’s own words.' },
  ...given,
});
