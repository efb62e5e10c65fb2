import type { OwnAnswer, PooledAnswer, PooledEstimate, PricePriors } from '../domain/index.ts';
import { poolRandomEffects } from '../numeric/index.ts';
import type { WavePrior } from './demand-columns.ts';
import type { ElasticityPrior } from './demand-fit.ts';

/** SKUs below which a category says too little of how far its SKUs differ. */
const FEWEST_SKUS = 5;
/** No category's SKUs are believed to be more alike: with few of them the estimate is often none at all. */
const LEAST_SPREAD = 0.1;
const LEAST_WAVE_SPREAD = 0.05;

/**
 * Pool what a market's SKUs tell by their own data, by category and as a whole (empirical Bayes; random effects by
 * DerSimonian & Laird 1986). The order of the answers does not matter.
 *
 * @param answers - of one market; each is within its own price lists already
 */
export function poolAnswers(answers: readonly OwnAnswer[]): Pick<PricePriors, 'all' | 'categories'> {
  const ordered = answers.toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
  const byCategory = Map.groupBy(ordered, ({ category }) => category);
  const names = [...byCategory.keys()].filter((category) => category !== null).sort();
  return {
    all: poolOf(ordered),
    categories: names.flatMap((category) => {
      const pooled = poolOf(byCategory.get(category) ?? []);
      return pooled === null ? [] : [{ category, pooled }];
    }),
  };
}

function poolOf(answers: readonly OwnAnswer[]): PooledAnswer | null {
  if (answers.length < FEWEST_SKUS) return null;
  const waves = answers.flatMap(({ wave }) => wave ?? []);
  const beyond = answers.flatMap((answer) => beyondTold(answer) ?? []);
  return {
    skus: answers.length,
    elasticity: poolRandomEffects(answers.map(({ elasticity }) => elasticity)),
    beyondTold: beyond.length < FEWEST_SKUS ? null : poolRandomEffects(beyond),
    wave:
      waves.length < FEWEST_SKUS
        ? null
        : {
            skus: waves.length,
            cosine: poolRandomEffects(waves.map(({ cosine }) => cosine)),
            sine: poolRandomEffects(waves.map(({ sine }) => sine)),
          },
  };
}

function beyondTold({ elasticity: { value, standardError }, told }: OwnAnswer): Estimate | undefined {
  return told === null ? undefined : { value: value - told, standardError };
}

/** What other SKUs say of one: before its own data. */
export type PooledPrior = {
  /** `null`: the whole market's. */
  category: string | null;
  /** Other SKUs that it comes from. */
  skus: number;
  elasticity: ElasticityPrior;
  /** How far an elasticity lies from what list price and cost tell, in the root of the mean square; 0 where not known. */
  listPriceError: number;
  wave: WavePrior | undefined;
};

/**
 * Say what the other SKUs of its category, or where they are few of its market, tell of a SKU: mean, and what a further SKU
 * may differ by, sd² = τ² + se(mean)². What the SKU itself gave to the pool is taken out: its data must not speak twice.
 *
 * @param own - the SKU's own answer, by which its part in the pool is known; `null` where it had none
 * @returns `undefined` where too few tell
 */
export function pooledPriorOf(
  priors: Pick<PricePriors, 'all' | 'categories'>,
  category: string | null,
  own: OwnAnswer | null,
): PooledPrior | undefined {
  const named = priors.categories.find((entry) => category !== null && entry.category === category);
  const [found, whose] = named === undefined ? [priors.all, null] : [named.pooled, category];
  if (found === null) return undefined;
  const others = withoutOwn(found.elasticity, own?.elasticity);
  const skus = found.skus - (own === null ? 0 : 1);
  if (skus < FEWEST_SKUS - 1) return undefined;
  const spread = Math.max(others.betweenSd, LEAST_SPREAD * Math.abs(others.mean));
  const { wave } = found;
  const waveOf = (pooled: PooledEstimate, taken: Estimate | undefined) => {
    const left = withoutOwn(pooled, taken);
    return {
      mean: left.mean,
      sd: Math.hypot(Math.max(left.betweenSd, LEAST_WAVE_SPREAD), left.weight ** -0.5),
    };
  };
  return {
    category: whose,
    skus,
    elasticity: { elasticity: others.mean, sd: Math.hypot(spread, others.weight ** -0.5) },
    listPriceError: listPriceErrorOf(found.beyondTold, own),
    wave:
      wave === null
        ? undefined
        : {
            cosine: waveOf(wave.cosine, own?.wave?.cosine),
            sine: waveOf(wave.sine, own?.wave?.sine),
          },
  };
}

function listPriceErrorOf(pooled: PooledEstimate | null, own: OwnAnswer | null): number {
  if (pooled === null) return 0;
  const { mean, betweenSd } = withoutOwn(pooled, own === null ? undefined : beyondTold(own));
  return Math.hypot(mean, betweenSd);
}

type Estimate = { value: number; standardError: number };

/** Take one estimate's part out of a pool of several. */
function withoutOwn(pooled: PooledEstimate, own: Estimate | undefined): PooledEstimate {
  if (own === undefined) return pooled;
  const taken = 1 / (own.standardError ** 2 + pooled.betweenSd ** 2);
  const weight = pooled.weight - taken;
  // its data have changed since the pool was made: then it is left as it is, rather than turned over
  if (weight < pooled.weight / FEWEST_SKUS) return pooled;
  return { ...pooled, mean: (pooled.mean * pooled.weight - own.value * taken) / weight, weight };
}

/**
 * Join what the list price tells with what other SKUs tell, each by its precision. Where list prices of the category have
 * told little, as its merchant sets them by other grounds than demand, this one is believed no further than they were right.
 */
export function joinPriors(listPrice: ElasticityPrior, pooled: PooledPrior): ElasticityPrior {
  const sd = Math.max(listPrice.sd, pooled.listPriceError);
  const [a, b] = [sd ** -2, pooled.elasticity.sd ** -2];
  return {
    elasticity: (a * listPrice.elasticity + b * pooled.elasticity.elasticity) / (a + b),
    sd: (a + b) ** -0.5,
  };
}
