import { choleskyFactor } from '../numeric/index.ts';
import { fitLogLinear, type LogLinearData, type LogLinearFit } from './log-linear-fit.ts';

/** What is believed of a bend before any data. */
export type BendPrior = {
  /** Chance that demand bends at all, 0–1; every knot has the same share of it. */
  chance: number;
  /** Elasticity below the knot, which takes the place of the straight one's prior: mean and standard deviation. */
  below: { mean: number; sd: number };
  /** Change of the elasticity above the knot. */
  change: { mean: number; sd: number };
};

/** One way to see the data: straight in log price (`knot` null), or bent at a price; and how far it is to be believed. */
export type BentFit = {
  /** ln(price) above which the elasticity changes */
  knot: number | null;
  /** Posterior chance of this way; all sum to 1. */
  share: number;
  /** The last coefficient of a bent fit is the change of elasticity above the knot. */
  fit: LogLinearFit;
};

/**
 * Fit log-linear demand straight, and bent once at each knot, and weigh the ways by their evidence (Laplace's
 * approximation; MacKay 1992, eq. 2.6, on the quasi-likelihood).
 *
 * A rival's price just above one's own bends demand: hardly any answer below it, a steep one above (Sweezy 1939). A knot
 * above all observed prices keeps its prior share, as no data speak against it: that is what makes an untried price a
 * risk.
 *
 * @param data - straight, without a column for the bend
 * @param options.logPrices - [rows] ln(price) of each row
 * @param options.knots - ln(price), where a bend is possible
 */
export function fitBentDemand(
  data: LogLinearData,
  { logPrices, knots, prior }: { logPrices: Float64Array; knots: readonly number[]; prior: BendPrior },
): BentFit[] {
  const straight = fitLogLinear(data);
  const dispersion = data.dispersion ?? straight.dispersion;
  const ways = [
    { knot: null, fit: straight, chance: 1 - (knots.length > 0 ? prior.chance : 0), of: data },
    ...knots.map((knot) => {
      const of = withBend({ ...data, dispersion }, logPrices, knot, prior);
      const start = Float64Array.of(...straight.coefficients, 0);
      return { knot, fit: fitLogLinear({ ...of, start }), chance: prior.chance / knots.length, of };
    }),
  ];
  const evidence = ways.map(({ fit, chance, of }) => Math.log(chance) + logEvidence(of, fit, dispersion));
  const most = Math.max(...evidence);
  const total = evidence.reduce((sum, each) => sum + Math.exp(each - most), 0);
  return ways.map(({ knot, fit }, i) => ({ knot, fit, share: Math.exp(evidence[i]! - most) / total }));
}

function withBend(
  data: LogLinearData,
  logPrices: Float64Array,
  knot: number,
  { below, change }: BendPrior,
): LogLinearData {
  const columns = data.prior.length;
  const design = new Float64Array(logPrices.length * (columns + 1));
  logPrices.forEach((logPrice, row) => {
    design.set(data.design.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
    design[row * (columns + 1) + columns] = Math.max(0, logPrice - knot);
  });
  return { ...data, design, prior: [below, ...data.prior.slice(1), change] };
}

/** Evidence up to a constant that all ways share. */
function logEvidence(data: LogLinearData, fit: LogLinearFit, dispersion: number): number {
  const { design, counts, exposure, prior } = data;
  const columns = prior.length;
  let sum = 0;
  counts.forEach((count, row) => {
    let logRate = 0;
    for (let i = 0; i < columns; i++) logRate += design[row * columns + i]! * fit.coefficients[i]!;
    sum += (count * logRate - exposure[row]! * Math.exp(Math.min(30, logRate))) / dispersion;
  });
  prior.forEach(({ mean, sd }, i) => {
    const width = Math.min(sd, 10);
    sum -= 0.5 * ((fit.coefficients[i]! - mean) / width) ** 2 + Math.log(width);
  });
  const factor = choleskyFactor(fit.information, columns);
  if (factor === null) return Number.NEGATIVE_INFINITY;
  for (let i = 0; i < columns; i++) sum -= Math.log(factor[i * columns + i]!);
  return sum;
}
