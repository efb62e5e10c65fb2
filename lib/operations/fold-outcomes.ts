import { dayNumber, type Outcome, type SeriesRecord } from '../domain/index.ts';

/** A series with what the outcomes add to it. */
export type FoldedSeries = {
  record: SeriesRecord;
  /** Outcomes that say something of the days of this history. */
  counted: number;
  /**
   * Lost units a day over the newest 56 days: demand that orders, and so the forecast, did not see. Days that sold out or
   * were not observed don't count here: the forecast has filled them with what is usual already.
   */
  lostPerDay: number;
  warnings: string[];
};

const RECENT_DAYS = 56;

/**
 * Add to a series what orders can't tell: units lost are demand of their days, which then are no longer censored.
 *
 * Nothing is counted twice: each key once; units sold and back-ordered are order lines already and are never added
 * (sold units are compared, and a gap is said). Reports of the very same period add up; where other periods overlap, a
 * day takes the largest of its reports. Lost units spread evenly over their period; days before the history or after its
 * end fall away. With several price groups they follow the groups' shares of demand.
 */
export function foldOutcomes(record: SeriesRecord, outcomes: readonly Outcome[]): FoldedSeries {
  const byKey = [...new Map(outcomes.map((outcome) => [outcome.key, outcome])).values()];
  const spans = byKey.map((outcome) => spanOf(outcome, record)).filter((span) => span !== null);
  const lost = lostByDay(spans, record.demand.length);
  const lostPerDay = unseenPerDay(lost, record);
  const warnings = salesGaps(spans, record);
  if (lost.every((units) => units === 0)) return { record, counted: spans.length, lostPerDay: 0, warnings };
  const total = record.groups.map(({ demand }) =>
    demand.reduce<number>((sum, units) => sum + (units ?? 0), 0),
  );
  const all = total.reduce((sum, units) => sum + units, 0);
  const folded: SeriesRecord = {
    ...record,
    demand: addLost(record.demand, lost, 1),
    groups: record.groups.map((group, i) => ({
      ...group,
      demand: addLost(group.demand, lost, all > 0 ? total[i]! / all : 1 / record.groups.length),
    })),
    censoredDays: record.censoredDays.filter((day) => lost[day] === 0),
  };
  return { record: folded, counted: spans.length, lostPerDay, warnings };
}

/** An outcome's days as indices into the history, ends included; a period without a day in it is `null`. */
type Span = { outcome: Outcome; first: number; last: number };

function spanOf(outcome: Outcome, { start, demand }: SeriesRecord): Span | null {
  const first = dayNumber(outcome.from) - dayNumber(start);
  const last = dayNumber(outcome.to) - dayNumber(start);
  return last < first || last < 0 || first >= demand.length ? null : { outcome, first, last };
}

function lostByDay(spans: readonly Span[], days: number): Float64Array {
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

function addLost(demand: readonly (number | null)[], lost: Float64Array, share: number): (number | null)[] {
  return demand.map((units, day) => (lost[day]! > 0 ? (units ?? 0) + lost[day]! * share : units));
}

function salesGaps(spans: readonly Span[], { demand }: SeriesRecord): string[] {
  return spans.flatMap(({ outcome, first, last }) => {
    const { unitsSold } = outcome;
    if (unitsSold === undefined || first < 0 || last >= demand.length) return [];
    const ordered = demand.slice(first, last + 1).reduce<number>((sum, units) => sum + (units ?? 0), 0);
    return unitsSold > ordered * 1.05 + 1
      ? [
          `${unitsSold} units were reported sold from ${outcome.from} to ${outcome.to}, orders show ${ordered}`,
        ]
      : [];
  });
}
