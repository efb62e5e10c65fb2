import { type BendPrior, type BentFit, fitBentDemand } from './bent-demand.ts';
import { averageOf } from './bent-draws.ts';
import { type CountShape, momentsFrom } from './count-shape.ts';
import { fitLogLinear, fittedRates, type LogLinearData } from './log-linear-fit.ts';

/** The least that was asked for where a week sold out, and the share of the week that it did so in: [rows] each. */
export type SoldOut = { units: Float64Array; exposure: Float64Array };

/** Where demand may bend: as `fitBentDemand` takes it. */
type BendOptions = { logPrices: Float64Array; knots: readonly number[]; prior: BendPrior };

const MOST_ROUNDS = 40;
const TOLERANCE = 1e-4;
/** Bent ways move the expected demand little once the straight one is found. */
const BENT_ROUNDS = 2;
/** Weeks seen whole from which the scatter is taken from them alone; what is filled in scatters too little. */
const ENOUGH_WHOLE = 10;

/**
 * Fit weeks of which some sold out: those count with the demand that is then expected, E[D | D ≥ seen]
 * (expectation-maximisation; Dempster, Laird & Rubin 1977), and with less information than a week seen whole (Louis 1982).
 * Without such weeks it is `fitBentDemand`.
 *
 * @param data - `counts` and `exposure` of the days seen whole; an exposure may be 0 where all days sold out
 */
export function fitSoldOutWeeks(data: LogLinearData, soldOut: SoldOut, bends: BendOptions): BentFit[] {
  if (soldOut.exposure.every((share) => share === 0)) return fitBentDemand(data, bends);
  const whole = { ...data, exposure: data.exposure.map((share, row) => share + soldOut.exposure[row]!) };
  let filled: LogLinearData = {
    ...whole,
    counts: data.counts.map((count, row) => count + soldOut.units[row]!),
  };
  let fit = fitLogLinear(filled);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const rates = fittedRates(data.design, fit.coefficients);
    filled = fillIn(data, whole, soldOut, rates);
    const next = fitLogLinear({ ...filled, start: fit.coefficients });
    const moved = next.coefficients.reduce(
      (most, coefficient, i) => Math.max(most, Math.abs(coefficient - fit.coefficients[i]!)),
      0,
    );
    fit = next;
    if (moved < TOLERANCE) break;
  }
  let ways = fitBentDemand({ ...filled, start: fit.coefficients }, bends);
  for (let round = 0; round < BENT_ROUNDS && bends.knots.length > 0; round++) {
    filled = fillIn(data, whole, soldOut, averageOf(ways, data.design, bends.logPrices));
    ways = fitBentDemand({ ...filled, start: fit.coefficients }, bends);
  }
  return ways;
}

/** Put the expected demand in the place of what was seen at least; rates are of a whole week. */
function fillIn(
  data: LogLinearData,
  whole: LogLinearData,
  soldOut: SoldOut,
  rates: Float64Array,
): LogLinearData {
  const dispersion = dispersionOf(data, whole, rates, soldOut);
  const shape: CountShape = { ratio: dispersion, size: Number.POSITIVE_INFINITY };
  const counts = data.counts.slice();
  const seenShare = new Float64Array(counts.length).fill(1);
  soldOut.exposure.forEach((share, row) => {
    if (share === 0) return;
    const { mean, variance } = momentsFrom(shape, rates[row]! * share, soldOut.units[row]!);
    counts[row]! += mean;
    const expected = rates[row]! * whole.exposure[row]!;
    seenShare[row] = Math.min(1, Math.max(0, 1 - variance / shape.ratio / Math.max(1e-9, expected)));
  });
  return { ...whole, counts, dispersion, seenShare };
}

/**
 * Pearson's χ² per degree of freedom over the weeks seen whole; where they are few, over what is seen of every week. Those that
 * did not sell out are the slow ones, which scatter little: less than Poisson is not believed of them.
 */
function dispersionOf(
  data: LogLinearData,
  whole: LogLinearData,
  rates: Float64Array,
  soldOut: SoldOut,
): number {
  const isWhole = (row: number) => soldOut.exposure[row] === 0;
  const rows = Array.from(rates.keys());
  const clear = rows.filter(isWhole);
  const used = clear.length >= ENOUGH_WHOLE ? clear : rows.filter((row) => data.exposure[row]! > 0);
  const squares = used.reduce((sum, row) => {
    const expected = Math.max(1e-9, rates[row]! * data.exposure[row]!);
    return sum + (data.counts[row]! - expected) ** 2 / expected;
  }, 0);
  // the few weeks that are used share the coefficients with all others
  const freedom = used.length * (1 - whole.prior.length / Math.max(rows.length, whole.prior.length + 1));
  return freedom > 0 ? Math.min(1e6, Math.max(1, squares / freedom)) : 1;
}
