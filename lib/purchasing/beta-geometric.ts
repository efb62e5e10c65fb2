import { type BuyerCounts, type CollapsedCounts, collapseCounts } from './buyer-counts.ts';
import { fitCollapsedNbd, GREATEST, LEAST } from './nbd.ts';
import { createRisingTable } from './rising-factorial.ts';
import { type LogLikelihood, searchParameters } from './search-parameters.ts';

// read once: a global's property is slow to look up in a test runner's context
const { exp, log, log1p } = Math;

/**
 * Orders by a Poisson process with gamma-distributed rates (shape r, rate alpha, in the buyers' unit of time) until a buyer
 * drops out, after an order, with a chance that is beta-distributed over buyers (a, b).
 */
export type BetaGeometric = {
  kind: 'bg-nbd' | 'mbg-nbd';
  r: number;
  alpha: number;
  a: number;
  b: number;
  /** Natural logarithm, constants included, nothing penalised. */
  logLikelihood: number;
  /** Whether the data tell drop-out from buyers who order seldom; where false, P(alive) has no ground. */
  dropOutSeen: boolean;
  /** Of the same data without drop-out (`fitNbd`). */
  nbdLogLikelihood: number;
};

/**
 * Twice the gain in log-likelihood that two parameters of drop-out must bring: the 99 % point of χ² with two degrees of
 * freedom. No drop-out lies on the edge of the model, where the true point is lower: the rule errs to "not seen".
 */
const DROP_OUT_EVIDENCE = 9.21;

/**
 * Fit BG/NBD by maximum likelihood (Fader, Hardie & Lee 2005, eq. 6): drop-out is possible after every order but the first.
 *
 * @param buyers - at least one; any unit of time in which parameters below 1e6 make sense (days, weeks, months)
 * @returns four parameters in (0, 1e6), also where the likelihood has no maximum; then `dropOutSeen` is false
 * @throws InputError on no buyers, or counts that no history can have
 */
export function fitBgNbd(buyers: readonly BuyerCounts[]): BetaGeometric {
  return fitBetaGeometric('bg-nbd', collapseCounts(buyers));
}

/**
 * Fit MBG/NBD by maximum likelihood (Batislam, Denizel & Filiztekin 2007): drop-out is possible after the first order too.
 *
 * @param buyers - as for `fitBgNbd`
 * @throws InputError on no buyers, or counts that no history can have
 */
export function fitMbgNbd(buyers: readonly BuyerCounts[]): BetaGeometric {
  return fitBetaGeometric('mbg-nbd', collapseCounts(buyers));
}

function fitBetaGeometric(kind: BetaGeometric['kind'], counts: CollapsedCounts): BetaGeometric {
  const nbd = fitCollapsedNbd(counts);
  const box = { lower: Array(4).fill(LEAST), upper: Array(4).fill(GREATEST) };
  // the second start is next to no drop-out, where the likelihood is that of NBD: the search never does worse
  const starts = [
    [nbd.r, nbd.alpha, 1, 2.5],
    [nbd.r, nbd.alpha, 1e-5, 10],
  ];
  const likelihood = betaGeometricLogLikelihood(kind, counts);
  const { parameters, logLikelihood } = searchParameters(likelihood, counts.buyers, starts, box);
  const [r, alpha, a, b] = [parameters[0]!, parameters[1]!, parameters[2]!, parameters[3]!];
  const dropOutSeen = 2 * (logLikelihood - nbd.logLikelihood) > DROP_OUT_EVIDENCE;
  return { kind, r, alpha, a, b, logLikelihood, dropOutSeen, nbdLogLikelihood: nbd.logLikelihood };
}

/** Chances of dropping out that a buyer has lived through: its repeat orders, and the first one where the model lets it. */
export function chancesPassed(kind: BetaGeometric['kind'], frequency: number): number {
  return kind === 'bg-nbd' ? frequency : frequency + 1;
}

/**
 * The log-likelihood and its exact slopes. With y the chances passed, per buyer
 * (r)ₓ αʳ · (b)ᵧ/(a+b)ᵧ · [ (α+T)^−(r+x) + a/(b+y−1) · (α+tₓ)^−(r+x) where y > 0 ], (z)ₓ a rising factorial.
 */
function betaGeometricLogLikelihood(kind: BetaGeometric['kind'], counts: CollapsedCounts): LogLikelihood {
  const { frequency, recency, age, weight, frequencies } = counts;
  const chances = frequencies.map((x) => chancesPassed(kind, x));
  const ofR = createRisingTable(frequencies);
  const [ofB, ofBoth] = [createRisingTable(chances), createRisingTable(chances)];
  return (parameters, slopes) => {
    const [r, alpha, a, b] = [parameters[0]!, parameters[1]!, parameters[2]!, parameters[3]!];
    ofR.tabulate(r);
    ofB.tabulate(b);
    ofBoth.tabulate(a + b);
    let value = 0;
    slopes.fill(0);
    for (let i = 0; i < weight.length; i++) {
      const x = frequency[i]!;
      const y = chancesPassed(kind, x);
      const w = weight[i]!;
      const exponent = r + x;
      const stretch = log1p(age[i]! / alpha);
      const left = log(alpha + age[i]!);
      // odds of having dropped out at the last order against being alive
      const odds =
        y === 0 ? 0 : (a / (b + y - 1)) * exp(exponent * log((alpha + age[i]!) / (alpha + recency[i]!)));
      const alive = 1 / (1 + odds);
      // beyond 1e308 the odds are all there is
      const gone =
        odds < Infinity
          ? log1p(odds)
          : log(a / (b + y - 1)) + exponent * log((alpha + age[i]!) / (alpha + recency[i]!));
      value += w * (ofR.values[x]! + ofB.values[y]! - ofBoth.values[y]! - r * stretch - x * left + gone);
      const late = 1 - alive;
      const since = log((alpha + recency[i]!) / alpha);
      slopes[0]! += w * (ofR.slopes[x]! - alive * stretch - late * since);
      slopes[1]! += w * (r / alpha - exponent * (alive / (alpha + age[i]!) + late / (alpha + recency[i]!)));
      slopes[2]! += w * (late / a - ofBoth.slopes[y]!);
      slopes[3]! += w * (ofB.slopes[y]! - ofBoth.slopes[y]! - (y === 0 ? 0 : late / (b + y - 1)));
    }
    return value;
  };
}
