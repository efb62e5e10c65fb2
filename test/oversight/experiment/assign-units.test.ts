import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashFraction } from '../../../lib/oversight/experiment/hash-fraction.ts';
import {
  assignUnits,
  chooseUnit,
  HOLDOUT_SHARE,
  standsInHoldout,
  testSampleRatio,
} from '../../../lib/oversight/index.ts';

const units = (count: number, stratum = 'de/regular', from = 0) =>
  Array.from({ length: count }, (_, i) => ({ unit: `${stratum}-${from + i}`, stratum }));
const rule = { salt: 'spring' };

describe('hashFraction', () => {
  test('is the first 53 bits of SHA-256 over the JSON of the names', () => {
    // printf '["s","a","b"]' | sha256sum
    expect(hashFraction('s', 'a', 'b')).toBe(Number(BigInt('0x2b671751bb42b9e2') >> 11n) / 2 ** 53);
  });
});

describe('assignUnits', () => {
  test('splits each stratum as planned to within a unit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(0.5, 0.25, 0.95),
        (sizes, aiShare) => {
          const all = sizes.flatMap((size, i) => units(size, `stratum${i}`));

          const drawn = assignUnits(all, [], { ...rule, aiShare });

          sizes.forEach((size, i) => {
            const ai = drawn.filter(({ stratum, arm }) => stratum === `stratum${i}` && arm === 'ai').length;
            expect(Math.abs(ai - size * aiShare)).toBeLessThanOrEqual(1);
          });
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });

  test('gives the same arms whatever the order of the list', () => {
    const byUnit = (list: ReturnType<typeof assignUnits>) =>
      new Map(list.map(({ unit, arm }) => [unit, arm]));
    const all = [...units(15), ...units(8, 'fr/large')];

    expect(byUnit(assignUnits(all.toReversed(), [], rule))).toEqual(byUnit(assignUnits(all, [], rule)));
  });

  test('moves nobody when others join, nor one whose segment changes', () => {
    const first = assignUnits(units(21), [], rule);

    const moved = { unit: 'de/regular-0', stratum: 'de/large' };
    const later = assignUnits([moved, ...units(40).slice(1), ...units(9, 'de/large')], first, rule);

    expect(later.slice(0, 21)).toEqual(first);
    const ai = later.filter(({ stratum, arm }) => stratum === 'de/regular' && arm === 'ai').length;
    expect(ai).toBe(20);
  });

  test('draws another experiment anew: its arms tell nothing of the other', () => {
    const [one, other] = ['spring', 'autumn'].map((salt) => assignUnits(units(1000), [], { salt }));
    const armOf = new Map(other!.map(({ unit, arm }) => [unit, arm]));
    const same = one!.filter(({ unit, arm }) => armOf.get(unit) === arm).length;

    // 500 and four standard deviations of some 16
    expect(Math.abs(same - 500)).toBeLessThan(64);
  });

  test('draws a single unit into either arm, by the salt', () => {
    const arms = Array.from({ length: 400 }, (_, i) => assignUnits(units(1), [], { salt: `s${i}` })[0]!.arm);
    const ai = arms.filter((arm) => arm === 'ai').length;

    expect(testSampleRatio({ ai, human: 400 - ai }, 0.5).mismatch).toBe(false);
  });

  test('refuses a unit that is given twice', () => {
    expect(() => assignUnits([...units(2), ...units(1)], [], rule)).toThrow('given twice');
  });
});

describe('standsInHoldout', () => {
  test('holds out about 5 % of units, the same for good', () => {
    const held = units(20_000).filter(({ unit }) => standsInHoldout(unit, 'demo')).length;

    expect(HOLDOUT_SHARE).toBe(0.05);
    // 1,000 and four standard deviations of 31
    expect(Math.abs(held - 1000)).toBeLessThan(124);
  });

  test('keeps those held out where the share grows', () => {
    for (const { unit } of units(500))
      if (standsInHoldout(unit, 'demo', 0.05)) expect(standsInHoldout(unit, 'demo', 0.2)).toBe(true);
  });

  test('is drawn apart from experiments: both arms are held out alike', () => {
    const drawn = assignUnits(units(20_000), [], rule);
    const held = (wanted: string) =>
      drawn.filter(({ unit, arm }) => arm === wanted && standsInHoldout(unit, 'demo')).length;

    expect(testSampleRatio({ ai: held('ai'), human: held('human') }, 0.5).mismatch).toBe(false);
  });
});

describe('chooseUnit', () => {
  test.each([
    ['orders', { legalPack: 'eu' }, 'skuLocation', 'one stock serves all buyers'],
    ['price', { legalPack: 'eu' }, 'buyer', 'one price list'],
    ['price', { legalPack: 'us' }, 'skuMarket', 'Robinson–Patman'],
    ['price', { legalPack: 'eu', equalPrices: true }, 'skuMarket', 'charges comparable buyers alike'],
    ['offer', { legalPack: 'us' }, 'buyer', 'set of offers'],
  ] as const)('randomises %s in %j by %s and says why', (kind, terms, unit, why) => {
    expect(chooseUnit(kind, terms)).toMatchObject({ unit, why: expect.stringContaining(why) });
  });
});
