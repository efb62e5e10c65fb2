import { InputError } from '../../domain/errors.ts';

/**
 * Something known of every step of the history and of the horizon.
 *
 * - `price`: above 0, in any unit; its coefficient is the elasticity, d ln(demand) / d ln(price).
 * - `event`: the share of the step that has it, 0 to 1 (a promotion, a holiday, the day after one).
 * - `amount`: above 0; demand moves with its logarithm (working days of a month).
 * - `closure`: the share of the step on which nobody can buy, 0 to 1: nothing is estimated, demand is 0 there.
 * - `stockOut`: 1 where stock ran out: what was sold is the least that was asked for. The future of it is not read.
 */
export type Covariate = {
  name: string;
  kind: 'price' | 'event' | 'amount' | 'closure' | 'stockOut';
  /** [n + h] of history and horizon; NaN = not known: the price or amount before it, no event, open. */
  values: ArrayLike<number>;
  /** What is believed of the coefficient before any data; default −1 ± 1 for a price, 0 ± 0.7 else. */
  prior?: { mean: number; sd: number };
};

/** A covariate whose coefficient is estimated. */
export type Column = {
  name: string;
  kind: 'price' | 'event' | 'amount';
  /** [n + h] as given, gaps filled. */
  values: Float64Array;
  /** [n + h] what the coefficient multiplies: 0 is "as usual". */
  x: Float64Array;
  /** The value at which `x` is 0. */
  reference: number;
  prior: { mean: number; sd: number };
};

/** Covariates as the fit reads them. */
export type Design = {
  columns: Column[];
  closures: { name: string; values: Float64Array }[];
  /** [n + h] share of the step that is open, 0 to 1. */
  open: Float64Array;
  /** [n] whether stock ran out. */
  stockOut: Uint8Array;
};

/**
 * A price is believed to move demand half as much as the price policy assumes (with −2, 120 days of demand that did not
 * answer to price were forecast 9 % worse than without it, with −1 by 3 %); an event may halve or double demand.
 */
const PRIORS = {
  price: { mean: -1, sd: 1 },
  event: { mean: 0, sd: 0.7 },
  amount: { mean: 0, sd: 0.7 },
} as const;

/**
 * Check covariates and lay them out.
 *
 * A price counts from the one in force at the end of the history, so that the newest demand stands as it is; an amount from
 * its mean over the history.
 *
 * @param length - n, steps of the history
 * @throws InputError on a name given twice, another length, a price or amount that is not above 0, a share outside 0 to 1
 */
export function readCovariates(covariates: readonly Covariate[], length: number, horizon: number): Design {
  const steps = length + horizon;
  const design: Design = {
    columns: [],
    closures: [],
    open: new Float64Array(steps).fill(1),
    stockOut: new Uint8Array(length),
  };
  const names = new Set<string>();
  for (const covariate of covariates) {
    const { name, kind } = covariate;
    if (names.has(name)) throw new InputError(`the covariate ${name} is given twice`);
    names.add(name);
    if (covariate.values.length !== steps)
      throw new InputError(
        `the covariate ${name} has ${covariate.values.length} values where history and horizon have ${length} + ${horizon}`,
      );
    if (kind === 'price' || kind === 'amount') {
      const column = logColumn(covariate, kind, length);
      if (column !== null) design.columns.push(column);
    } else placeShare(covariate, kind, design);
  }
  return design;
}

function logColumn(covariate: Covariate, kind: 'price' | 'amount', length: number): Column | null {
  const values = filledForward(covariate);
  if (values === null) return null;
  const history = values.subarray(0, length);
  let sum = 0;
  for (const value of history) sum += value / length;
  const reference = kind === 'price' ? (values[length - 1] ?? values[0]!) : sum;
  const x = values.map((value) => Math.log(value / reference));
  return { name: covariate.name, kind, values, x, reference, prior: covariate.prior ?? PRIORS[kind] };
}

function placeShare(
  covariate: Covariate,
  kind: 'event' | 'closure' | 'stockOut',
  { columns, closures, open, stockOut }: Design,
): void {
  const { name } = covariate;
  const values = Float64Array.from(covariate.values, (value) => (Number.isNaN(value) ? 0 : value));
  const wrong = values.find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined) throw new InputError(`the covariate ${name} has the share ${wrong}, not 0 to 1`);
  if (kind === 'event') {
    columns.push({ name, kind, values, x: values, reference: 0, prior: covariate.prior ?? PRIORS.event });
  } else if (kind === 'closure') {
    closures.push({ name, values });
    for (let t = 0; t < open.length; t++) open[t]! *= 1 - values[t]!;
  } else for (let t = 0; t < stockOut.length; t++) if (values[t]! > 0) stockOut[t] = 1;
}

/** Carry the value before a gap through it, and the first one back to the start; `null` where nothing is known. */
function filledForward({ name, kind, values }: Covariate): Float64Array | null {
  const filled = Float64Array.from(values);
  let before = filled.find((value) => !Number.isNaN(value));
  if (before === undefined) return null;
  for (let t = 0; t < filled.length; t++) {
    if (Number.isNaN(filled[t]!)) filled[t] = before;
    before = filled[t]!;
    if (!(before > 0 && Number.isFinite(before)))
      throw new InputError(`the ${kind} ${name} is ${before} at step ${t}: it must be above 0`);
  }
  return filled;
}
