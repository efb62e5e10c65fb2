import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createRandom, type Random, sampleGamma } from '../../lib/numeric/index.ts';
import {
  fitBgNbd,
  fitMbgNbd,
  fitNbd,
  fitParetoNbd,
  type OrderHistory,
  predictPurchases,
} from '../../lib/purchasing/index.ts';
import { buyersBefore, countsBefore, rowAt } from '../../lib/purchasing/order-history.ts';
import { ONLINE_RETAIL, readOnlineRetailOrders, toHistory } from '../bench/online-retail-orders.ts';

const NOW = 300;

/** Buyers that come at any day before NOW and order at a rate of their own, `leaving` after an order with that chance. */
function aMarket(buyers: number, leaving = 0, random = createRandom(5)): OrderHistory {
  return toHistory(
    Array.from({ length: buyers }, () => {
      const days = new Map<number, number>();
      const rate = sampleGamma(random, 1.2) / 40;
      for (let at = random() * NOW; at < NOW; at += wait(random, rate)) {
        days.set(Math.floor(at), 50 + 100 * random());
        if (random() < leaving) break;
      }
      return [...days];
    }),
  );
}

const wait = (random: Random, rate: number) => -Math.log(1 - random()) / rate;

const market = aMarket(120);
const ahead = predictPurchases(market, { moment: NOW });

describe('predictPurchases', () => {
  test('gives chances, within 90 days no less than within 30, and dates in order', () => {
    ahead.buyers.forEach((_, i) => {
      const [near, far] = [ahead.chance30[i] ?? -1, ahead.chance90[i] ?? -1];
      expect(near).toBeGreaterThan(0);
      expect(far).toBeGreaterThanOrEqual(near);
      expect(far).toBeLessThan(1);
      // at least one order is expected as often as one comes
      expect(ahead.orders90[i]).toBeGreaterThanOrEqual(far * 0.999);
      const dates = [ahead.earlyDays[i] ?? -1, ahead.medianDays[i] ?? -1, ahead.lateDays[i] ?? -1];
      const told = dates.filter((date) => !Number.isNaN(date));
      expect(told).toEqual(told.toSorted((a, b) => a - b));
    });
  });

  test.each([1, 3, 7])('expects buyers who order every %d days to go on at their pace', (gap) => {
    const days = Array.from({ length: Math.floor(720 / gap) + 1 }, (_, n): [number, number] => [
      n * gap,
      100,
    ]);
    const { orders90, spend90 } = predictPurchases(toHistory(Array.from({ length: 50 }, () => days)), {
      moment: 721,
    });

    expect((orders90[0]! * gap) / 90).toBeCloseTo(1, 1);
    expect((spend90[0]! * gap) / 9_000).toBeCloseTo(1, 1);
  });

  test('tells by when: the median date lies within 30 days where and only where the chance is above one half', () => {
    ahead.buyers.forEach((_, i) => {
      expect((ahead.medianDays[i] ?? 0) <= 30).toBe((ahead.chance30[i] ?? 0) >= 0.5);
    });
  });

  test('is right about a market whose buyers order by chance: half had ordered by their median date', () => {
    const long = aMarket(500);

    const { check } = predictPurchases(long, { moment: NOW });

    expect(check?.byMedian.share).toBeGreaterThan(0.42);
    expect(check?.byMedian.share).toBeLessThan(0.58);
    const ratio = (check?.expectedOrders ?? 0) / (check?.orders ?? 1);
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });

  test('gives the same bytes in whatever order the buyers stand, with buyers that are yet to come among them', () => {
    const earlier = predictPurchases(market, { moment: 280 });

    const { buyers, backtests, check, dropOut, ...columns } = predictPurchases(reverseBuyers(market), {
      moment: 280,
    });

    const last = market.start.length - 2;
    expect(buyers.map((buyer) => last - buyer).toReversed()).toEqual(earlier.buyers);
    expect(buyers.length).toBeLessThan(last + 1);
    for (const name of Object.keys(columns) as (keyof typeof columns)[])
      expect([name, columns[name].toReversed()]).toEqual([name, earlier[name]]);
    expect({ backtests, check, dropOut }).toEqual({
      backtests: earlier.backtests,
      check: earlier.check,
      dropOut: earlier.dropOut,
    });
    expect(backtests.some(({ models }) => models.some(({ model }) => model === 'trees'))).toBe(true);
  });

  test('gives the same numbers for the same history, which it does not change', () => {
    const copy = structuredClone(market);

    expect(predictPurchases(market, { moment: NOW })).toEqual(ahead);
    expect(market).toEqual(copy);
  });

  test('reads nothing of the moment or later', () => {
    const known = predictPurchases(before(market, 250), { moment: 250 });

    expect(predictPurchases(market, { moment: 250 })).toEqual(known);
  });

  test('tells of buyers that have left only where drop-out is seen', () => {
    const leaving = predictPurchases(aMarket(300, 0.4), { moment: NOW });

    expect(leaving.dropOut).toMatchObject({ seen: true });
    expect(leaving.dropOut.bicGain).toBeGreaterThan(0);
    expect(leaving.alive.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
    expect(ahead.dropOut).toMatchObject({ seen: false });
    expect(ahead.alive.every(Number.isNaN)).toBe(true);
  });

  test('compares the models, the best log loss first, and lets the first serve', () => {
    for (const { models, serves, buyers } of ahead.backtests) {
      expect(models.length).toBeGreaterThanOrEqual(4);
      expect(models[0]?.model).toBe(serves);
      expect(buyers).toBeGreaterThan(0);
      expect(models.map(({ logLoss }) => logLoss)).toEqual(
        models.map(({ logLoss }) => logLoss).toSorted((a, b) => a - b),
      );
    }
  });

  test.each<[string, OrderHistory]>([
    [
      'one buyer that orders each day',
      toHistory([Array.from({ length: 200 }, (_, i) => [100 + i, 10] as const)]),
    ],
    [
      'five buyers of a few weeks',
      toHistory(
        [1, 2, 3, 4, 5].map((b) => [
          [270 + b, 10],
          [290 + b, 20 * b],
        ]),
      ),
    ],
    [
      'buyers that are all the same',
      toHistory(
        Array.from({ length: 60 }, () => [
          [0, 5],
          [100, 5],
          [200, 5],
        ]),
      ),
    ],
  ])('answers with finite chances for %s', (_, history) => {
    const { buyers, chance30, chance90, orders90, spend90, alive } = predictPurchases(history, {
      moment: NOW,
    });

    expect(buyers.length).toBe(history.start.length - 1);
    for (const column of [chance30, chance90, orders90, spend90])
      expect(column.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    // whoever orders is alive
    expect(alive.every((chance, i) => Number.isNaN(chance) || (chance >= chance90[i]! && chance <= 1))).toBe(
      true,
    );
  });

  test('says nothing where nobody has ordered twice: how often orders come is not known', () => {
    const once = toHistory(Array.from({ length: 50 }, (_, b) => [[250 + b, 5]]));

    expect(predictPurchases(once, { moment: NOW }).buyers).toHaveLength(0);
  });

  test('knows no buyer where nobody ordered, and no worth where no order had a price', () => {
    const nobody = predictPurchases(toHistory([]), { moment: NOW });
    const unpriced = predictPurchases(
      toHistory([
        [
          [10, 0],
          [50, 0],
        ],
      ]),
      { moment: NOW },
    );

    expect(nobody.buyers.length).toBe(0);
    expect(unpriced.spend90).toEqual(Float64Array.of(Number.NaN));
  });

  test('refuses days that do not rise and offsets that do not fit', () => {
    const wrong = { start: Int32Array.of(0, 2), day: Int32Array.of(3, 3), amount: new Float64Array(2) };

    expect(() => predictPurchases(wrong, { moment: NOW })).toThrow('buyer 0 has day 3 after day 3');
    expect(() => predictPurchases({ ...wrong, start: Int32Array.of(0, 1) }, { moment: NOW })).toThrow(
      'offsets from 0 to 1 do not fit 2 days',
    );
  });
});

const retail = join(process.env.TRADEWIND_SHARED ?? '../shared', ONLINE_RETAIL);
const hasRetail = existsSync(retail);
if (!hasRetail) console.log(`skipped: ${retail} is not there (TRADEWIND_SHARED names the folder)`);

(hasRetail ? describe : describe.skip)('on Online Retail', () => {
  test('no fit runs away, and none sees drop-out', () => {
    const history = readOnlineRetailOrders(retail);
    const cut = 15287; // 2011-11-09
    const buyers = Array.from(buyersBefore(history, cut), (buyer) =>
      countsBefore(history, buyer, rowAt(history, buyer, cut), cut),
    );

    const fits = [fitBgNbd(buyers), fitMbgNbd(buyers), fitParetoNbd(buyers), fitNbd(buyers)];

    // as many as the published cut has
    expect(buyers.length).toBe(2452);
    const plain = fits[3]?.logLikelihood ?? Number.NaN;
    for (const { logLikelihood, kind: _, ...parameters } of fits) {
      for (const name of ['r', 'alpha'] as const) {
        expect(parameters[name]).toBeGreaterThan(1e-3);
        expect(parameters[name]).toBeLessThan(1e3);
      }
      // plain NBD lies on the edge of each: none can be worse, and none is better by evidence
      expect(logLikelihood).toBeGreaterThan(plain - 0.01);
      expect(2 * (logLikelihood - plain)).toBeLessThan(9.21);
    }
  });
});

function reverseBuyers({ start, day, amount }: OrderHistory): OrderHistory {
  const buyers = Array.from({ length: start.length - 1 }, (_, b) =>
    Array.from(
      day.subarray(start[b], start[b + 1]),
      (one, k) => [one, amount[(start[b] ?? 0) + k] ?? 0] as const,
    ),
  );
  return toHistory(buyers.reverse());
}

function before(history: OrderHistory, moment: number): OrderHistory {
  return toHistory(
    Array.from({ length: history.start.length - 1 }, (_, b) =>
      Array.from(
        history.day.subarray(history.start[b], rowAt(history, b, moment)),
        (one, k) => [one, history.amount[(history.start[b] ?? 0) + k] ?? 0] as const,
      ),
    ),
  );
}
