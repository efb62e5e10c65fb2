import type { Covariate } from '../../../lib/forecasting/index.ts';
import { createRandom, sampleNegativeBinomial, standardNormal } from '../../../lib/numeric/index.ts';

/** Daily demand whose truth is known: a wandering level, a week, an elasticity and a promotion. */
export type SimulatedDemand = {
  /** [n + h] */
  units: Float64Array;
  price: Covariate & { values: Float64Array };
  promotion: Covariate & { values: Float64Array };
};

/**
 * Simulate days of negative binomial demand around 20 · exp(wandering level + weekday + elasticity · ln(price / 10) + promotion).
 *
 * The price moves every 60 days within 15 %; a promotion lasts the last week of every 90 days.
 */
export function simulateDemand(
  days: number,
  seed: number,
  { elasticity, promotion }: { elasticity: number; promotion: number },
): SimulatedDemand {
  const random = createRandom(seed);
  const weekdays = Array.from({ length: 7 }, () => 0.3 * standardNormal(random));
  const prices = new Float64Array(days);
  const promotions = Float64Array.from({ length: days }, (_, day) =>
    day % 90 >= 80 && day % 90 < 87 ? 1 : 0,
  );
  const units = new Float64Array(days);
  let level = Math.log(20);
  for (let day = 0; day < days; day++) {
    prices[day] = day % 60 === 0 ? 10 * (1 + 0.15 * (2 * random() - 1)) : prices[day - 1]!;
    level += 0.01 * standardNormal(random);
    const mean = Math.exp(
      level + weekdays[day % 7]! + elasticity * Math.log(prices[day]! / 10) + promotion * promotions[day]!,
    );
    units[day] = sampleNegativeBinomial(random, mean, 8);
  }
  return {
    units,
    price: { name: 'price', kind: 'price', values: prices },
    promotion: { name: 'spring sale', kind: 'event', values: promotions },
  };
}
