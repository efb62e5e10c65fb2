import type {
  MonthRevenue,
  PlottedCohorts,
  PlottedMarket,
  PlottedPosition,
  PlottedSeason,
  SegmentProfile,
} from '../../lib/charts/index.ts';

export const monthOf = (i: number) => `${2023 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`;
export const months = (amounts: readonly number[], currency = 'EUR'): MonthRevenue[] =>
  amounts.map((minor, i) => ({
    month: monthOf(i),
    revenue: { minor, currency },
    partial: i === amounts.length - 1,
  }));

/** A market whose months from January 2023 brought so many cents. */
export const aPlottedMarket = (name: string, minors: readonly (number | null)[]): PlottedMarket => ({
  ...{ name, currency: 'EUR' },
  months: minors.map((revenueMinor, i) => ({ month: monthOf(i), revenueMinor })),
});

export const measured: Extract<PlottedSeason, { kind: 'measured' }> = {
  kind: 'measured',
  indices: Array.from({ length: 12 }, (_, i) => ({
    value: 0.5 + i / 10,
    low: 0.3 + i / 10,
    high: 0.8 + i / 10,
  })),
  strength: 0.7,
  pValue: 0.0004,
  months: 36,
};

export const cohorts = (
  count: number,
  share: (row: number, month: number) => number | null,
): PlottedCohorts => ({
  cohorts: Array.from({ length: count }, (_, row) => ({
    month: monthOf(row),
    buyers: 20,
    mayBeOlder: row === 0,
    retained: Array.from({ length: count - row }, (_, month) => (month === 0 ? 1 : share(row, month))),
  })),
  pooled: Array.from({ length: count - 1 }, (_, i) => ({ monthsSince: i + 1, share: 0.4 })),
});

export const spread = { lower: 1, median: 2, upper: 40, market: 3 };
export const aSegment = (name: string, figures: SegmentProfile['figures'] = {}): SegmentProfile => ({
  ...{ name, description: `One of ${name} buys little`, buyers: 1, revenueShare: 0.004 },
  figures: { recencyDays: spread, valueMinor: { lower: 0, median: 0, upper: 0, market: 0 }, ...figures },
});

export const aPosition = (name: string, changes: Partial<PlottedPosition> = {}): PlottedPosition => ({
  ...{ name, advice: 'hold', growth: { value: 0.1, low: -0.05, high: 0.25 }, margin: 0.3, revenueShare: 0.2 },
  ...changes,
});
