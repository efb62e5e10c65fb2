import type { BuyerAggregates } from './buyer-columns.ts';

/** Lines at which a buyer's own shares count half: one line says little of what a buyer takes. */
const PRIOR_LINES = 5;

/**
 * Turn what each buyer bought by category into columns in which equal distances are equal differences of mix: roots of the
 * shares (Hellinger distance), drawn to the market's shares where lines are few, centred at their means.
 *
 * Together the columns have the variance of one feature. Roots and not centred log-ratios: most buyers take nothing of most
 * categories, and a log-ratio is then made of whatever stands in for 0.
 *
 * @returns [categories][buyers]; empty where the mix is the same for everyone or not known of anyone
 */
export function categoryColumns({
  customers,
  columns,
  categories,
  categoryRevenueMinor,
}: BuyerAggregates): Float64Array[] {
  if (categories.length < 2) return [];
  const totals = categoryRevenueMinor.map((revenue) =>
    revenue.reduce((sum, minor) => sum + Math.max(minor, 0), 0),
  );
  const market = totals.reduce((sum, total) => sum + total, 0);
  if (market === 0) return [];
  const roots = categoryRevenueMinor.map((revenue, c) =>
    Float64Array.from(customers, (_, i) => {
      const bought = categoryRevenueMinor.reduce((sum, other) => sum + Math.max(other[i]!, 0), 0);
      const lines = bought > 0 ? columns.categoryLines[i]! : 0;
      const own = bought > 0 ? Math.max(revenue[i]!, 0) / bought : 0;
      return Math.sqrt((lines * own + (PRIOR_LINES * totals[c]!) / market) / (lines + PRIOR_LINES));
    }),
  );
  return asOneFeature(roots);
}

function asOneFeature(columns: Float64Array[]): Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  const centred = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / rows;
    return column.map((value) => value - mean);
  });
  const variance =
    centred.reduce((sum, column) => sum + column.reduce((squares, x) => squares + x * x, 0), 0) / rows;
  // what rounding leaves of equal shares is no difference
  return variance > 1e-12 ? centred.map((column) => column.map((x) => x / Math.sqrt(variance))) : [];
}
