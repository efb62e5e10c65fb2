import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PriceProposal } from '../../lib/domain/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';

const euro = 1_000_000;

/** Today 10.00 EUR, floor 8.00, no ceiling, steps up to 10 %, whole cents. */
function aProposal(proposedMicros: number, changes: Partial<PriceProposal> = {}): PriceProposal {
  return {
    proposedMicros,
    currentMicros: 10 * euro,
    currency: 'EUR',
    ...changes,
    limits: {
      floorMicros: 8 * euro,
      ceilingMicros: null,
      largestStep: 0.1,
      roundingStepMicros: 10_000,
      charmEndingMicros: null,
      ...changes.limits,
    },
  };
}

const limitsOf = (proposal: PriceProposal) => guardPrice(proposal).limitsApplied.map(({ limit }) => limit);
const base = aProposal(0).limits;

describe('guardPrice', () => {
  test('leaves a price alone that keeps every limit', () => {
    expect(guardPrice(aProposal(10.5 * euro))).toEqual({
      priceMicros: 10.5 * euro,
      limitsApplied: [],
      contradiction: null,
      outside: [],
      told: [],
    });
  });

  test('raises a price to the floor and says so', () => {
    const guarded = guardPrice(aProposal(9 * euro, { limits: { ...base, floorMicros: 9.5 * euro } }));

    expect(guarded.priceMicros).toBe(9.5 * euro);
    expect(guarded.limitsApplied).toMatchObject([{ limit: 'floor', detail: 'not below the floor 9.50 EUR' }]);
  });

  test.each([
    ['cents', 10_000, 9_684_211, 'not below the floor 9.69 EUR'],
    ['less than a step', 10_000_000, 9_684_211, 'not below the floor 9.684211 EUR'],
  ])('names a floor as the price that may be charged: %s', (_, roundingStepMicros, floorMicros, detail) => {
    const limits = { ...base, floorMicros, roundingStepMicros };

    expect(guardPrice(aProposal(9.2 * euro, { limits })).limitsApplied[0]).toMatchObject({
      limit: 'floor',
      detail,
    });
  });

  test('names every limit that bound: ceiling and largest step', () => {
    const proposal = aProposal(12 * euro, { limits: { ...base, ceilingMicros: 10.8 * euro } });

    expect(guardPrice(proposal).priceMicros).toBe(10.8 * euro);
    expect(limitsOf(proposal)).toEqual(['ceiling', 'largestStep']);
  });

  test('rounds to the step, a tie down', () => {
    const guarded = guardPrice(aProposal(10_225_000, { limits: { ...base, roundingStepMicros: 50_000 } }));

    expect(guarded.priceMicros).toBe(10_200_000);
    expect(guarded.limitsApplied.map(({ limit }) => limit)).toEqual(['rounding']);
  });

  test.each([
    ['a price ending in .99', 10.6 * euro, 990_000, 10_990_000],
    ['a yen price ending in 80', 1055 * euro, 80 * euro, 1080 * euro],
  ])('prefers %s where the limits allow one', (_, proposedMicros, charmEndingMicros, expected) => {
    const currentMicros = proposedMicros - 0.2 * euro;
    const proposal = aProposal(proposedMicros, {
      currentMicros,
      limits: { ...base, charmEndingMicros, roundingStepMicros: euro / 100 },
    });

    expect(guardPrice(proposal).priceMicros).toBe(expected);
    expect(limitsOf(proposal)).toEqual(['charmPrice']);
  });

  test('falls back to plain rounding where no charm price is within the limits', () => {
    const guarded = guardPrice(
      aProposal(10.404 * euro, {
        limits: { ...base, charmEndingMicros: 990_000, largestStep: 0.05, floorMicros: 10 * euro },
      }),
    );

    expect(guarded.priceMicros).toBe(10_400_000);
  });

  test("keeps today's price as it stands, unrounded, when nothing else is proposed", () => {
    const guarded = guardPrice(aProposal(10_001_234, { currentMicros: 10_001_234 }));

    expect(guarded).toMatchObject({ priceMicros: 10_001_234, limitsApplied: [], contradiction: null });
  });

  test('holds a contract whatever the other limits say, and names one below the floor', () => {
    const guarded = guardPrice(aProposal(10 * euro, { contractMicros: 7 * euro }));

    expect(guarded.priceMicros).toBe(7 * euro);
    expect(guarded.contradiction).toBe('the contract price 7.00 EUR is below the floor 8.00 EUR');
  });

  test.each([
    [
      'a floor above the ceiling',
      { floorMicros: 12 * euro, ceilingMicros: 9 * euro },
      'above the ceiling 9.00 EUR',
    ],
    ['a floor out of the step', { floorMicros: 12 * euro }, 'does not reach the floor 12.00 EUR'],
    ['a ceiling out of the step', { ceilingMicros: 8.5 * euro }, 'does not reach the ceiling 8.50 EUR'],
  ])("keeps today's price and names the contradiction: %s", (_, limits, sentence) => {
    const guarded = guardPrice(aProposal(10.5 * euro, { limits: { ...base, ...limits } }));

    expect(guarded.priceMicros).toBe(10 * euro);
    expect(guarded.contradiction).toContain(sentence);
  });

  test('refuses a price that is not a number', () => {
    expect(() => guardPrice(aProposal(Number.NaN))).toThrow('not a finite number');
  });

  describe('a rest after a move', () => {
    const coolDown = { days: 14, movedOn: '2024-06-20' };
    const resting = (changes: Partial<PriceProposal> = {}) =>
      aProposal(10.5 * euro, { ...changes, limits: { ...base, coolDown, ...changes.limits } });

    test("keeps today's price until it is over, and says since when and for how long", () => {
      const guarded = guardPrice(resting({ now: '2024-07-03T23:59:59.999Z' }));

      expect(guarded.priceMicros).toBe(10 * euro);
      expect(guarded.limitsApplied).toMatchObject([
        {
          limit: 'coolDown',
          detail: 'the price moved on 2024-06-20: it rests for 14 days, until 2024-07-04',
        },
      ]);
    });

    test('is over on its last day', () => {
      expect(guardPrice(resting({ now: '2024-07-04T00:00:00.000Z' }))).toMatchObject({
        priceMicros: 10.5 * euro,
        limitsApplied: [],
      });
    });

    test('ends with the day of the market, whatever the date of the answer in UTC', () => {
      // midnight in Osaka; the date in UTC is still that of the day before
      const limits = { ...base, coolDown: { ...coolDown, endsAt: '2024-07-03T15:00:00Z' } };
      const at = (now: string) => guardPrice(resting({ now, limits })).priceMicros;

      expect(at('2024-07-03T14:59:59.999Z')).toBe(10 * euro);
      expect(at('2024-07-03T15:00:00.000Z')).toBe(10.5 * euro);
      // and of Los Angeles: the date in UTC is that of the day after for seven hours
      const west = { ...base, coolDown: { ...coolDown, endsAt: '2024-07-04T07:00:00Z' } };
      const late = (now: string) => guardPrice(resting({ now, limits: west })).priceMicros;
      expect(late('2024-07-04T06:59:59.000Z')).toBe(10 * euro);
      expect(late('2024-07-04T07:00:00.000Z')).toBe(10.5 * euro);
    });

    test('holds where nobody says which day it is', () => {
      expect(guardPrice(resting()).priceMicros).toBe(10 * euro);
    });

    test('holds for a price that is not that of the files: it has moved on a day that nobody told', () => {
      const guarded = guardPrice(resting({ now: '2024-08-01T00:00:00.000Z', movedSince: true }));

      expect(guarded.priceMicros).toBe(10 * euro);
      expect(guarded.limitsApplied[0]?.detail).toContain('since the newest files');
    });

    test('contradicts a floor above the price: nobody but a person may choose between them', () => {
      const limits = { ...base, coolDown, floorMicros: 10.2 * euro };

      expect(guardPrice(resting({ now: '2024-07-01T00:00:00.000Z', limits }))).toMatchObject({
        priceMicros: 10 * euro,
        contradiction:
          "the floor 10.20 EUR is above today's 10.00 EUR, which moved on 2024-06-20: it rests for 14 days, until 2024-07-04",
        outside: ['floor'],
      });
    });
  });

  describe('parity with comparable buyers', () => {
    const paying = (lowestMicros: number, highestMicros: number, largestGap: number) => ({
      ...base,
      parity: { lowestMicros, highestMicros, largestGap },
    });

    test('holds a price to the gap that the merchant allows', () => {
      const guarded = guardPrice(aProposal(10.8 * euro, { limits: paying(9.8 * euro, 9.8 * euro, 0.05) }));

      // 9.80 and a twentieth
      expect(guarded.priceMicros).toBe(10.29 * euro);
      expect(guarded.limitsApplied[0]).toMatchObject({
        limit: 'parity',
        detail: 'not above 10.29 EUR by parity with comparable buyers, who pay 9.80 EUR (at most 5 % apart)',
      });
    });

    test('is the same price where no gap is allowed', () => {
      expect(
        guardPrice(aProposal(10.8 * euro, { limits: paying(9.8 * euro, 9.8 * euro, 0) })).priceMicros,
      ).toBe(9.8 * euro);
    });

    test('contradicts a floor above what the others pay', () => {
      const limits = { ...paying(9.5 * euro, 9.5 * euro, 0), floorMicros: 9.8 * euro };

      expect(guardPrice(aProposal(10.8 * euro, { limits }))).toMatchObject({
        priceMicros: 10 * euro,
        contradiction: expect.stringContaining('the floor 9.80 EUR is above 9.50 EUR by parity'),
      });
    });
  });

  test('holds the lower of a contract and an open quote', () => {
    expect(
      guardPrice(aProposal(10 * euro, { contractMicros: 9 * euro, quoteMicros: 8.5 * euro })),
    ).toMatchObject({
      priceMicros: 8.5 * euro,
      limitsApplied: [{ limit: 'quote', detail: 'the quoted price 8.50 EUR holds' }],
      contradiction: null,
    });
  });

  test("tells a reseller's minimum advertised price and is not bound by it", () => {
    const guarded = guardPrice(aProposal(9.5 * euro, { advertisedMicros: 11 * euro }));

    expect(guarded).toMatchObject({ priceMicros: 9.5 * euro, limitsApplied: [] });
    expect(guarded.told).toMatchObject([
      {
        limit: 'minimumAdvertisedPrice',
        detail: "resellers may not advertise it below 11.00 EUR; that does not bound the seller's own price",
      },
    ]);
  });

  test('says of a kept price that it breaks a hard limit itself', () => {
    const guarded = guardPrice(aProposal(12 * euro, { limits: { ...base, floorMicros: 12 * euro } }));

    expect(guarded).toMatchObject({ priceMicros: 10 * euro, outside: ['floor'] });
    expect(guarded.limitsApplied[0]?.detail).toBe(
      "a step of 10 % from today's 10.00 EUR does not reach the floor 12.00 EUR: today's price is kept, though 10.00 EUR is itself below its floor: a person must set it",
    );
  });

  test.each([
    ['a largest step without end', { largestStep: Number.POSITIVE_INFINITY }],
    ['a rounding step of nothing', { roundingStepMicros: 0 }],
    ['a rounding step below nothing', { roundingStepMicros: -10_000 }],
    ['a floor below nothing', { floorMicros: -1 }],
    ['a ceiling that is no number', { ceilingMicros: Number.NaN }],
    ['a floor beyond what whole micros hold', { floorMicros: 2 ** 60 }],
    [
      'others who pay what is no number',
      { parity: { lowestMicros: Number.NaN, highestMicros: 1, largestGap: 0 } },
    ],
  ])('refuses %s rather than answer a price', (_, limits) => {
    expect(() => guardPrice(aProposal(10 * euro, { limits: { ...base, ...limits } }))).toThrow(
      'not a finite number',
    );
  });

  test('never rounds over a bound of sixteen digits', () => {
    const floorMicros = 9_007_199_254_730_001;
    const limits = { ...base, floorMicros, largestStep: 1 };

    expect(guardPrice(aProposal(0, { currentMicros: floorMicros, limits })).priceMicros).toBe(
      9_007_199_254_740_000,
    );
  });

  test('charges a contract exactly, always', () => {
    const micros = fc.integer({ min: 0, max: 2_000_000_000 });

    fc.assert(
      fc.property(micros, micros, micros, (proposedMicros, currentMicros, contractMicros) => {
        expect(guardPrice(aProposal(proposedMicros, { currentMicros, contractMicros })).priceMicros).toBe(
          contractMicros,
        );
      }),
      { seed: 7 },
    );
  });
});
