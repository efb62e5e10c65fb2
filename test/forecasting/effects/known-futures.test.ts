import { describe, expect, test } from '@jest/globals';
import { type Covariate, forecast, pathTotals, samplePaths } from '../../../lib/forecasting/index.ts';
import { createRandom, mean, standardNormal } from '../../../lib/numeric/index.ts';
import { simulateDemand } from './simulated-demand.ts';

const HORIZON = 56;
const DAYS = 364;
const options = { horizon: HORIZON, period: 7 };

/** 40 weeks of days around 20 without any season. */
const steady = (days: number, seed = 3): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: days }, () => 20 + 2 * standardNormal(random));
};
const flags = (length: number, on: (t: number) => boolean) =>
  Float64Array.from({ length }, (_, t) => (on(t) ? 1 : 0));

describe('forecast with covariates', () => {
  test('finds the elasticity and the promotion that made the demand, and says how surely', () => {
    const truth = { elasticity: -1.5, promotion: 0.4 };
    const found = Array.from({ length: 16 }, (_, seed) => {
      const { units, price, promotion } = simulateDemand(DAYS + HORIZON, seed + 1, truth);
      const { futures } = forecast(units.subarray(0, DAYS), { ...options, covariates: [price, promotion] });
      const [ofPrice, ofPromotion] = futures!.effects;
      return { ofPrice: ofPrice!, ofPromotion: ofPromotion! };
    });

    const prices = found.map(({ ofPrice }) => ofPrice.coefficient);
    const promotions = found.map(({ ofPromotion }) => ofPromotion.coefficient);
    expect(Math.abs(mean(Float64Array.from(prices)) + 1.5)).toBeLessThan(0.2);
    expect(Math.abs(mean(Float64Array.from(promotions)) - 0.4)).toBeLessThan(0.06);
    const within = found.filter(
      ({ ofPrice }) => Math.abs(ofPrice.coefficient + 1.5) < 2 * ofPrice.standardError,
    );
    expect(within.length).toBeGreaterThanOrEqual(13);
    expect(found[0]!.ofPromotion.text).toMatch(/^spring sale: \d+ % more \(± \d+, from \d+ days\)$/);
    expect(found[0]!.ofPrice.text).toMatch(/^price: 1 % lower sells \d\.\d % more/);
  });

  test('knows next month’s promotion, price and closure', () => {
    const { units, price, promotion } = simulateDemand(DAYS + HORIZON, 5, {
      elasticity: -1.5,
      promotion: 0.7,
    });
    price.values.fill(price.values[DAYS - 1]!, DAYS);
    promotion.values.fill(0, DAYS);
    promotion.values.fill(1, DAYS + 7, DAYS + 14);
    const stockTaking = flags(DAYS + HORIZON, (day) => day === DAYS + 21);
    const covariates: Covariate[] = [
      price,
      promotion,
      { name: 'stock-taking', kind: 'closure', values: stockTaking },
    ];

    const found = forecast(units.subarray(0, DAYS), { ...options, covariates });

    const week = (from: number) => found.mean.slice(from, from + 7).reduce((sum, day) => sum + day, 0);
    const share = week(7) / week(0);
    // e^0.7 = 2.01; the estimate is that of one history
    expect(share).toBeGreaterThan(1.6);
    expect(share).toBeLessThan(2.4);
    expect(found.mean[21]).toBe(0);
    expect(found.intervals.map(({ upper }) => upper[21])).toEqual([0, 0]);
    expect(found.parts.events[21]).toBeCloseTo(-found.mean[14]!, 0);
    expect(found.parts.events[3]).toBe(0);
  });

  test('is hardly worse than ignoring covariates that mean nothing, and better where they matter', () => {
    const ratio = (truth: { elasticity: number; promotion: number }) => {
      let own = 0;
      let plain = 0;
      for (let seed = 1; seed <= 14; seed++) {
        const { units, price, promotion } = simulateDemand(230 + HORIZON, 40 + seed, truth);
        const actual = units.subarray(230);
        const errorOf = (covariates: Covariate[]) => {
          const { mean: daily } = forecast(units.subarray(0, 230), { ...options, covariates });
          return Math.sqrt(mean(actual.map((value, day) => (value - daily[day]!) ** 2)));
        };
        own += errorOf([price, promotion]);
        plain += errorOf([]);
      }
      return own / plain;
    };

    expect(ratio({ elasticity: 0, promotion: 0 })).toBeLessThan(1.04);
    expect(ratio({ elasticity: -3, promotion: 1 })).toBeLessThan(0.85);
  });

  test('assumes nothing of a promotion never seen, says so, and is less sure of its days', () => {
    const launch = flags(200 + 28, (day) => day >= 210 && day < 215);

    const found = forecast(steady(200), {
      horizon: 28,
      period: 7,
      covariates: [{ name: 'trade fair', kind: 'event', values: launch }],
    });

    const width = (step: number) => found.intervals[0]!.upper[step]! - found.intervals[0]!.lower[step]!;
    expect(found.parts.events[12]).toBeCloseTo(0, 1);
    expect(width(12)).toBeGreaterThan(3 * width(5));
    expect(found.warnings).toContain(
      'trade fair was never seen before: no effect is assumed, with a wide margin',
    );
  });

  test('assumes how demand answers to a price that never moved, and says so', () => {
    const price = new Float64Array(228).fill(9.5, 0, 210).fill(8.55, 210);

    const found = forecast(steady(200), {
      horizon: 28,
      period: 7,
      covariates: [{ name: 'price', kind: 'price', values: price }],
    });

    // 0.9^−1 = 1.111
    const plain = forecast(steady(200), { horizon: 28, period: 7 });
    expect(found.mean[15]! / plain.mean[15]!).toBeCloseTo(1.111, 3);
    expect(found.mean[5]!).toBe(plain.mean[5]!);
    expect(found.warnings.join()).toContain('price never moved before: how demand answers is assumed');
  });

  test('says of promotions that always came together that each is a guess', () => {
    const promotion = flags(228, (day) => day % 40 < 5);
    const covariates = ['leaflet', 'banner'].map(
      (name): Covariate => ({ name, kind: 'event', values: promotion }),
    );

    const found = forecast(steady(200), { horizon: 28, period: 7, covariates });

    expect(found.warnings).toContain('leaflet and banner always came together: what each does is a guess');
  });

  test('does not read days on which stock ran out or the doors were shut', () => {
    const values = steady(200);
    const out = flags(228, (day) => day >= 150 && day < 180);
    const shut = flags(228, (day) => day >= 40 && day < 60);
    for (let day = 0; day < 200; day++) if (out[day] === 1 || shut[day] === 1) values[day] = 0;

    const found = forecast(values, {
      horizon: 28,
      period: 7,
      covariates: [
        { name: 'out of stock', kind: 'stockOut', values: out },
        { name: 'refit', kind: 'closure', values: shut },
      ],
    });

    found.mean.forEach((day) => {
      expect(Math.abs(day - 20)).toBeLessThan(2);
    });
  });

  test('takes a closure on which much was sold for an event', () => {
    const shut = flags(228, (day) => day % 50 === 7);

    const found = forecast(steady(200), {
      horizon: 28,
      period: 7,
      covariates: [{ name: 'bank holiday', kind: 'closure', values: shut }],
    });

    expect(found.mean[7]).toBeGreaterThan(10);
    expect(found.warnings.join()).toMatch(/bank holiday: said to be closed, but \d+ % of the usual was sold/);
  });

  test('adds effects where demand may be negative', () => {
    const promotion = flags(228, (day) => day % 20 < 4);
    const values = steady(200).map((value, day) => value - 20 + 12 * promotion[day]!);

    const found = forecast(values, {
      horizon: 28,
      period: 7,
      covariates: [{ name: 'sale', kind: 'event', values: promotion }],
    });

    expect(found.futures!.link).toBe('sum');
    expect(Math.abs(found.futures!.effects[0]!.coefficient - 12)).toBeLessThan(1.5);
    // steps 0 to 3 are days 200 to 203
    expect(found.mean[1]! - found.mean[10]!).toBeGreaterThan(9);
  });

  test('multiplies the chance of rare demand, then its sizes, and its sampled paths agree', () => {
    const random = createRandom(8);
    const promotion = flags(430, (day) => day % 50 < 10);
    const values = Float64Array.from({ length: 400 }, (_, day) =>
      random() < (promotion[day] === 1 ? 0.6 : 0.2) ? 1 + Math.floor(4 * random()) : 0,
    );

    const found = forecast(values, {
      horizon: 30,
      period: 7,
      covariates: [{ name: 'sale', kind: 'event', values: promotion }],
    });

    expect(found.model).toBe('intermittent');
    expect(found.mean[2]! / found.mean[16]!).toBeGreaterThan(1.7);
    const paths = pathTotals(samplePaths(found.distribution, { paths: 6_000, days: 30, seed: 2 }), 30);
    const total = found.mean.reduce((sum, day) => sum + day, 0);
    expect(mean(paths) / total).toBeCloseTo(1, 1);
    expect(found.futures!.effects[0]!.coefficient).toBeGreaterThan(0.6);
  });

  test('leaves out what made past forecasts worse, and says so', () => {
    // demand fell by half each time the flag stood, but in the newest months it doubles
    const flag = flags(320, (day) => day % 28 < 7);
    const values = steady(292).map((value, day) =>
      flag[day] === 1 ? value * (day < 230 ? 0.4 : 1.8) : value,
    );

    const found = forecast(values, {
      horizon: 28,
      period: 7,
      covariates: [{ name: 'fair', kind: 'event', values: flag }],
    });

    expect(found.warnings.join()).toMatch(/left out of the forecast: with them it erred \d+ % more/);
    expect(found.parts.events.every((units) => units === 0)).toBe(true);
  });

  test('ends with the sale of a product that is delisted', () => {
    const found = forecast(steady(200), { horizon: 28, period: 7, endsAt: 10 });

    expect(found.mean[9]).toBeGreaterThan(15);
    expect(found.mean.slice(10)).toEqual(new Array<number>(18).fill(0));
    expect(found.intervals[1]!.upper.slice(10)).toEqual(new Array<number>(18).fill(0));
  });

  test('costs the plain call nothing: no covariates, the same answer', () => {
    const values = steady(120);

    expect(forecast(values, { ...options, covariates: [] })).toEqual(forecast(values, options));
  });

  test.each([
    ['a length that does not fit', { name: 'a', kind: 'event', values: [1, 0] }, '2 values'],
    ['a price of 0', { name: 'a', kind: 'price', values: new Float64Array(228) }, 'above 0'],
    ['a share above 1', { name: 'a', kind: 'event', values: new Float64Array(228).fill(2) }, 'share 2'],
  ] as const)('refuses %s', (_, covariate, message) => {
    const ask = () => forecast(steady(200), { horizon: 28, period: 7, covariates: [covariate] });

    expect(ask).toThrow(message);
  });

  test('refuses a name given twice and an end that is none', () => {
    const values = new Float64Array(228);
    const twice = ['a', 'a'].map((name): Covariate => ({ name, kind: 'event', values }));

    expect(() => forecast(steady(200), { horizon: 28, period: 7, covariates: twice })).toThrow('twice');
    expect(() => forecast(steady(200), { horizon: 28, period: 7, endsAt: 1.5 })).toThrow('end of sale');
  });
});
