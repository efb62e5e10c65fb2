import { adjustForDiscoveries, quantileOfSorted } from '../../numeric/index.ts';

/** One feature of a market's buyers, before and now. */
export type FeatureSample = { feature: string; before: ArrayLike<number>; now: ArrayLike<number> };

/** How far a feature has moved. */
export type FeatureDrift = {
  feature: string;
  /** Population stability index over tenths of `before`: below 0.1 nothing, from 0.25 a shift (Siddiqi 2006). */
  stabilityIndex: number;
  /** Kolmogorov–Smirnov: largest distance of the distributions, 0–1. */
  distance: number;
  /** Least false discovery rate over the features at which this one counts. */
  qValue: number;
  direction: 1 | -1;
  drifted: boolean;
};

const TENTHS = 10;
const SHIFTED = 0.25;
const DISCOVERY_RATE = 0.05;
const FEWEST_BUYERS = 30;

/**
 * Tell which features of buyers have moved: by size (PSI) and by significance (KS, false discoveries controlled over the features); fewer than
 * 30 buyers before or now are left out.
 */
export function detectFeatureDrift(samples: readonly FeatureSample[]): FeatureDrift[] {
  const enough = samples.filter(({ before, now }) => Math.min(before.length, now.length) >= FEWEST_BUYERS);
  const tested = enough.map(({ feature, before, now }) => {
    const [past, present] = [before, now].map((values) => Float64Array.from(values).sort());
    const { distance, pValue } = kolmogorovSmirnov(past!, present!);
    const direction: 1 | -1 = quantileOfSorted(present!, 0.5) < quantileOfSorted(past!, 0.5) ? -1 : 1;
    return { feature, stabilityIndex: stabilityIndex(past!, present!), distance, pValue, direction };
  });
  const qValues = adjustForDiscoveries(tested.map(({ pValue }) => pValue));
  return tested.map(({ pValue: _, ...feature }, i) => ({
    ...feature,
    qValue: qValues[i]!,
    drifted: qValues[i]! <= DISCOVERY_RATE && feature.stabilityIndex >= SHIFTED,
  }));
}

/**
 * Compute the population stability index Σ (q − p) ln(q / p) over the tenths of the first sample; half a buyer is added to
 * each tenth, so that an empty one stays finite.
 *
 * @param past - ascending
 * @param present - ascending
 */
export function stabilityIndex(past: Float64Array, present: Float64Array): number {
  const edges = Array.from({ length: TENTHS - 1 }, (_, i) => quantileOfSorted(past, (i + 1) / TENTHS));
  const distinct = [...new Set(edges)];
  const [p, q] = [past, present].map((values) => sharesBetween(values, distinct));
  return p!.reduce((sum, share, i) => sum + (q![i]! - share) * Math.log(q![i]! / share), 0);
}

function sharesBetween(sorted: Float64Array, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0.5);
  for (const value of sorted) {
    const bin = edges.findIndex((edge) => value <= edge);
    counts[bin < 0 ? edges.length : bin]!++;
  }
  return counts.map((count) => count / (sorted.length + 0.5 * counts.length));
}

/** Largest distance of two empirical distributions, with Kolmogorov's asymptotic p-value (Stephens 1970's correction). */
export function kolmogorovSmirnov(
  past: Float64Array,
  present: Float64Array,
): { distance: number; pValue: number } {
  let distance = 0;
  let i = 0;
  let j = 0;
  while (i < past.length && j < present.length) {
    const at = Math.min(past[i]!, present[j]!);
    while (i < past.length && past[i]! === at) i++;
    while (j < present.length && present[j]! === at) j++;
    distance = Math.max(distance, Math.abs(i / past.length - j / present.length));
  }
  const root = Math.sqrt((past.length * present.length) / (past.length + present.length));
  const lambda = (root + 0.12 + 0.11 / root) * distance;
  if (lambda < 0.3) return { distance, pValue: 1 };
  let tail = 0;
  for (let k = 1; k <= 100; k++) tail += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
  return { distance, pValue: Math.min(1, Math.max(0, tail)) };
}
