import type { BendPrior } from './bent-demand.ts';
import type { ElasticityPrior } from './demand-fit.ts';

const BOUNDS = { least: 1.3, most: 8 } as const;
/** Holding, ordering and running out cost some of the margin: the best price is a little above Lerner's. */
const STOCK_COSTS = 1.1;
/** Measured on random worlds: half as wide misses steep SKUs, twice as wide follows the noise of a year. */
const SPREAD = 0.25;
const BEND_CHANCE = 0.3;

/**
 * Believe, before any data, that the list price was set by someone who knows the trade: at the best price the margin's
 * share of the price is 1 / |elasticity| (Lerner 1934).
 *
 * @param price - today's list price
 * @param cost - landed cost of a unit, same currency
 * @returns an elasticity between −8.8 and −1.43, with its standard deviation
 */
export function listPricePrior(price: number, cost: number): ElasticityPrior {
  const lerner = lernerElasticity(price, cost);
  return { elasticity: -STOCK_COSTS * lerner, sd: SPREAD * lerner };
}

/**
 * Believe that demand may bend: at the best price the two elasticities then lie on both sides of the list price's
 * (Sweezy 1939). So a flat answer in the data speaks for a steep one above.
 */
export function bendPrior(price: number, cost: number): BendPrior {
  const lerner = lernerElasticity(price, cost);
  return {
    chance: BEND_CHANCE,
    below: { mean: -0.5 * lerner, sd: 0.3 * lerner },
    change: { mean: -lerner, sd: lerner },
  };
}

function lernerElasticity(price: number, cost: number): number {
  const margin = price - cost;
  return margin > 0 ? Math.min(BOUNDS.most, Math.max(BOUNDS.least, price / margin)) : BOUNDS.most;
}
