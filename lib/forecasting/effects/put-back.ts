import type { KnownEffect } from '../../domain/known-future.ts';
import type { Prediction } from '../prediction.ts';
import { exposureTo, type Link } from './known-effect.ts';

/**
 * Put known effects on a prediction made without them.
 *
 * Mean and errors are multiplied (or the effect added); the uncertainty of the effects widens the steps that have them, shared
 * by all of them. Steps that are closed come to 0. Errors of different effects count as independent.
 *
 * @param prediction - of demand at the reference price, without events; not changed
 */
export function putBack(prediction: Prediction, effects: readonly KnownEffect[], link: Link): Prediction {
  const steps = prediction.mean.map((mean, step) =>
    stepWith({ mean, sd: prediction.sd[step]!, shared: prediction.sharedShare[step]! }, effects, step, link),
  );
  const { lumpy } = prediction;
  return {
    ...prediction,
    mean: steps.map(({ mean }) => mean),
    sd: steps.map(({ sd }) => sd),
    sharedShare: steps.map(({ shared }) => shared),
    ...(lumpy ? { lumpy: lumpyWith(lumpy, steps) } : {}),
  };
}

/** What effects do to a step: a factor (or an addend) on demand, the standard deviation of its logarithm (or its own), and the share of the step that is open. */
export function effectAt(
  effects: readonly KnownEffect[],
  step: number,
): { sum: number; sd: number; open: number } {
  let sum = 0;
  let variance = 0;
  let open = 1;
  for (const effect of effects) {
    const value = effect.future[step]!;
    if (effect.kind === 'closure') open *= 1 - value;
    else if (effect.used) {
      const x = exposureTo(effect, value);
      sum += effect.coefficient * x;
      variance += (effect.standardError * x) ** 2;
    }
  }
  return { sum, sd: Math.sqrt(variance), open };
}

type Step = { mean: number; sd: number; shared: number };

function stepWith(
  { mean, sd, shared }: Step,
  effects: readonly KnownEffect[],
  step: number,
  link: Link,
): Step & { factor: number; effectSd: number } {
  const effect = effectAt(effects, step);
  const factor = effect.open * (link === 'product' ? Math.exp(effect.sum) : 1);
  const changed = link === 'product' ? mean * factor : effect.open * (mean + effect.sum);
  const own = (sd * factor) ** 2;
  const ofEffects = (effect.sd * (link === 'product' ? changed : effect.open)) ** 2;
  const variance = own + ofEffects;
  return {
    mean: changed,
    sd: Math.sqrt(variance),
    shared: variance > 0 ? (shared * own + ofEffects) / variance : shared,
    factor,
    effectSd: effect.sd,
  };
}

/** The chance rises with the effect until it is certain; then the sizes do. What is unsure of the effects makes the rate less sure. */
function lumpyWith(
  lumpy: NonNullable<Prediction['lumpy']>,
  steps: readonly { mean: number; factor: number; effectSd: number }[],
): NonNullable<Prediction['lumpy']> {
  const chance = lumpy.chance.map((share, step) => Math.min(1, share * steps[step]!.factor));
  const sizeFactor = lumpy.chance.map((share, step) => Math.max(1, share * steps[step]!.factor));
  let total = 0;
  let unsure = 0;
  for (const { mean, effectSd } of steps) {
    total += mean;
    unsure += mean * effectSd;
  }
  const variance = 1 / lumpy.rateShape + (total > 0 ? (unsure / total) ** 2 : 0);
  const grown = sizeFactor.some((factor) => factor > 1);
  return { ...lumpy, chance, rateShape: 1 / variance, ...(grown ? { sizeFactor } : {}) };
}
