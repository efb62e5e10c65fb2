import { describe, expect, test } from '@jest/globals';
import { createRandom, type Random, sampleGamma } from '../../lib/numeric/index.ts';
import {
  expectedOrders,
  type OrderModel,
  probabilityAlive,
  probabilityOfOrder,
} from '../../lib/purchasing/index.ts';

const { log } = Math;

/** Draws one buyer's orders from its first on, up to a time; `goneAt` is Infinity where it is still there. */
type DrawBuyer = (random: Random, until: number) => { orders: number[]; goneAt: number };

const RATE = { r: 1.4, alpha: 4 };
const draw = (random: Random, shape: number, rate: number) => sampleGamma(random, shape) / rate;

/** Orders at a rate of the buyer's own; after the orders from the `first` on it leaves with a chance of its own. */
function leavingAfterOrders(first: 0 | 1, a: number, b: number): DrawBuyer {
  return (random, until) => {
    const rate = draw(random, RATE.r, RATE.alpha);
    const [x, y] = [sampleGamma(random, a), sampleGamma(random, b)];
    const leaving = x / (x + y);
    const orders: number[] = [];
    let at = 0;
    for (let k = 0; ; k++) {
      if (k >= first && random() < leaving) return { orders, goneAt: at };
      at -= log(1 - random()) / rate;
      if (at > until) return { orders, goneAt: Infinity };
      orders.push(at);
    }
  };
}

/** Orders at a rate of the buyer's own until a time of leaving, exponential with a rate of its own. */
function leavingAtATime(s: number, beta: number): DrawBuyer {
  return (random, until) => {
    const rate = draw(random, RATE.r, RATE.alpha);
    const goneAt = -log(1 - random()) / draw(random, s, beta);
    const orders: number[] = [];
    const last = Math.min(goneAt, until);
    const wait = () => -log(1 - random()) / rate;
    for (let at = wait(); at <= last; at += wait()) orders.push(at);
    return { orders, goneAt: goneAt > until ? Infinity : goneAt };
  };
}

const unfitted = { logLikelihood: 0, dropOutSeen: true, nbdLogLikelihood: 0 };

describe('probabilityAlive, probabilityOfOrder and expectedOrders', () => {
  const AGE = 6;
  const AHEAD = 5;
  const buyer = { frequency: 2, recency: 3, age: AGE };

  test.each<[OrderModel['kind'], OrderModel, DrawBuyer]>([
    ['bg-nbd', { kind: 'bg-nbd', ...RATE, a: 0.8, b: 2, ...unfitted }, leavingAfterOrders(1, 0.8, 2)],
    ['mbg-nbd', { kind: 'mbg-nbd', ...RATE, a: 0.8, b: 2, ...unfitted }, leavingAfterOrders(0, 0.8, 2)],
    [
      'pareto-nbd',
      { kind: 'pareto-nbd', ...RATE, s: 0.9, beta: 5, logLikelihood: 0 },
      leavingAtATime(0.9, 5),
    ],
    ['nbd', { kind: 'nbd', ...RATE, logLikelihood: 0 }, leavingAfterOrders(1, 1e-9, 1)],
  ])('%s: agree with what drawn buyers of the same history go on to do', (_, model, drawBuyer) => {
    const random = createRandom(17);
    let [alike, stayed, ordering, orders, squares] = [0, 0, 0, 0, 0];

    for (let i = 0; i < 100_000; i++) {
      const drawn = drawBuyer(random, AGE + AHEAD);
      const known = drawn.orders.filter((at) => at <= AGE);
      // the same number of orders, the last within a narrow stretch about the buyer's
      if (known.length !== buyer.frequency || Math.abs((known.at(-1) ?? 0) - buyer.recency) > 0.35) continue;
      const later = drawn.orders.length - known.length;
      alike++;
      if (drawn.goneAt > AGE) stayed++;
      if (later > 0) ordering++;
      orders += later;
      squares += later * later;
    }

    // four standard errors, and as much as the stretch's width may bend
    expect(alike).toBeGreaterThan(1_000);
    const near = (found: number, drawn: number, variance: number) =>
      expect(Math.abs(found - drawn)).toBeLessThan(4 * Math.sqrt(variance / alike) + 0.005);
    const [there, again, mean] = [stayed / alike, ordering / alike, orders / alike];
    near(probabilityAlive(model, buyer), there, there * (1 - there));
    near(probabilityOfOrder(model, buyer, AHEAD), again, again * (1 - again));
    near(expectedOrders(model, buyer, AHEAD), mean, squares / alike - mean * mean);
  });
});
