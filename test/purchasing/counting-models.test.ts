import { describe, expect, test } from '@jest/globals';
import { createRandom, logBeta, logGamma, type Random, sampleGamma } from '../../lib/numeric/index.ts';
import {
  type BuyerCounts,
  expectedOrders,
  expectedOrdersOfNewBuyer,
  fitBgNbd,
  fitMbgNbd,
  fitNbd,
  fitParetoNbd,
  nextOrderWithin,
  probabilityAlive,
  probabilityOfOrder,
} from '../../lib/purchasing/index.ts';

const someBuyers: BuyerCounts[] = [
  { frequency: 0, recency: 0, age: 12 },
  { frequency: 1, recency: 2, age: 20 },
  { frequency: 2, recency: 11, age: 12.5 },
  { frequency: 3, recency: 3, age: 25 },
  { frequency: 6, recency: 24, age: 25 },
  { frequency: 0, recency: 0, age: 25 },
];

/** Buyers who order at gamma-distributed rates and, with `dropOut`, leave after an order with that chance. */
function simulate(count: number, dropOut: number | ((random: Random) => number)): BuyerCounts[] {
  const random = createRandom(11);
  return Array.from({ length: count }, () => {
    const age = 20 + Math.floor(random() * 60);
    const rate = sampleGamma(random, 1.2) / 10;
    const leaving = typeof dropOut === 'number' ? dropOut : dropOut(random);
    let [frequency, recency] = [0, 0];
    for (let at = wait(random, rate); at <= age; at += wait(random, rate)) {
      frequency++;
      recency = at;
      if (random() < leaving) break;
    }
    return { frequency, recency, age };
  });
}

const wait = (random: Random, rate: number) => -Math.log(1 - random()) / rate;

/** ∫₀^∞ f by the midpoint rule in u = x / (1 + x). */
function integrate(f: (x: number) => number, steps = 4000): number {
  let total = 0;
  for (let i = 0; i < steps; i++) {
    const u = (i + 0.5) / steps;
    total += f(u / (1 - u)) / (1 - u) ** 2 / steps;
  }
  return total;
}

const gammaDensity = (x: number, shape: number, rate: number) =>
  Math.exp(shape * Math.log(rate) + (shape - 1) * Math.log(x) - rate * x - logGamma(shape));

const betaDensity = (p: number, a: number, b: number) =>
  Math.exp((a - 1) * Math.log(p) + (b - 1) * Math.log(1 - p) - logBeta(a, b));

describe('the likelihoods, beside integration over buyers by brute force', () => {
  /** ∫ λˣ e^(−λu) gamma(λ) dλ in closed form, which the test of NBD below holds. */
  const ordered = ({ r, alpha }: { r: number; alpha: number }, x: number, until: number) =>
    Math.exp(logGamma(r + x) - logGamma(r) + r * Math.log(alpha) - (r + x) * Math.log(alpha + until));

  test.each([fitBgNbd, fitMbgNbd])(
    '%p sums what a beta of drop-out and a gamma of rates give',
    (fitModel) => {
      const buyers = simulate(200, (random) => random() ** 2);
      const model = fitModel(buyers);
      let brute = 0;
      for (const { frequency: x, recency, age } of buyers) {
        const chances = model.kind === 'bg-nbd' ? x : x + 1;
        const alive = ordered(model, x, age);
        const gone = ordered(model, x, recency);
        let total = 0;
        for (let i = 0; i < 1000; i++) {
          // p = u⁴ bends the grid towards 0, where the beta density of a < 1 is steep
          const u = (i + 0.5) / 1000;
          const p = u ** 4;
          const kept = (1 - p) ** chances * alive + (chances > 0 ? p * (1 - p) ** (chances - 1) * gone : 0);
          total += (kept * betaDensity(p, model.a, model.b) * 4 * u ** 3) / 1000;
        }
        brute += Math.log(total);
      }

      expect(model.dropOutSeen).toBe(true);
      expect(Math.abs(model.logLikelihood - brute)).toBeLessThan(0.01);
    },
  );

  test('Pareto/NBD sums what a gamma of rates and a gamma of death rates give', () => {
    const model = fitParetoNbd(someBuyers);
    let brute = 0;
    for (const { frequency: x, recency, age } of someBuyers) {
      const { s, beta } = model;
      let gone = 0;
      const steps = 4_000;
      for (let i = 0; i < steps; i++) {
        const u = recency + ((age - recency) * (i + 0.5)) / steps;
        gone += ((s / beta) * (1 + u / beta) ** (-s - 1) * ordered(model, x, u) * (age - recency)) / steps;
      }
      brute += Math.log(ordered(model, x, age) * (1 + age / beta) ** -s + gone);
    }

    expect(model.logLikelihood).toBeCloseTo(brute, 5);
  });

  test('NBD sums what a gamma of rates gives', () => {
    const model = fitNbd(someBuyers);
    let brute = 0;
    for (const { frequency, age } of someBuyers)
      brute += Math.log(
        integrate(
          (rate) => rate ** frequency * Math.exp(-rate * age) * gammaDensity(rate, model.r, model.alpha),
        ),
      );

    expect(model.logLikelihood).toBeCloseTo(brute, 4);
  });
});

describe('fitBgNbd', () => {
  test('says that no drop-out is seen where buyers only order seldom, and keeps to NBD', () => {
    const model = fitBgNbd(simulate(3000, 0));

    expect(model.dropOutSeen).toBe(false);
    expect(model.logLikelihood).toBeCloseTo(model.nbdLogLikelihood, 0);
    for (const each of [model.r, model.alpha, model.a, model.b]) {
      expect(each).toBeGreaterThan(0);
      expect(each).toBeLessThan(1e6);
    }
  });

  test('sees a drop-out of one in four', () => {
    const model = fitBgNbd(simulate(3000, 0.25));

    expect(model.dropOutSeen).toBe(true);
    expect(model.a / (model.a + model.b)).toBeGreaterThan(0.2);
    expect(model.a / (model.a + model.b)).toBeLessThan(0.3);
  });

  test('gives the same fit to buyers in any order and to a unit of time seven times as long', () => {
    const buyers = simulate(500, 0.2);
    const weeks = buyers.map(({ frequency, recency, age }) => ({
      frequency,
      recency: recency / 7,
      age: age / 7,
    }));

    const model = fitBgNbd(buyers);
    const turned = fitBgNbd([...buyers].reverse());
    const slower = fitBgNbd(weeks);

    expect(turned.r).toBeCloseTo(model.r, 5);
    expect(slower.r).toBeCloseTo(model.r, 3);
    expect(slower.alpha).toBeCloseTo(model.alpha / 7, 2);
  });

  test.each([
    ['one buyer', [{ frequency: 4, recency: 9, age: 10 }]],
    [
      'one order each',
      [
        { frequency: 0, recency: 0, age: 10 },
        { frequency: 0, recency: 0, age: 0 },
      ],
    ],
    ['buyers all alike', Array.from({ length: 50 }, () => ({ frequency: 5, recency: 50, age: 52 }))],
    [
      'thousands of orders',
      [
        { frequency: 20_000, recency: 364, age: 365 },
        { frequency: 1, recency: 1, age: 365 },
      ],
    ],
  ])('keeps four finite parameters within (0, 1e6) on %s', (_, buyers) => {
    const { r, alpha, a, b, logLikelihood } = fitBgNbd(buyers);

    for (const each of [r, alpha, a, b]) {
      expect(each).toBeGreaterThan(0);
      expect(each).toBeLessThan(1e6);
    }
    expect(Number.isFinite(logLikelihood)).toBe(true);
  });

  test('refuses no buyers and counts that no history has', () => {
    expect(() => fitBgNbd([])).toThrow('no buyers');
    expect(() => fitBgNbd([{ frequency: 1, recency: 11, age: 10 }])).toThrow('recency 11');
    expect(() => fitBgNbd([{ frequency: 1.5, recency: 1, age: 10 }])).toThrow('frequency 1.5');
  });
});

describe('what a model expects', () => {
  const buyers = simulate(2000, 0.15);
  const models = [fitNbd(buyers), fitBgNbd(buyers), fitMbgNbd(buyers), fitParetoNbd(buyers)];
  const buyer = { frequency: 3, recency: 22, age: 30 };

  test.each(models.map((model) => [model.kind, model] as const))(
    '%s: chances grow with time, stay below P(alive) and below the orders expected',
    (_, model) => {
      const alive = probabilityAlive(model, buyer);
      let before = 0;
      for (const duration of [1, 5, 20, 80, 400]) {
        const chance = probabilityOfOrder(model, buyer, duration);
        expect(chance).toBeGreaterThan(before);
        expect(chance).toBeLessThanOrEqual(alive);
        expect(expectedOrders(model, buyer, duration)).toBeGreaterThanOrEqual(chance);
        before = chance;
      }
    },
  );

  test.each(models.map((model) => [model.kind, model] as const))(
    '%s: the next order comes within its quantile with just that chance',
    (_, model) => {
      const within = nextOrderWithin(model, buyer, 0.3);

      expect(within).not.toBeNull();
      expect(probabilityOfOrder(model, buyer, within ?? 0)).toBeCloseTo(0.3, 6);
    },
  );

  test('a buyer more likely gone than not has no date by which it orders', () => {
    const gone = { frequency: 12, recency: 10, age: 80 };
    const model = fitBgNbd(buyers);

    expect(probabilityAlive(model, gone)).toBeLessThan(0.1);
    expect(nextOrderWithin(model, gone, 0.5)).toBeNull();
  });

  test('orders expected of new buyers agree with buyers simulated from the model', () => {
    const model = fitBgNbd(simulate(4000, 0.2));
    const random = createRandom(5);
    const drawBeta = () => {
      const x = sampleGamma(random, model.a);
      return x / (x + sampleGamma(random, model.b));
    };
    let orders = 0;
    const draws = 10_000;
    for (let i = 0; i < draws; i++) {
      const rate = sampleGamma(random, model.r) / model.alpha;
      const dropOut = drawBeta();
      for (let at = wait(random, rate); at <= 30; at += wait(random, rate)) {
        orders++;
        if (random() < dropOut) break;
      }
    }

    expect(expectedOrdersOfNewBuyer(model, 30) / (orders / draws)).toBeCloseTo(1, 1);
  });
});
