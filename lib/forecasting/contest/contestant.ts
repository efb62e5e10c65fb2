/** What a contestant says of the steps from an origin on; NaN where it says nothing (the default speaks there). */
export type Said = {
  /** [h] */
  mean: Float64Array;
  /** [h] each, where it says how sure it is. */
  quantiles?: { p10: Float64Array; p50: Float64Array; p90: Float64Array };
};

/** Who may forecast in the default's place. */
export type Contestant = {
  name: string;
  /** `uploaded`: somebody's file; `adjusted`: the default as a person changed it. */
  kind: 'uploaded' | 'adjusted';
  /**
   * Say what it foretold when the steps before `origin` were known, by what it had made until then and nothing later.
   *
   * @param origin - first step that is not known yet
   * @param defaultMean - [h] what the default foretells from there
   */
  saidAt(origin: number, defaultMean: Float64Array): Said;
};

/** A forecast as it was made. Steps count from the first of the history. */
export type MadeForecast = {
  /** The step in which it was made: it speaks for later ones alone. */
  madeIn: number;
  /** Step of `mean[0]`. */
  from: number;
  /** NaN where it says nothing. */
  mean: Float64Array;
  quantiles?: { p10: Float64Array; p50: Float64Array; p90: Float64Array };
};

/**
 * Enter somebody's forecasts, each as it was made: of two that speak for a step the later one holds, from the step after it
 * was made. A correction that came with or after the demand is worth nothing for that demand.
 *
 * @param made - in any order; of two made in one step the later of the list holds
 */
export function uploadedContestant(name: string, made: readonly MadeForecast[]): Contestant {
  const inOrder = made
    .map((forecast, place) => ({ forecast, place }))
    .sort((a, b) => a.forecast.madeIn - b.forecast.madeIn || a.place - b.place)
    .map(({ forecast }) => forecast);
  return {
    name,
    kind: 'uploaded',
    saidAt: (origin, defaultMean) => {
      const silent = () => new Float64Array(defaultMean.length).fill(Number.NaN);
      const mean = silent();
      const quantiles = { p10: silent(), p50: silent(), p90: silent() };
      for (const forecast of inOrder) {
        if (forecast.madeIn >= origin) break;
        for (let step = 0; step < mean.length; step++) {
          const place = origin + step - forecast.from;
          if (!Number.isFinite(forecast.mean[place])) continue;
          mean[step] = forecast.mean[place]!;
          for (const name of ['p10', 'p50', 'p90'] as const)
            quantiles[name][step] = forecast.quantiles?.[name][place] ?? Number.NaN;
        }
      }
      return { mean, quantiles };
    },
  };
}

/** A person's change of the forecast of some steps, both ends included, one way of the three. */
export type StepAdjustment = {
  from: number;
  to: number;
  /** The step in which it was made: it holds from the next one on. */
  madeIn: number;
  /** The step in which it was taken back, if it was. */
  withdrawnIn?: number;
  /** Multiplies the default's mean. */
  factor?: number;
  /** Stands in place of the default's mean. */
  unitsPerStep?: number;
  /** Units on top over all its steps, in proportion to the default's mean (evenly where that is 0). */
  addUnits?: number;
};

/** Enter the default as a person adjusted it; it speaks for the adjusted steps alone. */
export function adjustedContestant(name: string, adjustments: readonly StepAdjustment[]): Contestant {
  return {
    name,
    kind: 'adjusted',
    saidAt: (origin, defaultMean) => ({ mean: adjustMean(origin, defaultMean, adjustments) }),
  };
}

/**
 * Adjust a mean by all that a person had said before `origin` and not taken back by then, in the order in which it was made.
 *
 * @returns [h] NaN where nothing was adjusted
 */
export function adjustMean(
  origin: number,
  defaultMean: Float64Array,
  adjustments: readonly StepAdjustment[],
): Float64Array {
  const mean = new Float64Array(defaultMean.length).fill(Number.NaN);
  const inForce = adjustments
    .filter(({ madeIn, withdrawnIn = origin }) => madeIn < origin && withdrawnIn >= origin)
    .sort((a, b) => a.madeIn - b.madeIn);
  for (const adjustment of inForce) {
    const first = Math.max(0, adjustment.from - origin);
    const end = Math.min(mean.length, adjustment.to - origin + 1);
    const before = Float64Array.from(defaultMean, (units, step) =>
      Number.isNaN(mean[step]!) ? units : mean[step]!,
    );
    const share = additionShares(before, adjustment, origin);
    for (let step = first; step < end; step++) {
      const { factor = 1, unitsPerStep, addUnits = 0 } = adjustment;
      mean[step] = Math.max(0, unitsPerStep ?? before[step]! * factor + addUnits * share(step));
    }
  }
  return mean;
}

/** Which part of added units falls on a step. Days outside the forecast get their even part, so that no unit moves into it. */
function additionShares(
  before: Float64Array,
  { from, to }: StepAdjustment,
  origin: number,
): (step: number) => number {
  const days = to - from + 1;
  const inside = before.subarray(Math.max(0, from - origin), Math.max(0, to - origin + 1));
  const sum = inside.reduce((total, units) => total + units, 0);
  const part = inside.length / days;
  return (step) => (sum > 0 ? (part * before[step]!) / sum : 1 / days);
}
