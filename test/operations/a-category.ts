import type { SeriesRecord } from '../../lib/domain/index.ts';
import { addDays } from '../../lib/domain/index.ts';
import { createRandom, samplePoisson, standardNormal } from '../../lib/numeric/index.ts';
import { aSeries, asOf, euro } from './a-series.ts';

/** A category as it is: SKUs of one kind, alike but not the same. */
export type SimulatedCategory = {
  name: string;
  elasticity: number;
  spread: number;
  seed: number;
  /** Whether margins were worked out from how demand answers; by default they lie anywhere between 20 and 50 %. */
  priced?: boolean;
};

/** A SKU of it, with what is true of it. */
export type SimulatedSku = { record: SeriesRecord; elasticity: number; price: number; cost: number };

/**
 * Simulate a category's SKUs: each has its own elasticity about the category's and sells 2 to 8 a day, by Poisson. Prices move every third week by up to a tenth; the year has a
 * wave of ±30 % that all share, highest at its beginning.
 */
export function simulateCategory(
  { name, elasticity: middle, spread, seed, priced = false }: SimulatedCategory,
  { skus, weeks }: { skus: number; weeks: number },
): SimulatedSku[] {
  const random = createRandom(seed);
  return Array.from({ length: skus }, (_, place) => {
    const elasticity = Math.min(-0.5, middle + spread * standardNormal(random));
    const price = 10;
    const margin = 0.2 + 0.3 * random();
    const cost = price * (1 - (priced ? (0.6 + margin) / -elasticity : margin));
    const perDay = 2 + 6 * random();
    const priceSteps: [number, number][] = [];
    const demand: number[] = [];
    let now = price;
    for (let day = 0; day < weeks * 7; day++) {
      if (day % 21 === 0) {
        now = day >= (weeks - 3) * 7 ? price : price * (0.9 + 0.2 * random());
        priceSteps.push([day, Math.round(now * euro)]);
      }
      const yearAngle = (2 * Math.PI * (19904 - weeks * 7 + 1 + day)) / 365.25;
      const mean = perDay * (now / price) ** elasticity * Math.exp(0.3 * Math.cos(yearAngle));
      demand.push(samplePoisson(random, mean));
    }
    const record = aSeries({
      sku: `${name}-${String(place).padStart(3, '0')}`,
      start: addDays(asOf, 1 - weeks * 7),
      demand,
      groups: [{ priceGroup: '', demand, priceSteps }],
      product: {
        ...aSeries().product,
        category: name,
        landedCostMicros: Math.round(cost * euro),
        unitCostMicros: Math.round(cost * euro),
      },
    });
    return { record, elasticity, price, cost };
  });
}
