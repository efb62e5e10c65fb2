import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../lib/numeric/index.ts';
import { fillDemand, type ReplayWorld, replayOrders } from '../../lib/operations/index.ts';

/** Sells 5 a day at a margin of 2, from 6 on hand; an order takes two days. */
const aWorld = (changes: Partial<ReplayWorld> = {}): ReplayWorld => ({
  demand: Float64Array.of(5, 5, 5, 5),
  ...{ startUnits: 6, reviewDays: 1, leadTime: { meanDays: 2, sdDays: 0 }, backorderShare: 0 },
  ...{ unitMargin: 2, unitCost: 10, holdingPerDay: 0.5, lostUnitCost: 1, waitingPerDay: 1, orderCost: 3 },
  ...changes,
});
const play = (world: ReplayWorld, rule: Parameters<typeof replayOrders>[1], seed = 1) =>
  replayOrders(world, rule, createRandom(seed));
const never = () => 0;

describe('replayOrders', () => {
  test('sells what is there, and loses the rest, counted by hand', () => {
    const result = play(aWorld(), never);

    // 5 sold and 1 left (.5 to hold), then 1 sold and 4 lost, then 5 and 5 lost
    expect(result).toMatchObject({ soldUnits: 6, shortUnits: 14, stockOutDays: 3, orders: 0, endUnits: 0 });
    expect(result.profit).toBeCloseTo(6 * 2 - 0.5 - 14, 10);
  });

  test('gets an order after the lead time, not before', () => {
    const result = play(aWorld(), ({ day }) => (day === 0 ? 10 : 0));

    // day 0: 5 sold; day 1: 1 sold, 4 lost; 10 arrive on day 2, and are sold on days 2 and 3
    expect(result).toMatchObject({ soldUnits: 16, shortUnits: 4, orders: 1, endUnits: 0 });
    expect(result.profit).toBeCloseTo(16 * 2 - 3 - 4 - 0.5 * (1 + 5), 10);
  });

  test('sells later what buyers wait for, at a cost for each day', () => {
    const result = play(aWorld({ backorderShare: 1 }), ({ day }) => (day === 0 ? 14 : 0));

    // owed 4 on day 1, met by the 14 of day 2
    expect(result).toMatchObject({ soldUnits: 20, shortUnits: 4, endUnits: 0 });
    expect(result.profit).toBeCloseTo(20 * 2 - 3 - 4 - 0.5 * (1 + 5), 10);
  });

  test('shares what is missing between buyers who wait and sales that are lost', () => {
    const result = play(aWorld({ backorderShare: 0.5 }), never);

    // 14 are missing, 7 of them lost; owed are 2, 4.5 and 7 in the evenings
    expect(result).toMatchObject({ soldUnits: 13, shortUnits: 14, endUnits: -7 });
    expect(result.profit).toBeCloseTo(13 * 2 - 0.5 - 7 - (2 + 4.5 + 7), 10);
  });

  test('tells a rule what is owed and what is on its way', () => {
    const seen: number[][] = [];
    play(aWorld({ backorderShare: 1 }), ({ onHand, onOrder, day }) => {
      seen.push([onHand, onOrder]);
      return day === 0 ? 14 : 0;
    });

    expect(seen).toEqual([
      [6, 0],
      [1, 14],
      [10, 0],
      [5, 0],
    ]);
  });

  test('gains nothing by filling the shelves before the end, nor by ordering what never arrives', () => {
    const idle = play(aWorld({ startUnits: 20 }), never);
    const hoarder = play(aWorld({ startUnits: 20 }), ({ day }) => (day === 3 ? 1000 : 0));

    // 1,000 units at 5 a day cost more to hold than they are worth after 20 days: 100 units sold meanwhile keep half
    expect(idle.endUnits).toBe(0);
    expect(hoarder.profit).toBeCloseTo(idle.profit - 3 - (100 * 10) / 2 - 900 * 10, 8);
  });

  test('meets two rules with the same delays', () => {
    const world = aWorld({
      demand: new Float64Array(60).fill(2),
      leadTime: { meanDays: 5, sdDays: 3 },
      startUnits: 40,
    });
    const arrivals = (rule: Parameters<typeof replayOrders>[1]) => {
      const seen: number[] = [];
      play(world, (state) => {
        seen.push(state.onOrder);
        return rule(state);
      });
      return seen;
    };

    // a rule that orders on day 20 alone waits as long as one that orders each day does for that order
    const alone = arrivals(({ day }) => (day === 20 ? 1 : 0));
    const daily = arrivals(({ day }) => (day === 20 ? 1000 : 1));
    const last = (seen: readonly number[], least: number) => seen.findLastIndex((units) => units >= least);
    expect(last(alone, 1)).toBe(last(daily, 1000));
  });

  test('gives the same for the same seed', () => {
    const world = aWorld({ leadTime: { meanDays: 1, sdDays: 2 } });

    expect(play(world, () => 3, 7)).toEqual(play(world, () => 3, 7));
  });
});

describe('fillDemand', () => {
  test('leaves what was seen as it is, returns as none', () => {
    expect(fillDemand([3, 0, -2, 4], [])).toEqual({ units: Float64Array.of(3, 0, 0, 4), filledDays: 0 });
  });

  test('expects of a day without stock what the days near it asked for', () => {
    const demand = [...new Array<number | null>(20).fill(4), null, ...new Array<number | null>(20).fill(6)];

    const { units, filledDays } = fillDemand(demand, []);

    expect(filledDays).toBe(1);
    expect(units[20]).toBe(5);
  });

  test('expects of a dear day without stock what its price leaves of the demand of the days near it', () => {
    const demand = new Array<number | null>(41).fill(6);
    demand[20] = null;
    const answer = new Float64Array(41).fill(1).fill(0.5, 20, 21);

    expect(fillDemand(demand, [], answer).units[20]).toBe(3);
    // days near it were as dear: their own demand tells it already
    expect(fillDemand(demand, [], answer.fill(0.5)).units[20]).toBe(6);
  });

  test('expects of a day that sold out at least what it sold, by hand for Poisson counts', () => {
    const demand = new Array<number | null>(41).fill(1);

    // E[D | D ≥ 1] = 1 / (1 − e⁻¹) for a mean of 1
    expect(fillDemand(demand, [20]).units[20]).toBeCloseTo(1 / (1 - Math.exp(-1)), 6);
  });

  test('knows nothing of a SKU that never had stock: no demand', () => {
    expect(fillDemand([null, null], [])).toEqual({ units: Float64Array.of(0, 0), filledDays: 2 });
    expect(fillDemand([5, 5], [0, 1]).units.every((units) => units >= 5)).toBe(true);
  });
});
