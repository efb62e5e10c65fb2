import type { Analysis, Comparison, Season } from '../../../lib/domain/index.ts';
import { compareMarkets } from '../../../lib/insight/index.ts';
import { anAnalysis } from '../../charts/some-results.ts';

const aSeason: Season = {
  ...{ kind: 'measured', strength: 0.8, pValue: 0.001, months: 24 },
  indices: Array.from({ length: 12 }, (_, month) => {
    const value = month === 10 ? 1.4 : 0.96;
    return { value, low: value - 0.1, high: value + 0.1 };
  }),
};
const growth = (value: number): Analysis['growth'] => ({
  ...{ monthOnMonth: null, yearOnYear: null },
  trailingYear: { value, low: value - 0.05, high: value + 0.05 },
});
const months = (currency: string, minors: number[]): Analysis['months'] =>
  minors.map((minor, place) => ({
    ...{ month: `2025-0${place + 1}`, orders: 12, buyers: 9, partial: false },
    revenue: { minor, currency },
  }));

/** Germany in euros, which grows, and in the same region Poland, of which there is no rate. */
export const homeComparison = (currency = 'EUR'): Comparison =>
  compareMarkets(
    [
      {
        market: { market: 'de', name: 'Germany', currency: 'EUR' },
        analysis: anAnalysis({
          ...{ growth: growth(0.2), season: aSeason, revenue: { minor: 60_000_000, currency: 'EUR' } },
          ...{ months: months('EUR', [100_000, 200_000, 300_000]), returnsShare: 0.04 },
        }),
      },
      {
        market: { market: 'pl', name: 'Poland', currency: 'PLN' },
        analysis: anAnalysis({
          ...{ currency: 'PLN', revenue: { minor: 9_900_000, currency: 'PLN' } },
          ...{ averageOrder: { minor: 50_000, currency: 'PLN' }, months: months('PLN', [5000, 5000]) },
        }),
      },
    ],
    { currency, notHere: ['us', 'jp'] },
  );

/** The United States, which shrinks, by an uploaded rate; and Japan, which waits for its first night. */
export const farComparison = (currency = 'EUR'): Comparison =>
  compareMarkets(
    [
      {
        market: { market: 'us', name: 'United States', currency: 'USD' },
        analysis: anAnalysis({
          ...{ currency: 'USD', revenue: { minor: 50_000_000, currency: 'USD' } },
          ...{ averageOrder: { minor: 30_000, currency: 'USD' }, months: months('USD', [400_000, 200_000]) },
          ...{ growth: growth(-0.1), rates: [{ date: '2025-03-05', base: 'USD', quote: 'EUR', rate: 0.8 }] },
        }),
      },
      { market: { market: 'jp', name: 'Japan', currency: 'JPY' }, analysis: undefined },
    ],
    { currency, notHere: ['de', 'pl'] },
  );
