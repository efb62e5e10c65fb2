import { describe, expect, test } from '@jest/globals';
import { buyerDrift } from '../../../functions/segment/buyer-drift.ts';
import { type BuyerFigures, buyerFigureNames, type SegmentedNight } from '../../../lib/clustering/index.ts';
import { createRandom, standardNormal } from '../../../lib/numeric/index.ts';

const BUYERS = 200;

/** Figures of a market's buyers, drawn alike but for what is given. */
function figuresOf(seed: number, given: Partial<BuyerFigures> = {}): BuyerFigures {
  const random = createRandom(seed);
  const drawn = buyerFigureNames.map((name) => [
    name,
    Float64Array.from({ length: BUYERS }, () => 100 + 10 * standardNormal(random)),
  ]);
  // one entry of each name
  return { ...(Object.fromEntries(drawn) as BuyerFigures), ...given };
}

const shifted = (figures: Float64Array, by: number) => figures.map((value) => value + by);
/** Of an earlier night its date and figures alone are read. */
const nightOf = (asOf: string, figures: BuyerFigures) =>
  ({ document: { asOf }, buyers: [], figures }) as unknown as SegmentedNight;

describe('buyerDrift', () => {
  test('names the figure that moved, which way, and the night that it is compared with', () => {
    const earlier = figuresOf(1);
    const now = figuresOf(2);

    const { against, features } = buyerDrift(nightOf('2025-06-02', earlier), {
      ...now,
      recencyDays: shifted(now.recencyDays, 15),
      growth: shifted(now.growth, -15),
    });

    expect(against).toBe('2025-06-02');
    const drifted = features.filter((one) => one.drifted);
    expect(drifted.map(({ feature, direction }) => [feature, direction])).toEqual([
      ['recencyDays', 1],
      ['growth', -1],
    ]);
    for (const { stabilityIndex, qValue } of drifted) {
      expect(stabilityIndex).toBeGreaterThan(0.25);
      expect(qValue).toBeLessThan(0.05);
    }
  });

  test('leaves out buyers of whom a figure is not known, and a figure that fewer than 30 have', () => {
    const few = (figures: Float64Array) => figures.map((value, i) => (i < 29 ? value : Number.NaN));
    const some = (figures: Float64Array) => figures.map((value, i) => (i % 2 === 0 ? value : Number.NaN));
    const earlier = figuresOf(3);
    const now = figuresOf(4);

    const { features } = buyerDrift(nightOf('2025-06-02', earlier), {
      ...now,
      gapVariation: few(now.gapVariation),
      growth: some(now.growth),
    });

    const names = features.map(({ feature }) => feature);
    expect(names).not.toContain('gapVariation');
    expect(names).toHaveLength(buyerFigureNames.length - 1);
    // half of the buyers, drawn alike: nothing has moved
    expect(features.find(({ feature }) => feature === 'growth')).toMatchObject({ drifted: false });
  });

  test('finds nothing in buyers that are drawn alike: at most one night in twenty tells of a figure', () => {
    const told = Array.from({ length: 40 }, (_, i) =>
      buyerDrift(nightOf('2025-06-02', figuresOf(100 + i)), figuresOf(200 + i)).features.some(
        ({ drifted }) => drifted,
      ),
    );

    expect(told.filter((one) => one).length).toBeLessThanOrEqual(2);
  });
});
