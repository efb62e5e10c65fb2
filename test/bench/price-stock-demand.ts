import { demandDistribution } from '../../lib/operations/index.ts';

/** The demand that the bench hides from `trainPriceStock`. */
export type TrueDemand = {
  type: 'poisson' | 'negbin' | 'lumpy';
  mu: number[];
  elasticity?: number;
  curve?: number[];
  k?: number;
  customers?: number;
  sizes?: [units: number, share: number][];
};

/** Spread a world's demand over counts: [phases][prices] probabilities of 0, 1, 2 … units. */
export function demandOf({ demand, prices }: { demand: TrueDemand; prices: number[] }): Float64Array[][] {
  return demand.mu.map((level) => prices.map((rel, price) => truth(demand, level, rel, price)));
}

function truth(demand: TrueDemand, level: number, rel: number, price: number): Float64Array {
  const mean = level * (demand.curve?.[price] ?? rel ** -(demand.elasticity ?? 0));
  if (demand.type === 'poisson') return demandDistribution({ mean, variance: mean }, 1).probability;
  if (demand.type === 'negbin')
    return demandDistribution({ mean, variance: mean + mean ** 2 / (demand.k ?? 1) }, 1).probability;
  return lumps(demand, mean);
}

/** Each of some customers orders, or not, a lot of random size; the price acts on whether. */
function lumps({ customers = 1, sizes = [] }: TrueDemand, mean: number): Float64Array {
  const lot = sizes.reduce((sum, [units, share]) => sum + units * share, 0);
  const orders = Math.min(0.95, mean / (customers * lot));
  let chances = [1];
  for (let customer = 0; customer < customers; customer++) {
    const after: number[] = [];
    const add = (units: number, share: number) => {
      after[units] = (after[units] ?? 0) + share;
    };
    chances.forEach((share, units) => {
      add(units, share * (1 - orders));
      for (const [more, chance] of sizes) add(units + more, share * orders * chance);
    });
    chances = Array.from(after, (share) => share ?? 0);
  }
  return Float64Array.from(chances);
}
