import { type BuyerCounts, type CollapsedCounts, collapseCounts } from './buyer-counts.ts';
import { createRisingTable } from './rising-factorial.ts';
import { type LogLikelihood, searchParameters } from './search-parameters.ts';

// read once: a global's property is slow to look up in a test runner's context
const { log, log1p, max } = Math;

/** Orders by a Poisson process, its rate gamma-distributed over buyers (shape r, rate alpha); nobody drops out. */
export type Nbd = { kind: 'nbd'; r: number; alpha: number; logLikelihood: number };

/** No parameter leaves (0, 1e6): beyond it every buyer is alike, and rounding is all a search would follow. */
export const LEAST = 1e-7;
export const GREATEST = 999_999;

/**
 * Fit the negative binomial model of repeat orders by maximum likelihood (Ehrenberg 1959): per buyer
 * Γ(r+x) αʳ / (Γ(r) (α+T)^(r+x)).
 *
 * @throws InputError on no buyers, or counts that no history can have
 */
export function fitNbd(buyers: readonly BuyerCounts[]): Nbd {
  return fitCollapsedNbd(collapseCounts(buyers));
}

/** Fit as `fitNbd` does, on rows joined already. */
export function fitCollapsedNbd(counts: CollapsedCounts): Nbd {
  const start = [1, max(counts.meanAge, LEAST) / 2];
  const { parameters, logLikelihood } = searchParameters(nbdLogLikelihood(counts), counts.buyers, [start], {
    lower: [LEAST, LEAST],
    upper: [GREATEST, GREATEST],
  });
  return { kind: 'nbd', r: parameters[0]!, alpha: parameters[1]!, logLikelihood };
}

function nbdLogLikelihood(counts: CollapsedCounts): LogLikelihood {
  const { frequency, age, weight, frequencies } = counts;
  const risen = createRisingTable(frequencies);
  return (parameters, slopes) => {
    const [r, alpha] = [parameters[0]!, parameters[1]!];
    risen.tabulate(r);
    let value = 0;
    slopes.fill(0);
    for (let i = 0; i < weight.length; i++) {
      const x = frequency[i]!;
      const w = weight[i]!;
      // αʳ / (α+T)^(r+x) as logarithms of 1 + T/α: exact where α is far above T
      const stretch = log1p(age[i]! / alpha);
      value += w * (risen.values[x]! - r * stretch - x * log(alpha + age[i]!));
      slopes[0]! += w * (risen.slopes[x]! - stretch);
      slopes[1]! += w * (r / alpha - (r + x) / (alpha + age[i]!));
    }
    return value;
  };
}
