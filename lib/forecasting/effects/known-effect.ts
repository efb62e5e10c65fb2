import type { KnownEffect } from '../../domain/known-future.ts';
import type { Column } from './covariates.ts';

/** How effects join the demand without them. */
export type Link = 'product' | 'sum';

/** Tell what the coefficient multiplies: 0 is "as usual". */
export function exposureTo({ kind, reference }: KnownEffect, value: number): number {
  return kind === 'price' || kind === 'amount' ? Math.log(value / reference) : value;
}

/** A price cannot draw demand more than so, nor turn it round. */
const PRICE_BOUNDS = { least: -8, most: 0 } as const;
/** An estimate as uncertain as this share of what was believed before says nothing of its own. */
const SILENT_SHARE = 0.85;

/**
 * Make an effect of an estimate.
 *
 * Events and amounts are drawn to nothing by how far they stand out of their error, β·(1 − 1/t²) and 0 within one error (the
 * positive part of James & Stein's rule for one mean); a price is drawn to its prior by the fit already.
 *
 * @param estimate - `null` where the history says nothing: the prior stands
 * @param seen - steps of the history with an event, or times that a price or amount moved
 */
export function effectOf(
  column: Column,
  estimate: { coefficient: number; standardError: number } | null,
  {
    length,
    seen,
    link,
    unit,
    step,
  }: { length: number; seen: number; link: Link; unit: number; step: string },
): { effect: KnownEffect; warnings: string[] } {
  const { name, kind, reference, prior } = column;
  const found = estimate ?? { coefficient: prior.mean, standardError: prior.sd };
  const coefficient =
    estimate === null ? prior.mean : kind === 'price' ? believable(found.coefficient, link) : shrunk(found);
  const silent = estimate !== null && found.standardError > SILENT_SHARE * prior.sd;
  const future = Array.from(column.values.subarray(length));
  const matters = future.some((value) => value !== reference);
  const words = { coefficient, standardError: found.standardError, seen, step, estimated: estimate !== null };
  return {
    effect: {
      name,
      kind,
      coefficient: coefficient * unit,
      standardError: found.standardError * unit,
      source: estimate === null ? 'assumed' : 'history',
      used: true,
      reference,
      future,
      text:
        link === 'product' ? inWords(column, words) : `${name}: ${(coefficient * unit).toPrecision(3)} added`,
    },
    warnings: [
      ...(estimate === null && matters ? [unseen(column, coefficient)] : []),
      ...(silent && matters
        ? [`the history hardly tells what ${name} does: it never stood alone for long`]
        : []),
    ],
  };
}

/** Make the effect of a closure. */
export function closureEffect(name: string, future: number[]): KnownEffect {
  const none = { coefficient: 0, standardError: 0, source: 'given', used: true, reference: 0 } as const;
  return { name, kind: 'closure', ...none, future, text: `${name}: nothing can be bought` };
}

function believable(elasticity: number, link: Link): number {
  return link === 'sum' ? elasticity : Math.min(PRICE_BOUNDS.most, Math.max(PRICE_BOUNDS.least, elasticity));
}

function shrunk({ coefficient, standardError }: { coefficient: number; standardError: number }): number {
  if (!(standardError > 0)) return coefficient;
  return coefficient * Math.max(0, 1 - (standardError / coefficient) ** 2 || 0);
}

function inWords(
  { name, kind }: Column,
  words: { coefficient: number; standardError: number; seen: number; step: string; estimated: boolean },
): string {
  const { coefficient, standardError, seen, step, estimated } = words;
  const counted = `${kind === 'event' ? step : 'change'}${seen === 1 ? '' : 's'}`;
  const ground = estimated ? `, from ${seen} ${counted}` : ', assumed';
  if (kind !== 'event') {
    const direction = kind === 'price' ? 'lower' : 'more';
    const change = kind === 'price' ? -coefficient : coefficient;
    if (coefficient === 0)
      return `${name}: no effect that stands out (± ${standardError.toFixed(1)} % a 1 % change${ground})`;
    return `${name}: 1 % ${direction} sells ${Math.abs(change).toFixed(1)} % ${change < 0 ? 'less' : 'more'} (± ${standardError.toFixed(1)}${ground})`;
  }
  const percent = Math.round(100 * Math.expm1(coefficient));
  const error = Math.round(100 * Math.exp(coefficient) * standardError);
  if (percent === 0) return `${name}: no effect that stands out (± ${error} %${ground})`;
  return `${name}: ${Math.abs(percent)} % ${percent < 0 ? 'less' : 'more'} (± ${error}${ground})`;
}

function unseen({ name, kind }: Column, coefficient: number): string {
  if (kind === 'event') {
    const percent = Math.round(100 * Math.expm1(coefficient));
    const assumed = percent === 0 ? 'no effect is' : `${percent} % more is`;
    return `${name} was never seen before: ${assumed} assumed, with a wide margin`;
  }
  const change = `1 % more changes demand by ${coefficient.toFixed(1)} %`;
  return `${name} never moved before: how demand answers is assumed (${change})`;
}
