import { describe, expect, test } from '@jest/globals';
import { aRow } from './a-row.ts';
import { euro } from './a-series.ts';
import { askReady, automatic } from './ask.ts';

// a row of 24 units a low shelf needs, in packs of 12 and from 24, at a floor of 6.00 EUR; 10.50 EUR was learnt
const limited = (limits: object) => ({ ...automatic, limits });
const eur = (minor: number) => ({ minor, currency: 'EUR' });

describe('the control rows bound an answer', () => {
  test('by the largest step, the tighter of merchant, market and policy', () => {
    const askWith = (merchant: number, market: number) =>
      askReady(
        {},
        {
          merchantControl: limited({ largestStep: merchant }),
          marketControl: limited({ largestStep: market }),
        },
      );

    expect(askWith(0.02, 0.3)).toMatchObject({
      effective: { price: { micros: 10.2 * euro }, source: 'automatic' },
      limitsApplied: [{ limit: 'largestStep', detail: "at most 2 % from today's 10.00 EUR" }],
    });
    expect(askWith(0.3, 0.01).effective.price?.micros).toBe(10.1 * euro);
    // the policy's own 10 % is tighter than 30 %
    expect(
      askReady({ price: 9 }, { marketControl: limited({ largestStep: 0.3 }) }).proposal?.price.micros,
    ).toBe(9.9 * euro);
  });

  test('by a step of nothing: the price stays', () => {
    expect(askReady({}, { marketControl: limited({ largestStep: 0 }) }).proposal?.price.micros).toBe(
      10 * euro,
    );
  });

  test('by the largest order: as many whole packs as it pays for at the floor price', () => {
    const row = aRow({ lastKnown: { ...aRow().lastKnown, onHand: -30 } });

    // 60 units at 6.00 are 360.00; 300.00 pay for 50, which are 4 packs; the textbook's 72 likewise
    const answer = askReady({}, { marketControl: limited({ largestOrder: eur(30_000) }) }, row);

    expect(answer).toMatchObject({
      effective: { orderUnits: 48 },
      proposal: { orderUnits: 48 },
      fallback: { orderUnits: 48 },
    });
    expect(answer.limitsApplied).toContainEqual(
      expect.objectContaining({
        limit: 'largestOrder',
        detail:
          'ordered 48 instead of 60 units: one answer may order for 300.00 EUR, a unit counted at 6.00 EUR',
      }),
    );
  });

  test('by nothing where the order costs exactly so much', () => {
    const answer = askReady({}, { marketControl: limited({ largestOrder: eur(14_400) }) });

    expect(answer.proposal?.orderUnits).toBe(24);
    expect(answer.limitsApplied).toEqual([]);
  });

  test('with no order at all where the minimum order costs more', () => {
    const answer = askReady({}, { merchantControl: limited({ largestOrder: eur(14_399) }) });

    expect(answer.proposal?.orderUnits).toBe(0);
    expect(answer.limitsApplied[0]?.detail).toContain('ordered nothing instead of 24 units');
  });

  test('by the smaller of two amounts in one currency', () => {
    const controls = {
      merchantControl: limited({ largestOrder: eur(14_399) }),
      marketControl: limited({ largestOrder: eur(1e9) }),
    };

    expect(askReady({}, controls).proposal?.orderUnits).toBe(0);
  });

  test('and warn where the amount is in a currency that the market has not', () => {
    const answer = askReady(
      {},
      { merchantControl: limited({ largestOrder: { minor: 1, currency: 'USD' } }) },
    );

    expect(answer.proposal?.orderUnits).toBe(24);
    expect(answer.warnings).toEqual([
      'the largest order is set in USD and binds nothing here, where amounts are in EUR',
    ]);
  });
});

describe('the active run', () => {
  test('lets the policies of no other run propose anything, and says so', () => {
    const answer = askReady({}, { marketControl: { ...automatic, activeRun: 'de-2024-06-29' } });

    expect(answer).toMatchObject({
      proposal: null,
      limitsApplied: [],
      effective: { price: { micros: 10 * euro }, source: 'current', orderUnits: null },
      fallback: { orderUnits: 36 },
    });
    expect(answer.reasons[0]).toMatchObject({
      code: 'withheld',
      text: "Only policies of the run de-2024-06-29 may be answered from, and this one is of the run de-2024-06-30: nothing is proposed and today's price holds.",
    });
  });

  test("is the market's own word where merchant and market name one", () => {
    const merchantControl = { ...automatic, activeRun: 'de-2024-06-29' };

    expect(askReady({}, { merchantControl }).proposal).toBeNull();
    expect(
      askReady({}, { merchantControl, marketControl: { ...automatic, activeRun: 'de-2024-06-30' } }).effective
        .source,
    ).toBe('automatic');
  });
});
