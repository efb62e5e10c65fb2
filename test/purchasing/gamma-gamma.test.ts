import { describe, expect, test } from '@jest/globals';
import { logGamma } from '../../lib/numeric/index.ts';
import { expectedSpend, fitGammaGamma } from '../../lib/purchasing/index.ts';
import { cdnow, hasCdnow, published } from './cdnow.ts';

const someSpend = [
  { orders: 3, meanAmount: 20 },
  { orders: 1, meanAmount: 95 },
  { orders: 6, meanAmount: 41 },
  { orders: 2, meanAmount: 12 },
  { orders: 4, meanAmount: 33 },
];

describe('fitGammaGamma', () => {
  (hasCdnow ? test : test.skip)('finds the published parameters on CDNOW', () => {
    const spend = cdnow.map(({ frequency, meanAmount }) => ({ orders: frequency, meanAmount }));
    const { params, loglik } = published.cdnow.cdnow_gammagamma;

    const model = fitGammaGamma(spend);

    expect(model.p).toBeCloseTo(params.p, 3);
    expect(model.q).toBeCloseTo(params.q, 3);
    expect(model.v).toBeCloseTo(params.v, 2);
    expect(model.logLikelihood).toBeCloseTo(loglik, 3);
  });

  (hasCdnow ? test : test.skip)('expects the published spend of the first ten buyers', () => {
    const { value } = published.fixtures.find(({ model }: { model: string }) => model === 'gammagamma');
    const model = { kind: 'gamma-gamma', p: 6.25, q: 3.74, v: 15.44, logLikelihood: 0 } as const;

    const found = cdnow
      .slice(0, 10)
      .map(({ frequency, meanAmount }) => expectedSpend(model, { orders: frequency, meanAmount }));

    for (const [i, each] of found.entries()) expect(Math.abs(each - value[i])).toBeLessThan(0.1);
  });

  test('sums the density that integration over the scale gives', () => {
    const { p, q, v, logLikelihood } = fitGammaGamma(someSpend);
    // the mean of x gamma(p, ν) amounts is gamma(px, νx); ν is gamma(q, v)
    const brute = someSpend.map(({ orders: x, meanAmount: m }) => {
      let total = 0;
      const steps = 40_000;
      for (let i = 0; i < steps; i++) {
        const u = (i + 0.5) / steps;
        const scale = u / (1 - u) / 10;
        const amounts =
          p * x * Math.log(scale * x) + (p * x - 1) * Math.log(m) - scale * x * m - logGamma(p * x);
        const prior = q * Math.log(v) + (q - 1) * Math.log(scale) - v * scale - logGamma(q);
        total += Math.exp(amounts + prior) / (1 - u) ** 2 / 10 / steps;
      }
      return Math.log(total);
    });

    expect(logLikelihood).toBeCloseTo(
      brute.reduce((sum, each) => sum + each, 0),
      4,
    );
  });

  test('takes any currency unit: pence give the same fit as pounds', () => {
    const pence = someSpend.map(({ orders, meanAmount }) => ({ orders, meanAmount: 100 * meanAmount }));
    const [buyer] = someSpend;

    const pounds = fitGammaGamma(someSpend);
    const hundredfold = fitGammaGamma(pence);

    // five densities in 1/penny are each a hundredth of those in 1/pound
    expect(hundredfold.logLikelihood).toBeCloseTo(pounds.logLikelihood - 5 * Math.log(100), 6);
    expect(
      expectedSpend(hundredfold, { orders: 3, meanAmount: 2000 }) / expectedSpend(pounds, buyer!),
    ).toBeCloseTo(100, 1);
  });

  test('refuses amounts that are not above 0', () => {
    expect(() => fitGammaGamma([{ orders: 1, meanAmount: 0 }])).toThrow('above 0');
    expect(() => fitGammaGamma([])).toThrow('no orders');
  });
});

describe('expectedSpend', () => {
  const model = fitGammaGamma(someSpend);

  test('lies between the buyer’s own mean and the market’s, nearer its own with more orders', () => {
    const market = expectedSpend(model, { orders: 0, meanAmount: 0 });
    const few = expectedSpend(model, { orders: 1, meanAmount: 200 });
    const many = expectedSpend(model, { orders: 20, meanAmount: 200 });

    expect(market).toBeLessThan(few);
    expect(few).toBeLessThan(many);
    expect(many).toBeLessThan(200);
  });
});
