import { InputError } from '../../domain/errors.ts';
import type { KnownEffect } from '../../domain/known-future.ts';
import { intervalsOf, quantileForecast } from '../distribution.ts';
import type { ChosenForecast } from '../forecast.ts';
import { distributionOf } from '../prediction.ts';
import { partsOf } from './forecast-parts.ts';
import { exposureTo } from './known-effect.ts';
import { effectAt, putBack } from './put-back.ts';

/** Another future of one covariate, on steps `from` to `to`, both counted from 0 and included. */
export type ScenarioChange = {
  /** As the covariate is called. */
  name: string;
  from: number;
  to: number;
} & (
  | {
      /** Relative to what is planned: −0.05 is a price 5 % lower. */
      change: number;
    }
  | {
      /** In place of what is planned: a price, or 1 for an event or a closure. */
      value: number;
    }
);

/**
 * Answer "what if": the forecast under another future of its covariates, without another fit.
 *
 * `applyScenario(found, [{ name: 'price', change: -0.05, from: 3, to: 3 }])` is the forecast with the price 5 % lower in the
 * fourth step. No change gives the same forecast, and changes can be undone.
 *
 * @param forecast - as `forecast` answered with `covariates`, or as read back from JSON; not changed
 * @throws InputError when the forecast knows no such covariate, a step is not forecast, or a price would not be above 0
 */
export function applyScenario(forecast: ChosenForecast, changes: readonly ScenarioChange[]): ChosenForecast {
  const { futures } = forecast;
  if (futures === undefined)
    throw new InputError('the forecast was made without covariates: nothing can be changed');
  const effects = changeEffects(futures.effects, changes);
  const { base, link, widening, nonNegative } = futures;
  const { mean, distribution } = distributionOf(putBack(base, effects, link), widening, nonNegative);
  return {
    ...forecast,
    mean,
    median: quantileForecast(distribution, 0.5),
    intervals: intervalsOf(
      distribution,
      forecast.intervals.map(({ level }) => level),
    ),
    distribution,
    parts: partsOf(base, distributionOf(base, widening, nonNegative).mean, mean),
    futures: { ...futures, effects },
  };
}

/**
 * Change what is planned of effects.
 *
 * @returns new effects; those named count from now on, also where the forecast did not rest on them
 * @throws InputError as `applyScenario`
 */
export function changeEffects(
  effects: readonly KnownEffect[],
  changes: readonly ScenarioChange[],
): KnownEffect[] {
  const changed = effects.map((effect) => ({ ...effect, future: [...effect.future] }));
  for (const change of changes) {
    const effect = changed.find(({ name }) => name === change.name);
    if (effect === undefined) {
      const known = effects.map(({ name }) => name).join(', ') || 'none';
      throw new InputError(`the forecast knows no effect of ${change.name}; it knows: ${known}`);
    }
    const { from, to } = change;
    const last = effect.future.length - 1;
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= last))
      throw new InputError(`the steps ${from} to ${to} are not within the forecast's 0 to ${last}`);
    for (let step = from; step <= to; step++) {
      const planned = effect.future[step]!;
      const value = 'value' in change ? change.value : planned * (1 + change.change);
      effect.future[step] = checked(effect, value);
    }
    effect.used = true;
  }
  return changed;
}

/**
 * Tell how a scenario multiplies each step, where only a forecast's figures are kept and not what it was made from.
 *
 * @param before - effects as planned
 * @param after - as `changeEffects` answers
 * @returns factor on the mean, and the standard deviation of its logarithm; 0 on a step closed by the scenario, `null` on
 *   one that was planned closed and is open now, of which figures alone say nothing
 */
export function scenarioFactors(
  before: readonly KnownEffect[],
  after: readonly KnownEffect[],
): ({ factor: number; sd: number } | null)[] {
  const steps = before[0]?.future.length ?? 0;
  return Array.from({ length: steps }, (_, step) => {
    const [planned, wanted] = [effectAt(before, step), effectAt(after, step)];
    if (planned.open === 0) return wanted.open === 0 ? { factor: 1, sd: 0 } : null;
    let variance = 0;
    after.forEach((effect, j) => {
      const moved =
        exposureTo(effect, effect.future[step]!) - exposureTo(before[j]!, before[j]!.future[step]!);
      variance += (effect.standardError * moved) ** 2;
    });
    return {
      factor: (wanted.open / planned.open) * Math.exp(wanted.sum - planned.sum),
      sd: Math.sqrt(variance),
    };
  });
}

function checked({ name, kind }: KnownEffect, value: number): number {
  const isShare = kind === 'event' || kind === 'closure';
  if (isShare ? value >= 0 && value <= 1 : value > 0 && Number.isFinite(value)) return value;
  throw new InputError(
    `${name} cannot be ${value}: ${isShare ? 'it is a share of 0 to 1' : 'it must be above 0'}`,
  );
}
