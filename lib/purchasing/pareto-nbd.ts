import { type BuyerCounts, type CollapsedCounts, collapseCounts } from './buyer-counts.ts';
import { fitCollapsedNbd, GREATEST, LEAST } from './nbd.ts';
import { goneAgainstAlive, type ParetoParameters } from './pareto-tail.ts';
import { createRisingTable } from './rising-factorial.ts';
import { type LogLikelihood, searchParameters } from './search-parameters.ts';

// read once: a global's property is slow to look up in a test runner's context
const { log, log1p } = Math;

/**
 * Orders by a Poisson process with gamma-distributed rates (r, alpha) until a buyer drops out at a time of its own,
 * exponential with gamma-distributed rates (s, beta; alpha and beta in the buyers' unit of time).
 */
export type ParetoNbd = ParetoParameters & { kind: 'pareto-nbd'; logLikelihood: number };

/** Rows of the sample that a large fit starts from: the search over all rows then needs a few steps only. */
const SAMPLE_ROWS = 4_000;

/** On a ridge (s and beta growing together) a finer rule costs ten times the steps for one unit of log-likelihood in a million. */
const LARGE_TOLERANCE = 1e-10;

/**
 * Fit Pareto/NBD by maximum likelihood (Schmittlein, Morrison & Colombo 1987).
 *
 * @returns four parameters in (0, 1e6), also where the likelihood has no maximum
 * @throws InputError on no buyers, or counts that no history can have
 */
export function fitParetoNbd(buyers: readonly BuyerCounts[]): ParetoNbd {
  const counts = collapseCounts(buyers);
  const box = { lower: Array(4).fill(LEAST), upper: Array(4).fill(GREATEST) };
  const nbd = fitCollapsedNbd(counts);
  const within = (value: number) => Math.min(Math.max(value, LEAST), GREATEST);
  let start = [nbd.r, nbd.alpha, 0.6, within(counts.meanAge)];
  const isLarge = counts.weight.length > 2 * SAMPLE_ROWS;
  if (isLarge) {
    const part = everyNth(counts, Math.floor(counts.weight.length / SAMPLE_ROWS));
    start = searchParameters(paretoLogLikelihood(part), part.buyers, [start], box).parameters;
  }
  const tolerance = isLarge ? LARGE_TOLERANCE : undefined;
  const likelihood = paretoLogLikelihood(counts);
  let found = searchParameters(likelihood, counts.buyers, [start], box, tolerance);
  // next to no drop-out the likelihood is that of NBD: from there the search does no worse
  if (found.logLikelihood < nbd.logLikelihood) {
    const edge = [nbd.r, nbd.alpha, 1e-6, within(counts.meanAge)];
    found = searchParameters(likelihood, counts.buyers, [start, edge], box);
  }
  const [r, alpha, s, beta] = [
    found.parameters[0]!,
    found.parameters[1]!,
    found.parameters[2]!,
    found.parameters[3]!,
  ];
  return { kind: 'pareto-nbd', r, alpha, s, beta, logLikelihood: found.logLikelihood };
}

function everyNth(counts: CollapsedCounts, step: number): CollapsedCounts {
  const take = (column: Float64Array) => column.filter((_, i) => i % step === 0);
  const weight = take(counts.weight);
  return {
    ...counts,
    frequency: take(counts.frequency),
    recency: take(counts.recency),
    age: take(counts.age),
    weight,
    buyers: weight.reduce((sum, one) => sum + one, 0),
  };
}

function paretoLogLikelihood(counts: CollapsedCounts): LogLikelihood {
  const { frequency, recency, age, weight, frequencies } = counts;
  const risen = createRisingTable(frequencies);
  const moves = new Float64Array(4);
  return (parameters, slopes) => {
    const [r, alpha, s, beta] = [parameters[0]!, parameters[1]!, parameters[2]!, parameters[3]!];
    risen.tabulate(r);
    let value = 0;
    slopes.fill(0);
    for (let i = 0; i < weight.length; i++) {
      const x = frequency[i]!;
      const w = weight[i]!;
      const stretch = log1p(age[i]! / alpha);
      const fade = log1p(age[i]! / beta);
      const gone = goneAgainstAlive({ r, alpha, s, beta }, x, recency[i]!, age[i]!, moves);
      value += w * (risen.values[x]! - r * stretch - x * log(alpha + age[i]!) - s * fade + gone);
      slopes[0]! += w * (risen.slopes[x]! - stretch + moves[0]!);
      slopes[1]! += w * (r / alpha - (r + x) / (alpha + age[i]!) + moves[1]!);
      slopes[2]! += w * (moves[2]! - fade);
      slopes[3]! += w * (s / beta - s / (beta + age[i]!) + moves[3]!);
    }
    return value;
  };
}
