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
    });
  });

  test('raises a price to the floor and says so', () => {
    const guarded = guardPrice(aProposal(9 * euro, { limits: { ...base, floorMicros: 9.5 * euro } }));

    expect(guarded.priceMicros).toBe(9.5 * euro);
    expect(guarded.limitsApplied).toEqual([{ limit: 'floor', detail: 'not below the floor 9.50 EUR' }]);
  });

  test.each([
    ['cents', 10_000, 9_684_211, 'not below the floor 9.69 EUR'],
    ['less than a step', 10_000_000, 9_684_211, 'not below the floor 9.684211 EUR'],
  ])('names a floor as the price that may be charged: %s', (_, roundingStepMicros, floorMicros, detail) => {
    const limits = { ...base, floorMicros, roundingStepMicros };

    expect(guardPrice(aProposal(9.2 * euro, { limits })).limitsApplied[0]).toEqual({
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

    expect(guarded).toEqual({ priceMicros: 10_001_234, limitsApplied: [], contradiction: null });
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

  test('lets no input through its limits', () => {
    const price = fc.integer({ min: 0, max: 2_000_000_000 });
    const proposals = fc.record({
      proposedMicros: fc.double({ min: 0, max: 3e9, noNaN: true }),
      currentMicros: price,
      currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
      limits: fc.record({
        floorMicros: price,
        ceilingMicros: fc.option(price),
        largestStep: fc.double({ min: 0, max: 1, noNaN: true }),
        roundingStepMicros: fc.constantFrom(1, 7, 10_000, 50_000, 1_000_000, 10_000_000),
        charmEndingMicros: fc.constantFrom(null, 0, 50_000, 990_000, 8_000_000, 80_000_000),
      }),
    });

    fc.assert(
      fc.property(proposals, (proposal) => {
        const { priceMicros, contradiction } = guardPrice(proposal);
        const { floorMicros, ceilingMicros, largestStep } = proposal.limits;
        expect(Number.isInteger(priceMicros)).toBe(true);
        if (contradiction !== null) return expect(priceMicros).toBe(proposal.currentMicros);
        expect(priceMicros).toBeGreaterThanOrEqual(floorMicros);
        expect(priceMicros).toBeLessThanOrEqual(ceilingMicros ?? Number.POSITIVE_INFINITY);
        expect(Math.abs(priceMicros - proposal.currentMicros)).toBeLessThanOrEqual(
          proposal.currentMicros * largestStep * (1 + 1e-12) + 1e-6,
        );
      }),
      { seed: 7, numRuns: 5000 },
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
