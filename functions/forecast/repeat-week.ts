const WEEK_DAYS = 7;

/**
 * Repeat the newest week: the forecast that any other must be better than.
 *
 * @param demand - units a day, oldest first; `null` = not observed: the same weekday of the week before stands in
 * @param horizon - days ahead of the last
 * @returns [horizon]; nothing where no day was observed, the newest observation where a weekday never was
 */
export function repeatNewestWeek(demand: readonly (number | null)[], horizon: number): number[] {
  const newest = demand.findLast((units) => units !== null);
  if (newest === undefined || newest === null) return [];
  const week = Array.from({ length: WEEK_DAYS }, (_, place) => {
    for (let day = demand.length - WEEK_DAYS + place; day >= 0; day -= WEEK_DAYS) {
      const units = demand[day];
      if (units !== null && units !== undefined) return units;
    }
    return newest;
  });
  return Array.from({ length: horizon }, (_, step) => week[step % WEEK_DAYS] ?? newest);
}
