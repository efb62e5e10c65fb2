import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../lib/numeric/index.ts';
import { type Filler, fillOrder } from '../../lib/operations/index.ts';

/** 10 a day, at its reorder point of 100, up to 200; packs of 10 that cost 20. */
const aFiller = (changes: Partial<Filler> = {}): Filler => ({
  packSize: 10,
  minimumOrderUnits: 0,
  position: 100,
  units: 0,
  reorderPoint: 100,
  orderUpTo: 200,
  dailyDemand: 10,
  amountPerUnit: 2,
  holdingPerDay: 0.01,
  ...changes,
});

const unitsOf = (fillers: Filler[], amount: number) => {
  const filling = fillOrder(fillers, amount);
  return filling.kind === 'filled' ? [...filling.units] : filling.kind;
};

describe('fillOrder', () => {
  test('takes first what reaches its reorder point first', () => {
    const soon = aFiller({ position: 110 });
    const later = aFiller({ position: 150 });

    expect(unitsOf([later, soon], 20)).toEqual([0, 10]);
    // the pack of the fourth day on: soon has had packs on days 1, 2, 3, 4 when the other is due on day 5
    expect(unitsOf([later, soon], 120)).toEqual([10, 50]);
  });

  test('takes for reached what rounding leaves short by the last digit', () => {
    const hundred = aFiller({ packSize: 100, position: 0, reorderPoint: 0, orderUpTo: 100, dailyDemand: 1 });

    // 100 · 0.57 is 56.99999999999999 in floating point
    expect(unitsOf([{ ...hundred, amountPerUnit: 0.57 }], 57)).toEqual([100]);
  });

  test('costs the holding until each pack would have been ordered anyway', () => {
    // packs needed in 1, 2 and 3 days: 10 · (1 + 2 + 3) unit days at .01
    expect(fillOrder([aFiller({ position: 110 })], 60)).toMatchObject({ kind: 'filled', holding: 0.6 });
    // what is below its reorder point comes early by nothing
    expect(fillOrder([aFiller({ position: 50 })], 100)).toMatchObject({ kind: 'filled', holding: 0 });
  });

  test('fills nothing beyond order-up-to and four weeks', () => {
    // 200 + 280 − 100 = 380 units of 2
    expect(unitsOf([aFiller()], 760)).toEqual([380]);
    expect(unitsOf([aFiller()], 761)).toBe('beyondReach');
  });

  test('reaches the minimum order of a SKU that was not in the order', () => {
    expect(unitsOf([aFiller({ minimumOrderUnits: 45 })], 20)).toEqual([50]);
    expect(unitsOf([aFiller({ minimumOrderUnits: 45, units: 50, position: 150 })], 20)).toEqual([10]);
    expect(unitsOf([aFiller({ minimumOrderUnits: 500 })], 20)).toBe('beyondReach');
  });

  test('leaves alone what nobody buys', () => {
    expect(unitsOf([aFiller({ dailyDemand: 0 })], 1)).toBe('beyondReach');
    expect(unitsOf([], 1)).toBe('beyondReach');
  });

  test('fills as picking the soonest pack one by one does', () => {
    const random = createRandom(8);
    for (let trial = 0; trial < 100; trial++) {
      const fillers = Array.from({ length: 6 }, () =>
        aFiller({
          // no two packs are due at the same moment
          position: random() * 400,
          dailyDemand: 1 + Math.floor(random() * 20),
          packSize: 1 + Math.floor(random() * 30),
          minimumOrderUnits: random() < 0.5 ? 0 : Math.floor(random() * 90),
          amountPerUnit: 1 + random() * 5,
        }),
      );
      const amount = 10 + random() * 1500;

      const filled = unitsOf(fillers, amount);

      expect(filled).toEqual(onePackAtATime(fillers, amount));
    }
  });
});

function onePackAtATime(fillers: Filler[], amount: number): number[] | 'beyondReach' {
  const units = fillers.map(() => 0);
  let missing = amount;
  while (missing > 1e-9) {
    const open = fillers.flatMap((filler, i) => {
      const first = units[i] === 0 && filler.units === 0;
      const lump = first
        ? filler.packSize * Math.max(1, Math.ceil(filler.minimumOrderUnits / filler.packSize))
        : filler.packSize;
      const room = filler.orderUpTo + 28 * filler.dailyDemand - filler.position - units[i]!;
      const day = (filler.position + units[i]! - filler.reorderPoint) / filler.dailyDemand;
      return room + 1e-9 >= lump ? [{ i, lump, day }] : [];
    });
    if (open.length === 0) return 'beyondReach';
    const soonest = open.reduce((best, one) => (one.day < best.day ? one : best));
    units[soonest.i]! += soonest.lump;
    missing -= soonest.lump * fillers[soonest.i]!.amountPerUnit;
  }
  return units;
}
