import type { PlottedDays, PlottedPrice, PlottedPrices } from '../../lib/charts/index.ts';

/** A chart of one line from day 20,000 on, 2024-10-04, and whatever else a test gives it. */
export const plottedDays = (values: (number | null)[], given: Partial<PlottedDays>): PlottedDays => ({
  ...{ first: 20_000, last: 20_000 + Math.max(1, values.length) - 1, from: 20_000 },
  lines: [{ name: 'Sold', values, ink: 'observed' }],
  bands: [{ name: 'P10 to P90', low: values, high: values, ink: 'fan' }],
  ...{ shaded: [], spans: [], days: [], levels: [] },
  ...given,
});

/** Prices of whole units between a floor of 8 and no ceiling. */
export const plottedPrices = (
  prices: readonly (readonly [string, number, PlottedPrice['kind']])[],
): PlottedPrices => ({
  prices: prices.map(([words, units, kind]) => ({ words, micros: units * 1e6, kind })),
  ...{ allowed: { lowMicros: 8e6, highMicros: null }, reachable: { lowMicros: 9e6, highMicros: 11e6 } },
});
