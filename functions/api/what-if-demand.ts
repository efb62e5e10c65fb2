import {
  ConflictError,
  daysBetween,
  InputError,
  type Market,
  type PolicyDocument,
  type StoredForecast,
  type WhatIfAnswer,
  type WhatIfNote,
  type WhatIfRequest,
} from '../../lib/domain/index.ts';
import { changeEffects, type ScenarioChange, scenarioFactors } from '../../lib/forecasting/index.ts';

type Daily = WhatIfAnswer['planned'];
type Sampled = StoredForecast['leadTimeDemand'];
/** What a day is multiplied by, and the deviation of its logarithm. */
type DayChange = { factor: number; sd: number };

/** Demand under another future: what it is asked by, and what becomes of it. */
export type ChangedDemand = {
  effect: WhatIfAnswer['effect'];
  /** Days that are asked for, counted from 0, both included. */
  days: { from: number; to: number };
  changed: Daily;
  leadTimeDemand: Sampled;
  /** Price of a day in millionths, planned and changed, where the forecast knows it: the mean of what the buyers' groups face. */
  prices: { planned: readonly number[]; changed: readonly number[] } | null;
};

/**
 * Find the change of demand that a request asks for; `null` where it asks for none.
 *
 * A price is asked for as it stands in the list, and the forecast knows the mean of what the buyers' groups face: that moves by the
 * same share.
 *
 * @param listMicros - today's list price; `null` where none is known
 */
export function demandChangeOf(
  { from, to, price, priceChange, event }: WhatIfRequest,
  { currency }: Market,
  { asOf, effects = [] }: StoredForecast,
  listMicros: number | null,
): ScenarioChange | null {
  const asked = [price, priceChange, event].filter((change) => change !== undefined);
  if (asked.length > 1)
    throw new InputError(
      `${asked.length} changes of demand are asked for: one of price, priceChange and event is allowed`,
    );
  if (asked.length === 0) {
    if (from === undefined && to === undefined) return null;
    throw new InputError('from and to go with one of price, priceChange and event: none is there');
  }
  if (from === undefined || to === undefined)
    throw new InputError('from and to are needed: the days of the price or event');
  if (price !== undefined && price.currency !== currency)
    throw new InputError(`the price is in ${price.currency}, the market trades in ${currency}`);
  const days = { from: daysBetween(asOf, from) - 1, to: daysBetween(asOf, to) - 1 };
  if (event !== undefined) return { name: event.name, value: event.happens ? 1 : 0, ...days };
  if (price === undefined) return { name: 'price', change: priceChange ?? 0, ...days };
  const today = effects.find(({ kind }) => kind === 'price')?.reference ?? price.micros;
  return { name: 'price', value: today * (price.micros / (listMicros ?? today)), ...days };
}

/** Tell where a price is asked for that nothing is known of, or that could not be charged. */
export function priceNotes(
  { price, priceChange = 0 }: WhatIfRequest,
  { asOf, marks }: StoredForecast,
  policy: PolicyDocument | undefined,
): WhatIfNote[] {
  const listMicros = policy?.lastKnown.unitPriceMicros ?? null;
  if (listMicros === null || policy?.kind !== 'ready') return [];
  const asked = price?.micros ?? Math.round(listMicros * (1 + priceChange));
  if (asked === listMicros) return [];
  const charged = (marks?.prices ?? [])
    .filter(({ on }) => on <= asOf)
    .flatMap(({ fromMicros, toMicros }) => [fromMicros, toMicros]);
  const known = [listMicros, ...charged, ...policy.priceMicros];
  const { floorMicros, ceilingMicros } = policy.limits;
  const isOut = asked < floorMicros || (ceilingMicros !== null && asked > ceilingMicros);
  return [
    ...(asked < Math.min(...known) || asked > Math.max(...known) ? (['priceUnknown'] as const) : []),
    ...(isOut ? (['priceOutOfBounds'] as const) : []),
  ];
}

/** Change a stored forecast by its effects, or leave it: nothing is fitted again. */
export function changeDemand(forecast: StoredForecast, change: ScenarioChange | null): ChangedDemand {
  const { mean, p10, p50, p90, leadTimeDemand, effects = [] } = forecast;
  const planned = { mean, p10, p50, p90 };
  const before = effects.find(({ kind }) => kind === 'price')?.future;
  if (change === null) {
    const prices = before === undefined ? null : { planned: before, changed: before };
    const days = { from: 0, to: mean.length - 1 };
    return { effect: null, days, changed: planned, leadTimeDemand, prices };
  }
  const after = changeEffects(effects, [change]);
  const factors = scenarioFactors(effects, after);
  const days = mean.map((_, day) => dayChange(factors[day], day, change));
  const effect = after.find(({ name }) => name === change.name);
  if (effect === undefined) throw new InputError(`the forecast knows no effect of ${change.name}`);
  const { name, text, source } = effect;
  const priced = after.find(({ kind }) => kind === 'price')?.future;
  return {
    effect: { name, text, source },
    days: { from: change.from, to: change.to },
    changed: changedQuantiles(planned, days),
    leadTimeDemand: changedSum(leadTimeDemand, mean, days),
    prices: before === undefined || priced === undefined ? null : { planned: before, changed: priced },
  };
}

const AS_PLANNED: DayChange = { factor: 1, sd: 0 };

/** An effect that the forecast does not rest on counts on the days asked for alone. */
function dayChange(change: DayChange | null | undefined, day: number, { from, to }: ScenarioChange) {
  if (day < from || day > to) return AS_PLANNED;
  if (change === null || change === undefined)
    throw new ConflictError('a day that is planned closed has no demand to begin with: plan it open first');
  return change;
}

/** Standard normal quantile of P90. */
const Z90 = 1.2815515655446004;

/** Multiply the days asked for; what is unsure of the effect widens P10 and P90, as independent errors add up. */
function changedQuantiles(planned: Daily, days: readonly DayChange[]): Daily {
  const changed: Daily = { mean: [], p10: [], p50: [], p90: [] };
  planned.mean.forEach((mean, day) => {
    const [low = 0, middle = 0, high = 0] = [planned.p10[day], planned.p50[day], planned.p90[day]];
    const { factor, sd } = days[day] ?? AS_PLANNED;
    const unsure = Z90 * sd * mean * factor;
    changed.mean.push(mean * factor);
    changed.p10.push(Math.max(0, middle * factor - Math.hypot((middle - low) * factor, unsure)));
    changed.p50.push(middle * factor);
    changed.p90.push(middle * factor + Math.hypot((high - middle) * factor, unsure));
  });
  return changed;
}

/** Standard normal quantiles of the stored ones. */
const Z = { p50: 0, p90: Z90, p95: 1.6448536269514722, p99: 2.3263478740408408 } as const;

/** Change the sum that stock needs in proportion to its days; an effect errs alike on all of them. */
function changedSum(sum: Sampled, mean: readonly number[], days: readonly DayChange[]): Sampled {
  let changed = 0;
  let unsure = 0;
  mean.slice(0, sum.days).forEach((units, day) => {
    const { factor, sd } = days[day] ?? AS_PLANNED;
    changed += units * factor;
    unsure += units * factor * sd;
  });
  return movedSum(sum, mean, { changed, unsure });
}

/**
 * Move the sum that stock needs from what its days come to, to what they are changed to.
 *
 * @param mean - of its days, and those after
 * @param to - units of its days after the change, and their standard deviation where the change is unsure
 */
export function movedSum(
  sum: Sampled,
  mean: readonly number[],
  { changed, unsure = 0 }: { changed: number; unsure?: number },
): Sampled {
  const planned = mean.slice(0, sum.days).reduce((total, units) => total + units, 0);
  // days beyond the forecast stay as they are
  const known = sum.days > mean.length ? Math.min(1, planned / Math.max(sum.mean, planned)) : 1;
  const ratio = planned > 0 ? 1 + known * (changed / planned - 1) : 1;
  // where nothing was planned there is nothing to multiply
  const center = sum.mean * ratio + (planned > 0 ? 0 : changed);
  const at = (name: keyof typeof Z) =>
    Math.max(0, center + wider((sum[name] - sum.mean) * ratio, Z[name] * unsure));
  return { days: sum.days, mean: center, p50: at('p50'), p90: at('p90'), p95: at('p95'), p99: at('p99') };
}

/** Add an independent spread to a distance from the mean, which may lie below it. */
const wider = (distance: number, unsure: number) =>
  unsure === 0 ? distance : Math.sign(distance || 1) * Math.hypot(distance, unsure);
