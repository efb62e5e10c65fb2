import {
  addDays,
  type GroupDemand,
  HORIZON_DAYS,
  type SeriesMarks,
  type SeriesRecord,
  type StoredForecast,
} from '../../lib/domain/index.ts';

/** Marks of a kind that a row keeps, and a chart can tell apart: the newest. */
const MOST_MARKS = 30;

/**
 * Gather what a chart of a forecast marks, on the days of the history that is kept and of the forecast: moves of the list price, and events
 * but public holidays, which every SKU of the market shares.
 *
 * The list is everyone's; where there is none, that of the price group that bought most. Prices that buyers paid are no marks.
 *
 * @param historyDays - newest days of the record's demand
 * @returns nothing where there is nothing to mark
 */
export function seriesMarks(record: SeriesRecord, historyDays: number): Pick<StoredForecast, 'marks'> {
  const { start, demand, events = [] } = record;
  const asOf = addDays(start, demand.length - 1);
  const [first, last] = [addDays(asOf, 1 - historyDays), addDays(asOf, HORIZON_DAYS)];
  const marks: SeriesMarks = {
    prices: priceMoves(record)
      .filter(({ on }) => on >= first && on <= last)
      .slice(-MOST_MARKS),
    events: events
      .filter(({ kind, from, to }) => kind !== 'holiday' && to >= first && from <= last)
      .slice(-MOST_MARKS),
  };
  return marks.prices.length + marks.events.length === 0 ? {} : { marks };
}

function priceMoves({ priceSource, groups, start }: SeriesRecord): SeriesMarks['prices'] {
  if (priceSource !== 'list') return [];
  const listed = groups.filter(({ priceSteps }) => priceSteps.length > 0);
  const everyone = listed.find(({ priceGroup }) => priceGroup === '') ?? largestOf(listed);
  const { priceSteps = [], plannedPriceSteps = [] } = everyone ?? {};
  const steps = [...priceSteps, ...plannedPriceSteps];
  return steps.flatMap(([day, toMicros], place) => {
    const fromMicros = steps[place - 1]?.[1];
    // the first price that is known is no move
    if (fromMicros === undefined || fromMicros === toMicros) return [];
    return [{ on: addDays(start, day), fromMicros, toMicros }];
  });
}

function largestOf(groups: readonly GroupDemand[]): GroupDemand | undefined {
  const unitsOf = ({ demand }: GroupDemand) => demand.reduce<number>((sum, units) => sum + (units ?? 0), 0);
  return groups.reduce<GroupDemand | undefined>(
    (largest, group) => (largest === undefined || unitsOf(group) > unitsOf(largest) ? group : largest),
    undefined,
  );
}
