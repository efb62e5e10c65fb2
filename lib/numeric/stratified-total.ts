import type { Interval } from './clustered-interval.ts';
import { quantileOfSorted } from './quantile.ts';
import type { Random } from './random.ts';
import { studentQuantile } from './student.ts';

/** A stratum: how many units it has, and the values of those that were drawn from it with equal chances. */
export type Stratum = { size: number; values: readonly number[] };

const DRAWS = 999;
/** Of fewer units resamples repeat a few values: Student's t stands alone. */
const FEWEST_TO_RESAMPLE = 8;

/**
 * Estimate a total by a stratified sample, Σ Nₕ · ȳₕ (Cochran 1977, §5.3), and bound it by drawing the units of each stratum
 * anew and studentising (bootstrap-t; Efron 1982), so that the bounds follow the skew of money.
 *
 * No finite population correction: the bounds are those of units like these, so that a sample of all has some too. A
 * stratum of which a single unit was drawn is joined to the next (collapsed strata; §5A.12). O(draws · units).
 *
 * @returns bounds are infinite where a single unit was drawn, and meet where all are alike
 */
export function stratifiedTotal(
  strata: readonly Stratum[],
  { level, random }: { level: number; random: Random },
): Interval {
  const joined = joinSingles(strata);
  const drawn = joined.reduce((sum, { values }) => sum + values.length, 0);
  const [only] = joined;
  if (only === undefined) return { mean: 0, lower: 0, upper: 0 };
  const { total, error } = totalOf(joined);
  if (drawn < 2) return { mean: total, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
  if (!(error > 0)) return { mean: total, lower: total, upper: total };
  if (drawn < FEWEST_TO_RESAMPLE) {
    const reach = studentQuantile((1 + level) / 2, drawn - joined.length) * error;
    return { mean: total, lower: total - reach, upper: total + reach };
  }
  const studentised = Float64Array.from({ length: DRAWS }, () => {
    const again = totalOf(joined.map((stratum) => drawAgain(stratum, random)));
    return again.error > 0 ? (again.total - total) / again.error : Number.NaN;
  })
    .filter((value) => !Number.isNaN(value))
    .sort();
  const at = (probability: number) => total - quantileOfSorted(studentised, probability) * error;
  return { mean: total, lower: at((1 + level) / 2), upper: at((1 - level) / 2) };
}

function joinSingles(strata: readonly Stratum[]): Stratum[] {
  const joined: Stratum[] = [];
  for (const stratum of strata.filter(({ values }) => values.length > 0)) {
    const last = joined.at(-1);
    if (last !== undefined && (last.values.length === 1 || stratum.values.length === 1))
      joined[joined.length - 1] = {
        size: last.size + stratum.size,
        values: [...last.values, ...stratum.values],
      };
    else joined.push(stratum);
  }
  return joined;
}

function drawAgain({ size, values }: Stratum, random: Random): Stratum {
  return { size, values: values.map(() => values[Math.floor(random() * values.length)]!) };
}

/** The total and its standard error. */
function totalOf(strata: readonly Stratum[]): { total: number; error: number } {
  let [total, squares] = [0, 0];
  for (const { size, values } of strata) {
    const n = values.length;
    const mean = values.reduce((sum, one) => sum + one, 0) / n;
    const spread = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    total += size * mean;
    if (n > 1) squares += (size ** 2 * spread) / (n - 1) / n;
  }
  return { total, error: Math.sqrt(squares) };
}
