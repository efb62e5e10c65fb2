import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type GuardedPrice, InputError, type PriceProposal } from '../../lib/domain/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';

const euro = 1_000_000;

describe('guardPrice', () => {
  test('lets no input through its limits, whatever it is', () => {
    const wild = fc.oneof(
      fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, 0, -0, 1, 0.5, 5e-324, 2 ** 53, 1e300),
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    );
    const mostly = <T>(usual: fc.Arbitrary<T>) => fc.oneof({ weight: 24, arbitrary: usual }, wild);
    const micros = (min: number, max: number) => mostly(fc.integer({ min: min * euro, max: max * euro }));
    const rate = mostly(fc.integer({ min: 0, max: 600 }).map((thousandths) => thousandths / 1000));
    const day = fc.constantFrom('2024-06-01', '2024-06-30', '2024-07-01', '2025-01-01');
    const set = {
      floorMicros: micros(0, 7),
      ceilingMicros: fc.option(micros(15, 30)),
      largestStep: rate,
      roundingStepMicros: mostly(fc.constantFrom(1, 7, 10_000, 50_000, 1_000_000)),
      charmEndingMicros: mostly(fc.constantFrom(null, 0, 50_000, 990_000, 8_000_000)),
    };
    const limits = fc.oneof(
      fc.record(set),
      fc.record({
        ...set,
        coolDown: fc.record({ days: fc.integer({ min: 1, max: 400 }), movedOn: fc.option(day) }),
      }),
      fc.record({
        ...set,
        parity: fc.record({ lowestMicros: micros(8, 10), highestMicros: micros(10, 12), largestGap: rate }),
      }),
    );
    const asked = {
      proposedMicros: fc.oneof(micros(0, 30), fc.double({ min: 0, max: 3e7, noNaN: true })),
      currentMicros: micros(6, 16),
      currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
      limits,
    };
    const proposals: fc.Arbitrary<PriceProposal> = fc.oneof(
      fc.record({ ...asked, now: day.map((date) => `${date}T00:00:00Z`) }),
      fc.record({ ...asked, movedSince: fc.boolean(), advertisedMicros: micros(0, 20) }),
      fc.record({ ...asked, contractMicros: micros(0, 20), quoteMicros: micros(0, 20) }),
    );
    let answered = 0;
    let moved = 0;

    fc.assert(
      fc.property(proposals, (proposal) => {
        const guarded = guardedOrRefused(proposal);
        if (guarded === null) return;
        answered++;
        if (expectWithin(proposal, guarded) && guarded.priceMicros !== proposal.currentMicros) moved++;
      }),
      { seed: 7, numRuns: 10_000 },
    );

    expect(answered).toBeGreaterThan(5000);
    expect(moved).toBeGreaterThan(500);
  });
});

/** A guarded price; `null` where the input was refused by name, which gives no price at all. */
function guardedOrRefused(proposal: PriceProposal): GuardedPrice | null {
  try {
    return guardPrice(proposal);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return null;
  }
}

/** Hold a guarded price to every limit of its proposal; true where it had to keep them. */
function expectWithin(
  proposal: PriceProposal,
  { priceMicros, contradiction, outside }: GuardedPrice,
): boolean {
  const { limits, currentMicros, contractMicros, quoteMicros } = proposal;
  const { floorMicros, ceilingMicros, largestStep, coolDown, parity } = limits;
  const agreed = [contractMicros, quoteMicros].filter((micros) => micros !== undefined);
  const below = floorMicros > priceMicros;
  const above = priceMicros > (ceilingMicros ?? Infinity);
  expect(Number.isSafeInteger(priceMicros)).toBe(true);
  expect([outside.includes('floor'), outside.includes('ceiling')]).toEqual([below, above]);
  if (agreed.length > 0) {
    expect(priceMicros).toBe(Math.min(...agreed));
    expect(contradiction !== null).toBe(below || above);
    return false;
  }
  if (contradiction !== null) {
    expect(priceMicros).toBe(currentMicros);
    return false;
  }
  expect(below || above).toBe(false);
  expect(Math.abs(priceMicros - currentMicros)).toBeLessThanOrEqual(
    currentMicros * largestStep * (1 + 1e-12) + 1e-6 + currentMicros * 1e-15,
  );
  const rests =
    proposal.movedSince === true ||
    (coolDown?.movedOn != null && (proposal.now ?? '') < addDays(coolDown.movedOn, coolDown.days));
  if (coolDown !== undefined && rests) expect(priceMicros).toBe(currentMicros);
  if (parity !== undefined) {
    const hair = 1 + 1e-9;
    expect(priceMicros).toBeLessThanOrEqual(parity.lowestMicros * (1 + parity.largestGap) * hair);
    expect(priceMicros * (1 + parity.largestGap) * hair).toBeGreaterThanOrEqual(parity.highestMicros);
  }
  return true;
}
