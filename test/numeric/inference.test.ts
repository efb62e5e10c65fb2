import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  adjustForDiscoveries,
  fisherUpperTail,
  fUpperTail,
  wilsonInterval,
} from '../../lib/numeric/index.ts';

/** Reference values: R 4.2.2 (`phyper`, `p.adjust`, `pf`, `prop.test(correct = FALSE)`). */

describe('fisherUpperTail', () => {
  test.each([
    [3, 5, 4, 10, 0.26190476190476175],
    [30, 440, 490, 11_526, 0.0072378600633256135],
    [10, 440, 490, 11_526, 0.99169619507598583],
    [5, 100, 200, 1_000_000, 2.255766226048267e-11],
    [327, 1_016, 516, 11_526, 8.6974229127241451e-229],
    [5_000, 100_000, 40_000, 900_000, 3.1395371317457204e-19],
  ])(
    'of %d or more of %d marked in %d drawn from %d is what R says',
    (seen, marked, drawn, total, expected) => {
      expect(fisherUpperTail(seen, { total, marked, drawn }) / expected).toBeCloseTo(1, 8);
    },
  );

  test('is the share of all draws that have so many', () => {
    const small = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(small, small, small, (marked, drawn, seen) => {
        const total = 9;
        let draws = 0;
        let asMany = 0;
        for (let chosen = 0; chosen < 2 ** total; chosen++) {
          const bits = chosen.toString(2).padStart(total, '0');
          if (bits.replaceAll('0', '').length !== drawn) continue;
          draws++;
          if (bits.slice(0, marked).replaceAll('0', '').length >= seen) asMany++;
        }

        expect(fisherUpperTail(seen, { total, marked, drawn })).toBeCloseTo(asMany / draws, 10);
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});

describe('adjustForDiscoveries', () => {
  test('gives what R’s p.adjust gives by Benjamini and Hochberg', () => {
    const adjusted = adjustForDiscoveries([0.01, 0.04, 0.03, 0.005, 0.5]);

    [0.025, 0.05, 0.05, 0.025, 0.5].forEach((expected, i) => {
      expect(adjusted[i]).toBeCloseTo(expected, 12);
    });
  });

  test('counts tests whose p-values are not given', () => {
    const [first, , third] = adjustForDiscoveries([0.01, 0.04, 0.03], 5);

    expect(first).toBeCloseTo(0.05, 12);
    expect(third).toBeCloseTo(1 / 15, 12);
  });

  test('has nothing to say of nothing', () => {
    expect(adjustForDiscoveries([])).toEqual([]);
  });
});

describe('fUpperTail', () => {
  test('is what R’s pf says', () => {
    expect(fUpperTail(3.2, 11, 13)).toBeCloseTo(0.024926327011966776, 12);
    expect(fUpperTail(0.4, 3, 7)).toBeCloseTo(0.75750247175529983, 12);
    expect([fUpperTail(0, 2, 3), fUpperTail(Number.POSITIVE_INFINITY, 2, 3)]).toEqual([1, 0]);
  });
});

describe('wilsonInterval', () => {
  test('is what R’s prop.test says, and stays within 0 and 1', () => {
    const { low, high } = wilsonInterval(8, 20);
    expect([low, high]).toEqual([expect.closeTo(0.2188065323728, 10), expect.closeTo(0.6134184992377, 10)]);

    expect(wilsonInterval(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775327998629, 10) });
    expect(wilsonInterval(10, 10).high).toBe(1);
  });
});
