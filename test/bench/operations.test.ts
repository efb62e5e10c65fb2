import { describe, expect, test } from '@jest/globals';
import { ownSeller } from './operations-own.ts';
import { openShelf, type Seller, trade } from './operations-play.ts';
import { humanSeller, testingSeller, tunedSeller } from './operations-sellers.ts';
import { textbookSeller } from './operations-textbook.ts';
import { KINDS, type SkuFacts, simulateSku } from './operations-world.ts';

/** Beyond the types: what the truth knows and no policy may ask. */
const TRUTH = ['demandOn', 'leadDaysOn', 'usualPerDay', 'kind'];

describe('the simulated wholesaler', () => {
  test('meets every policy with the same buyers and the same delays', () => {
    const sku = simulateSku(5);
    const days = Array.from({ length: 60 }, (_, day) => day);

    expect(days.map((day) => sku.demandOn(day, sku.listPrice))).toEqual(
      days.map((day) => simulateSku(5).demandOn(day, sku.listPrice)),
    );
    // fewer buy at a higher price, on each and every day
    for (const day of days)
      expect(sku.demandOn(day, 1.2 * sku.listPrice)).toBeLessThanOrEqual(sku.demandOn(day, sku.listPrice));
  });

  test('asks on average for what is usual, whatever the kind', () => {
    for (let seed = 0; seed < KINDS.length; seed++) {
      const sku = simulateSku(seed);
      let units = 0;
      for (let day = 0; day < 1461; day++) units += sku.demandOn(day, sku.listPrice) / 1461;

      // four years about the middle of a trend; a seventh of scatter for lots and slow movers
      expect(units / sku.usualPerDay).toBeGreaterThan(0.7);
      expect(units / sku.usualPerDay).toBeLessThan(1.45);
    }
  });

  test('loses no unit: what was there and came is sold, on hand or on its way', () => {
    const sku = simulateSku(3);
    let ordered = 0;
    const human = humanSeller(sku);
    const counted: Seller = (view) => {
      const done = human(view);
      ordered += done.orderUnits;
      return done;
    };
    const start = openShelf(sku);

    const { asked, short, shelf } = trade(sku, start, counted, 364);

    const onItsWay = [...shelf.arriving.values()].reduce((sum, units) => sum + units, 0);
    expect(start.onHand + ordered).toBeCloseTo(asked - short + shelf.onHand + onItsWay, 6);
    const sold = shelf.log.sold.reduce<number>((sum, units) => sum + (units ?? 0), 0);
    expect(sold).toBeCloseTo(asked - short, 6);
    expect(start.log.sold).toHaveLength(0);
  });

  test('tells no policy the truth', () => {
    const sku = simulateSku(2);
    const asked: string[] = [];
    const guarded = new Proxy<SkuFacts>(sku, {
      get: (target, name, receiver) => {
        asked.push(String(name));
        return Reflect.get(target, name, receiver);
      },
    });
    const { shelf } = trade(sku, openShelf(sku), testingSeller(sku), 728);
    const sellers = [
      ...[humanSeller(guarded), testingSeller(guarded), tunedSeller(guarded), textbookSeller(guarded, 1)],
      ownSeller(guarded, { refitWeeks: 13, prices: true }),
    ];

    for (const seller of sellers) trade(sku, shelf, seller, 28);

    expect(asked).toContain('unitCost');
    expect(asked.filter((name) => TRUTH.includes(name))).toEqual([]);
  });

  test('trades a SKU by Tradewind’s own engine through a season', () => {
    const sku = simulateSku(1);
    const { shelf } = trade(sku, openShelf(sku), testingSeller(sku), 728);

    const own = trade(sku, shelf, ownSeller(sku, { refitWeeks: 13, prices: true }), 182);

    expect(own.orders).toBeGreaterThan(0);
    expect(own.profit).toBeGreaterThan(0);
    expect(own.short / own.asked).toBeLessThan(0.1);
  });
});
