import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../lib/numeric/index.ts';
import type { ArmUnit } from '../../../lib/oversight/experiment/arm-units.ts';
import { boundsOfTest, randomisationTest } from '../../../lib/oversight/experiment/randomisation-test.ts';
import { layOutUnits } from '../../../lib/oversight/experiment/regression-rows.ts';

const aUnit = (unit: string, arm: 0 | 1, mean: number, stratum = ''): ArmUnit => ({
  ...{ unit, arm, mean, stratum },
  ...{ cluster: unit, size: 1, before: null },
});
const draws = { mostDraws: 4_000, random: createRandom(1) };

/** Eighths of an inch by which crossed maize outgrew selfed, pot by pot (Darwin 1876; Fisher 1935, §17). */
const DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
const maize = DARWIN.flatMap((eighths, pot) => [
  aUnit(`crossed${pot}`, 1, eighths, `pot${pot}`),
  aUnit(`selfed${pot}`, 0, 0, `pot${pot}`),
]);

describe('randomisationTest', () => {
  test("counts Fisher's 1,726 of 32,768 draws of Darwin's maize (Fisher 1935, §21)", () => {
    const test = randomisationTest(layOutUnits(maize, false), draws);

    expect(test.exact).toBe(true);
    expect(test.draws).toBe(32_768);
    expect(test.pValueOf(0)).toBeCloseTo(1726 / 32_768, 12);
  });

  test('bounds the effect by the shifts that brute force does not refuse', () => {
    const [ai, human] = [
      [12, 15, 11, 19],
      [7, 9, 14, 8],
    ];
    const units = [
      ...ai.map((mean, i) => aUnit(`a${i}`, 1, mean)),
      ...human.map((mean, i) => aUnit(`h${i}`, 0, mean)),
    ];

    const test = randomisationTest(layOutUnits(units, false), draws);

    for (const supposed of [0, 2.5, 4.75, 9])
      expect(test.pValueOf(supposed)).toBeCloseTo(bruteForce(ai, human, supposed), 12);
    const { lower, upper } = boundsOfTest(test, { estimate: 4.75, scale: 2, level: 0.1 });
    expect(bruteForce(ai, human, lower - 1e-6)).toBeLessThanOrEqual(0.1);
    expect(bruteForce(ai, human, lower + 1e-6)).toBeGreaterThan(0.1);
    expect(bruteForce(ai, human, upper + 1e-6)).toBeLessThanOrEqual(0.1);
    expect(bruteForce(ai, human, upper - 1e-6)).toBeGreaterThan(0.1);
  });

  test('draws clusters as a whole where each lies in one arm', () => {
    const pairs = [0, 1, 2, 3].flatMap((location) =>
      [0, 1].map((sku) => ({
        ...aUnit(`${location}${sku}`, location < 2 ? 1 : 0, location * 3 + sku),
        cluster: `location${location}`,
      })),
    );

    // C(4, 2) draws of locations, not C(8, 4) of rows
    expect(randomisationTest(layOutUnits(pairs, false), draws).draws).toBe(6);
  });

  test('comes near the exact p-value by chance draws', () => {
    const values = [...Array(40)].map((_, i) => ((i * 37) % 41) + (i < 20 ? 6 : 0));
    const units = values.map((mean, i) => aUnit(`u${i}`, i < 20 ? 1 : 0, mean));

    const test = randomisationTest(layOutUnits(units, false), draws);

    expect(test.exact).toBe(false);
    // Student's t of equal arms is near the draws' distribution: R 4.2.2, t.test(…, var.equal = TRUE)
    expect(Math.abs(test.pValueOf(0) - T_TEST)).toBeLessThan(0.02);
  });
});

/** What a pooled t test says of `values` above. */
const T_TEST = 0.296995;

/** Share of all draws whose difference of equal arms is as large, the supposed effect taken off the first arm. */
function bruteForce(ai: readonly number[], human: readonly number[], supposed: number): number {
  const all = [...ai.map((value) => value - supposed), ...human];
  const total = all.reduce((sum, value) => sum + value, 0);
  const half = ai.length;
  const differenceOf = (chosen: number) => Math.abs(2 * chosen - total);
  const seen = differenceOf(all.slice(0, half).reduce((sum, value) => sum + value, 0));
  let asLarge = 0;
  let count = 0;
  for (let subset = 0; subset < 2 ** all.length; subset++) {
    const picked = all.filter((_, i) => (subset >> i) & 1);
    if (picked.length !== half) continue;
    count++;
    if (differenceOf(picked.reduce((sum, value) => sum + value, 0)) >= seen - 1e-9) asLarge++;
  }
  return asLarge / count;
}
