import { type GroupDemand, type SeriesRecord, unitPriceText } from '../domain/index.ts';
import { fewOf, type OutcomeSpan } from './outcome-spans.ts';

/** Below this the price list and what was shown say the same. */
const TOLD_APART = 0.01;

/**
 * Put what buyers were shown in place of the price list on the days of a report: demand answered to that price, not to the
 * list's. Of several reports of a day the one of the shortest period counts, then the last in the order of keys.
 *
 * It is the price of everyone's group; where a SKU has several groups and none is everyone's, nobody knows whose it was.
 * Prices that were only paid (`priceSource: 'paid'`) are no ground for an answer to price, and stay.
 *
 * @param currency - the market's: a price in another one, from before the market changed its money, is left out
 */
export function withShownPrices(
  { groups, demand, priceSource }: Pick<SeriesRecord, 'groups' | 'demand' | 'priceSource'>,
  spans: readonly OutcomeSpan[],
  currency: string,
): { groups: GroupDemand[]; warnings: string[] } {
  const told = spans.filter(({ outcome }) => outcome.priceShown !== undefined);
  const own = told.filter(({ outcome }) => outcome.priceShown?.currency === currency);
  const warnings =
    own.length < told.length
      ? [`${told.length - own.length} prices shown are not in ${currency}: nothing is made of them`]
      : [];
  if (own.length === 0 || priceSource === 'paid') return { groups: [...groups], warnings };
  const whose = groups.length === 1 ? 0 : groups.findIndex(({ priceGroup }) => priceGroup === '');
  const group = groups[whose];
  if (group === undefined)
    return {
      groups: [...groups],
      warnings: [...warnings, 'prices shown can not be told to a price group: nothing is made of them'],
    };
  const listed = dailyPrices(group, demand.length);
  const shown = listed.slice();
  for (const { outcome, first, last } of strongestLast(own))
    shown.fill(outcome.priceShown?.micros ?? 0, Math.max(0, first), Math.min(demand.length, last + 1));
  const changed = { ...group, priceSteps: stepsOf(shown) };
  return {
    groups: groups.map((one, place) => (place === whose ? changed : one)),
    warnings: [...warnings, ...differences(own, listed, currency)],
  };
}

function strongestLast(spans: readonly OutcomeSpan[]): OutcomeSpan[] {
  return spans.toSorted(
    (one, other) =>
      other.last - other.first - (one.last - one.first) ||
      (one.outcome.key < other.outcome.key ? -1 : Number(one.outcome.key > other.outcome.key)),
  );
}

/** Write a group's price steps out by day, micros; NaN before the first. */
function dailyPrices({ priceSteps }: GroupDemand, days: number): Float64Array {
  const prices = new Float64Array(days).fill(Number.NaN);
  for (const [from, micros] of priceSteps) prices.fill(micros, Math.max(0, from));
  return prices;
}

function stepsOf(prices: Float64Array): [number, number][] {
  const steps: [number, number][] = [];
  prices.forEach((micros, day) => {
    if (!Number.isNaN(micros) && micros !== steps.at(-1)?.[1]) steps.push([day, micros]);
  });
  return steps;
}

function differences(spans: readonly OutcomeSpan[], listed: Float64Array, currency: string): string[] {
  const sentences = spans.flatMap(({ outcome, first, last }) => {
    const micros = outcome.priceShown?.micros ?? 0;
    const days = listed.subarray(Math.max(0, first), last + 1);
    const other = days.find((list) => Math.abs(micros / list - 1) > TOLD_APART);
    return other === undefined
      ? []
      : [
          `${unitPriceText(micros, currency)} was shown from ${outcome.from} to ${outcome.to} where the price list has ${unitPriceText(other, currency)}: demand is fitted to what was shown`,
        ];
  });
  return fewOf(sentences, 'reports show another price than the price list');
}
