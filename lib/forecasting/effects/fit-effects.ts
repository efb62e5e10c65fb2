import type { KnownEffect } from '../../domain/known-future.ts';
import type { PredictionTask } from '../candidates.ts';
import { countObserved, type ObservedSeries } from '../observed-series.ts';
import { wordsOf } from '../period-words.ts';
import { type Column, type Covariate, type Design, readCovariates } from './covariates.ts';
import { regressEffects } from './effect-regression.ts';
import { closureEffect, effectOf, type Link } from './known-effect.ts';
import { lowestStockOuts } from './stock-outs.ts';

/** A series without what is known of its steps, and what that does. */
export type EffectFit = {
  /** The series as it would have been at today's price, without events, open and in stock. */
  series: ObservedSeries;
  link: Link;
  effects: KnownEffect[];
  warnings: string[];
};

/** Fewest values that effects are estimated from. */
const LEAST_VALUES = 8;
/** A step less open than this tells too little of a whole one. */
const LEAST_OPEN = 0.2;
/** A closure on which this share of a usual step was sold is none. */
const CONTRADICTED_SHARE = 0.1;
/** Covariates that go together beyond this correlation cannot be told apart. */
const SAME_CORRELATION = 0.95;

/**
 * Estimate what covariates do to a series and take it out.
 *
 * Effects multiply demand; they add where it may be negative. A closure on which much was sold is taken for an event. What never
 * varied in the history keeps its prior, and that is said.
 *
 * @throws InputError as `readCovariates`
 */
export function fitEffects(
  series: ObservedSeries,
  { period, horizon, nonNegative }: PredictionTask,
  covariates: readonly Covariate[],
): EffectFit {
  const length = series.values.length;
  const { believed, warnings } = withoutContradictions(series.values, covariates);
  const design = readCovariates(believed, length, horizon);
  const readable = readableValues(series.values, design);
  const link: Link = nonNegative ? 'product' : 'sum';
  const unit = usualSize(readable);
  const varying = design.columns.filter(
    (column) => unit > 0 && countObserved(readable) >= LEAST_VALUES && timesSeen(column, readable) > 0,
  );
  const regression =
    varying.length === 0
      ? null
      : regressEffects({
          y: readable.map((value) => value / unit),
          open: design.open,
          columns: varying,
          period,
          link,
        });
  const found = design.columns.map((column) => {
    const at = varying.indexOf(column);
    const estimate =
      regression === null || at < 0
        ? null
        : {
            coefficient: regression.coefficients[at]!,
            standardError: regression.standardErrors[at]!,
          };
    const seen = timesSeen(column, readable);
    return effectOf(column, estimate, {
      length,
      seen,
      link,
      unit: link === 'sum' ? unit || 1 : 1,
      step: wordsOf(period).step,
    });
  });
  const estimated = found.map(({ effect }) => effect);
  const values = withoutEffects(readable, design, estimated, link);
  const closed = design.closures.map(({ name, values: shares }) =>
    closureEffect(name, Array.from(shares.subarray(length))),
  );
  return {
    series: { ...series, values, observed: countObserved(values) },
    link,
    effects: [...estimated, ...closed],
    warnings: [
      ...warnings,
      ...found.flatMap((entry) => entry.warnings),
      ...togetherWarnings(varying, length),
    ],
  };
}

/** A step on which nobody could buy, or that sold out below the usual, says nothing; unless nothing else is there. */
function readableValues(values: Float64Array, { open, stockOut }: Design): Float64Array {
  const lasting = lowestStockOuts(values, stockOut);
  const readable = values.map((value, t) => (open[t]! < LEAST_OPEN || lasting.has(t) ? Number.NaN : value));
  return countObserved(readable) > 0 ? readable : values;
}

function withoutEffects(
  readable: Float64Array,
  { open, columns }: Design,
  effects: readonly KnownEffect[],
  link: Link,
): Float64Array {
  return readable.map((value, t) => {
    let sum = 0;
    for (let j = 0; j < columns.length; j++) sum += effects[j]!.coefficient * columns[j]!.x[t]!;
    const whole = open[t]! < LEAST_OPEN ? value : value / open[t]!;
    return link === 'product' ? whole / Math.exp(sum) : whole - sum;
  });
}

/** Take closures on which much was sold for events, and say so. */
function withoutContradictions(values: Float64Array, covariates: readonly Covariate[]) {
  const usual = meanWhere(values, () => true).mean;
  const warnings: string[] = [];
  const believed = covariates.map((covariate): Covariate => {
    if (covariate.kind !== 'closure') return covariate;
    const shut = meanWhere(values, (t) => covariate.values[t]! > 0.8);
    if (shut.count === 0 || !(usual > 0) || shut.mean < CONTRADICTED_SHARE * usual) return covariate;
    const share = Math.round((100 * shut.mean) / usual);
    warnings.push(
      `${covariate.name}: said to be closed, but ${share} % of the usual was sold: taken as an event`,
    );
    return { ...covariate, kind: 'event' };
  });
  return { believed, warnings };
}

function meanWhere(values: Float64Array, holds: (t: number) => boolean): { mean: number; count: number } {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t]!) || !holds(t)) continue;
    sum += values[t]!;
    count++;
  }
  return { mean: count === 0 ? Number.NaN : sum / count, count };
}

function usualSize(values: Float64Array): number {
  const { mean } = meanWhere(values.map(Math.abs), () => true);
  return mean > 0 ? mean : 0;
}

/** Steps read with an event, or times that a price or amount moved between them. */
function timesSeen({ kind, x }: Column, readable: Float64Array): number {
  let seen = 0;
  let before = Number.NaN;
  for (let t = 0; t < readable.length; t++) {
    if (Number.isNaN(readable[t]!)) continue;
    if (kind === 'event' ? x[t]! > 0 : !Number.isNaN(before) && x[t] !== before) seen++;
    before = x[t]!;
  }
  // an event on every step is the level itself
  return kind === 'event' && seen === countObserved(readable) ? 0 : seen;
}

function togetherWarnings(columns: readonly Column[], length: number): string[] {
  return columns.flatMap((one, i) =>
    columns.slice(i + 1).flatMap((other) => {
      const correlation = correlationOf(one.x.subarray(0, length), other.x.subarray(0, length));
      return Math.abs(correlation) > SAME_CORRELATION
        ? [`${one.name} and ${other.name} always came together: what each does is a guess`]
        : [];
    }),
  );
}

function correlationOf(one: Float64Array, other: Float64Array): number {
  const [a, b] = [meanWhere(one, () => true).mean, meanWhere(other, () => true).mean];
  let [products, first, second] = [0, 0, 0];
  for (let t = 0; t < one.length; t++) {
    products += (one[t]! - a) * (other[t]! - b);
    first += (one[t]! - a) ** 2;
    second += (other[t]! - b) ** 2;
  }
  return first > 0 && second > 0 ? products / Math.sqrt(first * second) : 0;
}
