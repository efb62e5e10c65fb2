import { describe, expect, test } from '@jest/globals';
import { buyerFeatures } from '../../lib/clustering/buyer-features.ts';
import { buyerFigures } from '../../lib/clustering/index.ts';
import { dayNumber } from '../../lib/domain/index.ts';
import { aBuyer, aggregatesOf, asOf, type SomeBuyer } from './some-buyers.ts';

const today = dayNumber(asOf);

function featuresOf(buyers: SomeBuyer[], categories: (string | null)[] = []) {
  const aggregates = aggregatesOf(buyers, { categories });
  return buyerFeatures(aggregates, buyerFigures(aggregates, asOf));
}

/** Buyers that differ in recency and value. */
const many = Array.from({ length: 40 }, (_, i) =>
  aBuyer({
    customer: `c${String(i).padStart(2, '0')}`,
    ...{ lastDay: today - i, yearRevenueMinor: 1_000 * 2 ** (i % 7) },
  }),
);

/** [buyers] of a feature's column. */
function columnOf({ points, columns }: ReturnType<typeof featuresOf>, feature: string): number[] {
  const c = columns.findIndex((column) => column.feature === feature);
  return Array.from({ length: points.rows }, (_, i) => points.data[i * points.columns + c]!);
}

describe('buyerFeatures', () => {
  test('leaves out what is the same for everyone or not known, and says so', () => {
    const { leftOut, notes } = featuresOf(many);

    expect(Object.fromEntries(leftOut.map(({ feature, reason }) => [feature, reason]))).toMatchObject({
      frequency: 'the same for every buyer',
      discount: 'not known of any buyer',
      categories: 'no article that was sold has a category in the products file',
    });
    expect(notes.map(({ feature }) => feature)).toEqual(['recency', 'value']);
  });

  test('leaves out what is known of under a quarter of the buyers, and puts unknown ones at the middle', () => {
    const listed = (count: number) =>
      many.map((buyer, i) => (i < count ? { ...buyer, listValue: 100, paidValue: 90 - i } : buyer));

    expect(featuresOf(listed(9)).leftOut).toContainEqual({
      feature: 'discount',
      reason: 'known of 23 % of the buyers only',
    });
    const ten = featuresOf(listed(10));
    expect(ten.notes).toContainEqual(expect.objectContaining({ feature: 'discount', knownShare: 0.25 }));
    expect(columnOf(ten, 'discount').slice(10)).toEqual(new Array(30).fill(0));
  });

  test('takes twice as much for the same step everywhere, in units of the robust spread', () => {
    const scores = columnOf(featuresOf(many), 'value');

    // values of 1,000 × 2^0 … 2^6: log1p steps are nearly equal, and the middle of seven is 2^3
    expect(scores[3]).toBeCloseTo(0, 12);
    expect(scores[4]! - scores[3]!).toBeCloseTo(scores[5]! - scores[4]!, 3);
  });

  test('holds a giant within three spreads, so that it is no segment by value alone', () => {
    const giant = aBuyer({ customer: 'z', yearRevenueMinor: 1e12 });

    expect(columnOf(featuresOf([...many, giant]), 'value').at(-1)).toBe(3);
  });

  test('lets all categories together count as their weight, however many there are', () => {
    const names = ['tools', 'paint', null];
    const buyers = many.map((buyer, i) => ({
      ...buyer,
      categoryLines: 20,
      bought: i % 2 === 0 ? { tools: 900, others: 100 } : { paint: 500, others: 500 },
    }));

    const features = featuresOf(buyers, names);

    const columns = ['tools', 'paint', 'all others'].map((name) => columnOf(features, `category: ${name}`));
    const variance = columns.flat().reduce((sum, x) => sum + x * x, 0) / buyers.length;
    const { weight } = features.notes.find(({ feature }) => feature === 'categories')!;
    expect(variance).toBeCloseTo(weight, 12);
    for (const column of columns) expect(column.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 10);
  });

  test('draws the mix of a buyer with few lines to the market’s', () => {
    const buyers = many.map((buyer, i) => ({
      ...buyer,
      categoryLines: i === 0 ? 1 : 100,
      bought: i < 20 ? { tools: 1_000 } : { paint: 1_000 },
    }));

    const [one, other] = columnOf(featuresOf(buyers, ['tools', 'paint']), 'category: tools');

    expect(Math.abs(one!)).toBeLessThan(Math.abs(other!));
    expect(one).toBeGreaterThan(0);
  });
});
