import { describe, expect, test } from '@jest/globals';
import { createRandom, standardNormal } from '../../lib/numeric/index.ts';
import { unitsSaved } from '../../lib/operations/index.ts';
import { aNeed } from './a-candidate.ts';

const span = { arrivalDays: 15, nextArrivalDays: 22 };

describe('unitsSaved', () => {
  test('saves nothing where the stock lasts anyway', () => {
    expect(unitsSaved(aNeed(), 1000, span)(100)).toBeCloseTo(0, 9);
  });

  test('saves the demand between the two arrivals where the shelf is empty by then', () => {
    // 220 units are asked for until the second arrival, 150 until the first: at most 70 can be saved
    const saved = unitsSaved(aNeed({ safetyStock: 0 }), 0, span);

    expect(saved(30)).toBeCloseTo(30, 0);
    expect(saved(70)).toBeCloseTo(70, 0);
    expect(saved(500)).toBeCloseTo(70, 0);
  });

  test('never falls with more units, and each further unit saves less', () => {
    const saved = unitsSaved(aNeed(), 180, span);
    const gains = Array.from({ length: 30 }, (_, pack) => saved(10 * (pack + 1)) - saved(10 * pack));

    for (const [place, gain] of gains.entries()) {
      expect(gain).toBeGreaterThanOrEqual(0);
      expect(gain).toBeLessThanOrEqual((gains[place - 1] ?? Number.POSITIVE_INFINITY) + 1e-9);
    }
  });

  test('agrees with simulated demand', () => {
    const random = createRandom(4);
    // the rule covers 21 days with a spread of 20 / 1.645 units
    const spread = (20 / 1.6449) * Math.sqrt(22 / 21);
    let sum = 0;
    const draws = 40_000;
    for (let draw = 0; draw < draws; draw++) {
      const demand = 220 + spread * standardNormal(random);
      sum += Math.max(0, demand - 210) - Math.max(0, demand - 210 - 10);
    }

    // discrete counts against a continuous normal: the same to a tenth of a unit
    expect(unitsSaved(aNeed(), 210, span)(10)).toBeCloseTo(sum / draws, 0);
  });

  test('values nothing of what nobody buys', () => {
    expect(unitsSaved(aNeed({ dailyDemand: 0 }), -5, span)(10)).toBe(0);
  });
});
