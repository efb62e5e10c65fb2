import { describe, expect, test } from '@jest/globals';
import { groupDemandSchema } from '../../lib/domain/series.ts';
import type { fitDemand } from '../../lib/operations/index.ts';
import { collusionGain, monopolyPrice, nashPrice, profitAt, sharesAt } from './duopoly.ts';
import { type OwnHistory, selfPlay } from './self-play.ts';

describe('the duopoly', () => {
  test('has the published prices: 1.473 where both compete, 1.925 where they collude', () => {
    expect(nashPrice()).toBeCloseTo(1.473, 3);
    expect(monopolyPrice()).toBeCloseTo(1.925, 3);
    expect(collusionGain(profitAt(nashPrice(), nashPrice()))).toBe(0);
    expect(collusionGain(profitAt(monopolyPrice(), monopolyPrice()))).toBe(1);
  });

  test('leaves nobody a better price than Nash’s, and loses buyers to the rival and to nothing', () => {
    const nash = nashPrice();

    for (let price = 1; price < 3; price += 0.01)
      expect(profitAt(price, nash)).toBeLessThanOrEqual(profitAt(nash, nash));
    const [dear, cheap] = sharesAt([2, 1.5]);
    expect(dear).toBeLessThan(cheap);
    expect(dear + cheap).toBeLessThan(1);
  });
});

describe('the price rule against itself', () => {
  test('does not learn to collude: at most a fifth of what colluding would gain', () => {
    const gains = Array.from({ length: 4 }, (_, run) => selfPlay({ seed: run + 1, weeks: 520 }));

    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    expect(mean).toBeLessThan(0.2);
    // nor does it ruin itself in a price war
    expect(mean).toBeGreaterThan(-0.5);
  });

  test('plays the same game twice for the same seed', () => {
    expect(selfPlay({ seed: 3, weeks: 52 })).toBe(selfPlay({ seed: 3, weeks: 52 }));
  });

  test('is told of no rival’s price: neither the seller here nor the nightly fit has a place for one', () => {
    // a field that is added to either fails to compile here, or is found below
    const remembered: Record<keyof OwnHistory, true> = { priceMicros: true, units: true };
    const fitted: Record<keyof Parameters<typeof fitDemand>[0], true> = {
      ...{ groups: true, demand: true, censoredDays: true, priceSource: true, start: true },
    };

    expect(Object.keys({ ...remembered, ...fitted }).filter((name) => /rival|compet/i.test(name))).toEqual(
      [],
    );
    expect(Object.keys(groupDemandSchema.shape).sort()).toEqual([
      'demand',
      'plannedPriceSteps',
      'priceGroup',
      'priceSteps',
    ]);
  });
});
