import type { ArmUnit } from './arm-units.ts';

/** How many clusters there are, and how skewed the difference of the arms' means is. */
export type ClusterShape = {
  clusters: { ai: number; human: number };
  /** Skewness of each arm's units. */
  skewness: { ai: number; human: number };
  /** Skewness of the difference of the means: equal arms that are equally skewed have none. */
  skewnessOfEffect: number;
};

/** Fewer clusters in an arm are few (Cameron & Miller 2015, §VI put the trouble at 5 to 30). */
const FEW_CLUSTERS = 10;
/** Fewer degrees of freedom than Satterthwaite's approximation is tried for (Pustejovsky & Tipton 2018, §4). */
const FEW_DEGREES = 10;
/** Skewness of a mean above which its tails are not a normal's: n > 355 s² (Kohavi, Deng, Longbotham & Xu 2014, rule 7). */
const SKEWED_MEAN = 1 / Math.sqrt(355);
/** So many clusters an arm make a mean normal enough whatever the skew of cut money; draws of them would be dear. */
const MANY_CLUSTERS = 10_000;
/** So many standard errors √(6/n) an arm's skewness must be from 0 to be believed. */
const BELIEVED = 3;

/** Count clusters by arm and measure the skew. */
export function shapeOf(units: readonly ArmUnit[]): ClusterShape {
  const [human, ai] = ([0, 1] as const).map((wanted) => units.filter(({ arm }) => arm === wanted));
  const count = (some: readonly ArmUnit[]) => new Set(some.map(({ cluster }) => cluster)).size;
  const [ofHuman, ofAi] = [momentsOf(human ?? []), momentsOf(ai ?? [])];
  const variance = ofHuman.second / ofHuman.n + ofAi.second / ofAi.n;
  const third = ofAi.third / ofAi.n ** 2 - ofHuman.third / ofHuman.n ** 2;
  return {
    clusters: { ai: count(ai ?? []), human: count(human ?? []) },
    skewness: { ai: ofAi.skewness, human: ofHuman.skewness },
    skewnessOfEffect: variance > 0 ? third / variance ** 1.5 : 0,
  };
}

/** Say why the arms should be drawn anew rather than trust a t distribution; `null` where there is no need. */
export function whyRandomise(
  { clusters, skewness, skewnessOfEffect }: ClusterShape,
  degrees: number,
): string | null {
  const fewest = Math.min(clusters.ai, clusters.human);
  if (fewest < FEW_CLUSTERS) return `an arm has ${fewest} clusters, fewer than ${FEW_CLUSTERS}`;
  if (degrees < FEW_DEGREES)
    return `few clusters carry the result: ${degrees.toFixed(1)} degrees of freedom, fewer than ${FEW_DEGREES}`;
  if (fewest >= MANY_CLUSTERS) return null;
  const believed =
    Math.abs(skewness.ai) > BELIEVED * Math.sqrt(6 / clusters.ai) ||
    Math.abs(skewness.human) > BELIEVED * Math.sqrt(6 / clusters.human);
  if (believed && Math.abs(skewnessOfEffect) > SKEWED_MEAN)
    return `the difference of the means has a skewness of ${skewnessOfEffect.toFixed(2)}, more than ${SKEWED_MEAN.toFixed(2)}`;
  return null;
}

/** Second and third central moments, and the skewness; 0 for fewer than three or equal means. */
function momentsOf(units: readonly ArmUnit[]) {
  const n = units.length;
  const centre = units.reduce((sum, { mean }) => sum + mean, 0) / n;
  let second = 0;
  let third = 0;
  for (const { mean } of units) {
    second += (mean - centre) ** 2 / n;
    third += (mean - centre) ** 3 / n;
  }
  return { n, second, third, skewness: n < 3 || second === 0 ? 0 : third / second ** 1.5 };
}
