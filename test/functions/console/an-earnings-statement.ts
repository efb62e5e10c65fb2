import type { MarketEarnings, MonthEarnings } from '../../../lib/domain/index.ts';

const money = (minor: number) => ({ minor, currency: 'EUR' });
const bounded = (minor: number, lower: number, upper: number) => ({
  ...{ amount: money(minor), lower: money(lower), upper: money(upper) },
});

/** Germany in October 2026: 41,000 EUR more than people, 382,000 EUR in a year replayed. */
export const anEarningsStatement = (): MarketEarnings & {
  month: Extract<MonthEarnings, { kind: 'measured' }>;
} => ({
  ...{ market: 'de', name: 'Germany', currency: 'EUR' },
  year: {
    ...{ kind: 'measured', market: 'de', asOf: '2026-10-31', runId: 'de-2026-10-31', from: '2025-11-02' },
    ...{ level: 0.9, skus: 812, drawn: 240, replayed: 231, against: { actual: 231, textbook: 0 } },
    stockFreed: bounded(-2_200_000, -3_000_000, -1_400_000),
    stockOutsAvoided: {
      ...{ units: 18_231, skuDays: 5120, margin: bounded(41_200_000, 33_000_000, 51_000_000) },
    },
    holdingSaved: bounded(-6_100_000, -8_000_000, -4_500_000),
    orderingSaved: bounded(3_100_000, 2_600_000, 3_600_000),
    prices: null,
    total: bounded(38_200_000, 30_000_000, 47_500_000),
    cannotKnow: [
      { code: 'demandFilled', share: 0.034 },
      { code: 'costMissing', skus: 9 },
      { code: 'noPriceTests' },
    ],
    lines: [],
  },
  month: {
    ...{ kind: 'measured', market: 'de', month: '2026-10', asOf: '2026-11-05', runId: 'de-2026-11-05' },
    ...{ from: '2026-10-01', to: '2026-10-31', level: 0.95, method: 'randomisation', varianceRemoved: 0.8 },
    total: bounded(4_100_000, 2_900_000, 5_300_000),
    ...{ uncut: null, units: { ai: 771, human: 41 }, winsorised: null, pages: 1 },
    decisions: { count: 1, expected: money(320_000), earned: money(300_000), rest: money(3_800_000) },
    lines: [
      {
        ...{ decision: 'de:BOLT-M8:v1', sku: 'BOLT-M8', subject: 'price', from: '2026-10-03', days: 28 },
        ...{ expected: money(320_000), earned: money(300_000) },
      },
    ],
    cannotKnow: [{ code: 'noPreperiod', skus: 12 }],
  },
});
