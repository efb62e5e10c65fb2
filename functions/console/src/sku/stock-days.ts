import { addDays, dayNumber } from '../../../../lib/domain/calendar.ts';
import type { StockCourse, WhatIfAnswer } from '../../../../lib/domain/index.ts';

export type Projection = NonNullable<WhatIfAnswer['projection']>;

/** Units on hand at the end of a day: as likely more as less, and the range that holds in eight of ten cases. */
export type OnHand = { p10: number; p50: number; p90: number };

/** What is expected of the stock on one day. */
export type StockDay = {
  day: number;
  planned: OnHand | undefined;
  /** Where the order of the textbook rule is placed now. */
  ordered: OnHand | undefined;
  changed: OnHand | undefined;
  /** Units that come in. */
  arriving: number;
};

/** The days of a projection: what is on hand if nothing more is ordered, if the rule's order is, and under what a person tries. */
export function stockDays({ from, planned, changed }: Projection, isChanged: boolean): StockDay[] {
  const first = dayNumber(from);
  const arrivals = new Map<number, number>();
  for (const { date, units } of planned.arrivals)
    arrivals.set(dayNumber(date), (arrivals.get(dayNumber(date)) ?? 0) + units);
  return planned.p50.map((_, place) => ({
    day: first + place,
    planned: at(planned, place),
    ordered: planned.ordered === null ? undefined : at(planned.ordered, place),
    changed: isChanged ? at(changed.ordered ?? changed, place) : undefined,
    arriving: arrivals.get(first + place) ?? 0,
  }));
}

/**
 * Find the day on which the last unit goes, as likely sooner as later; of a stock that is gone already, that on which what comes in goes.
 *
 * @returns `null` where that is not within the days projected
 */
export function runsOutOn(
  { from, onHand }: Pick<Projection, 'from' | 'onHand'>,
  { p50 }: Pick<StockCourse, 'p50'>,
): string | null {
  const place = p50.findIndex((units, day) => units <= 0 && (day === 0 ? onHand : (p50[day - 1] ?? 0)) > 0);
  return place < 0 ? null : addDays(from, place);
}

function at({ p10, p50, p90 }: Pick<StockCourse, 'p10' | 'p50' | 'p90'>, place: number): OnHand | undefined {
  const [low, middle, high] = [p10[place], p50[place], p90[place]];
  return low === undefined || middle === undefined || high === undefined
    ? undefined
    : { p10: low, p50: middle, p90: high };
}
