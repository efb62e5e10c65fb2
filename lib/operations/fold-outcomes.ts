import type { SeriesRecord, StoredOutcome } from '../domain/index.ts';
import { unitsText } from './number-text.ts';
import { fewOf, type OutcomeSpan, spansOf } from './outcome-spans.ts';
import { implausible } from './plausible-outcome.ts';
import { currentPrice } from './policy-facts.ts';
import { withShownPrices } from './shown-prices.ts';
import { standingOutcomes } from './standing-outcomes.ts';

/** How many outcomes that name a decision show its price, another one, or none. */
export type DecisionCounts = { followed: number; notFollowed: number; unknown: number };

/** A series with what the outcomes add to it. */
export type FoldedSeries = {
  record: SeriesRecord;
  /** Outcomes that say something of the days of this history. */
  counted: number;
  decisions: DecisionCounts;
  /**
   * Lost units a day over the newest 56 days: demand that orders, and so the forecast, did not see. Days that sold out or
   * were not observed don't count here: the forecast has filled them with what is usual already.
   */
  lostPerDay: number;
  warnings: string[];
};

const RECENT_DAYS = 56;

/**
 * Add to a series what orders can't tell: units lost are demand of their days, which then are no longer censored, and a
 * price shown is the price of its days (`withShownPrices`).
 *
 * Nothing is counted twice: each key once, and none that another corrects; units sold and back-ordered are order lines
 * already and are never added (sold units are compared, and a gap is said). Reports of the very same period add up; where
 * other periods overlap, a day takes the largest of its reports. Lost units spread evenly over their period; days before
 * the history or after its end fall away. With several price groups they follow the groups' shares of demand. What can't be
 * believed (`implausible`) is set aside, with a warning.
 *
 * The result is that of the orders as they are known tonight and of the outcomes together, in whatever order they came.
 *
 * @param currency - the market's: what was shown in another, before its money changed, is no price of it
 */
export function foldOutcomes(
  record: SeriesRecord,
  outcomes: readonly StoredOutcome[],
  currency: string,
): FoldedSeries {
  const standing = standingOutcomes(outcomes);
  const { spans, warnings } = believed(record, spansOf(standing, record), currency);
  const lost = lostByDay(spans, record.demand.length);
  const priced = withShownPrices(record, spans, currency);
  return {
    record: { ...withLost(record, lost), groups: withLostInGroups(record, priced.groups, lost) },
    counted: spans.length,
    decisions: countDecisions(spans),
    lostPerDay: unseenPerDay(lost, record),
    warnings: [...warnings, ...salesGaps(spans, record), ...priced.warnings],
  };
}

/** Set aside what can't be believed of the series as it is known tonight. */
function believed(record: SeriesRecord, spans: readonly OutcomeSpan[], currency: string) {
  const largestDayUnits = record.demand.reduce<number>((most, units) => Math.max(most, units ?? 0), 0);
  const { packSize } = record.product;
  const kept: OutcomeSpan[] = [];
  const asides: string[] = [];
  for (const span of spans) {
    const { priceShown, key } = span.outcome;
    // a price in other money says nothing beside today's
    const priceMicros = priceShown?.currency === currency ? currentPrice(record) : null;
    const doubt = implausible(span.outcome, { largestDayUnits, packSize, priceMicros, currency });
    if (doubt === null) kept.push(span);
    else asides.push(`the outcome ${key} is set aside: ${doubt}`);
  }
  return { spans: kept, warnings: fewOf(asides, 'outcomes are set aside as they can not be believed') };
}

function countDecisions(spans: readonly OutcomeSpan[]): DecisionCounts {
  const counts = { followed: 0, notFollowed: 0, unknown: 0 };
  for (const { outcome } of spans) {
    if (outcome.decisionId === undefined) continue;
    if (outcome.priceShown === undefined || outcome.decided === undefined) counts.unknown++;
    else if (outcome.priceShown.micros === outcome.decided.priceMicros) counts.followed++;
    else counts.notFollowed++;
  }
  return counts;
}

/** The evidence of a row on decisions taken or not; nothing where no outcome names one. */
export function decisionsSeen({ decisions }: FoldedSeries): { decisions?: DecisionCounts } {
  const { followed, notFollowed, unknown } = decisions;
  return followed + notFollowed + unknown > 0 ? { decisions } : {};
}

function lostByDay(spans: readonly OutcomeSpan[], days: number): Float64Array {
  const byPeriod = new Map<string, { first: number; last: number; units: number }>();
  for (const { outcome, first, last } of spans) {
    const period = byPeriod.get(`${first} ${last}`) ?? { first, last, units: 0 };
    period.units += outcome.unitsLost ?? 0;
    byPeriod.set(`${first} ${last}`, period);
  }
  const lost = new Float64Array(days);
  for (const { first, last, units } of byPeriod.values())
    for (let day = Math.max(0, first); day <= Math.min(days - 1, last); day++)
      lost[day] = Math.max(lost[day]!, units / (last - first + 1));
  return lost;
}

function unseenPerDay(lost: Float64Array, { demand, censoredDays }: SeriesRecord): number {
  const soldOut = new Set(censoredDays);
  const first = Math.max(0, lost.length - RECENT_DAYS);
  let units = 0;
  for (let day = first; day < lost.length; day++)
    if (demand[day] !== null && !soldOut.has(day)) units += lost[day]!;
  return units / Math.max(1, lost.length - first);
}

function withLost(record: SeriesRecord, lost: Float64Array): SeriesRecord {
  return {
    ...record,
    demand: addLost(record.demand, lost, 1),
    censoredDays: record.censoredDays.filter((day) => !(lost[day]! > 0)),
  };
}

function withLostInGroups(
  record: SeriesRecord,
  groups: SeriesRecord['groups'],
  lost: Float64Array,
): SeriesRecord['groups'] {
  const total = record.groups.map(({ demand }) =>
    demand.reduce<number>((sum, units) => sum + (units ?? 0), 0),
  );
  const all = total.reduce((sum, units) => sum + units, 0);
  return groups.map((group, place) => ({
    ...group,
    demand: addLost(group.demand, lost, all > 0 ? total[place]! / all : 1 / groups.length),
  }));
}

function addLost(demand: readonly (number | null)[], lost: Float64Array, share: number): (number | null)[] {
  return demand.map((units, day) => (lost[day]! > 0 ? (units ?? 0) + lost[day]! * share : units));
}

function salesGaps(spans: readonly OutcomeSpan[], { demand }: SeriesRecord): string[] {
  const gaps = spans.flatMap(({ outcome, first, last }) => {
    const { unitsSold } = outcome;
    if (unitsSold === undefined || first < 0 || last >= demand.length) return [];
    const ordered = demand.slice(first, last + 1).reduce<number>((sum, units) => sum + (units ?? 0), 0);
    return unitsSold > ordered * 1.05 + 1
      ? [
          `${unitsText(unitsSold)} units were reported sold from ${outcome.from} to ${outcome.to}, orders show ${unitsText(ordered)}`,
        ]
      : [];
  });
  return fewOf(gaps, 'reports have more sold than orders show');
}
