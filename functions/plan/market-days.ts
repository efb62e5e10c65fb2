import { WINDOW_DAYS } from '../../lib/oversight/index.ts';
import type { Lake } from '../../lib/stores/index.ts';
import { HISTORY_DAYS, type Scope } from './series-tables.ts';

/** What the days of a market say of each of its series. Arrays have a place for each of the window's last 182 days, oldest first. */
export type MarketDays = {
  /** True where no order at all came while orders usually do: a file is missing, and nobody knows what was sold. */
  missing: boolean[];
  /** The shape of the same days a year ago, around 1; absent with less than a year and a half of orders. */
  season?: Float64Array;
};

/** Days without an order in a row that are no weekend and no short holiday, where the market sells on most days. */
const GAP_DAYS = 4;
const MOST_DAYS_SHARE = 0.5;
const YEAR_DAYS = 364;
/** Days on either side that a day of the season is the mean of. */
const SEASON_REACH = 14;
const LARGEST_FACTOR = 3;

/** Read which days of a market may be judged, and the season of the year before. */
export async function readMarketDays(lake: Lake, { market }: Scope): Promise<MarketDays> {
  const { day = [], units = [] } = await lake.columns(
    'SELECT day, greatest(sum(units), 0) AS units FROM daily WHERE market = $market GROUP BY day ORDER BY day',
    { market: market.market },
  );
  const sold = new Map(day.map((place, i) => [Number(place), Number(units[i])]));
  const first = day.length > 0 ? Number(day[0]) : HISTORY_DAYS;
  const season = seasonOf(sold, first);
  return { missing: missingDays(sold, first), ...(season === undefined ? {} : { season }) };
}

const START = HISTORY_DAYS - WINDOW_DAYS;

function missingDays(sold: ReadonlyMap<number, number>, first: number): boolean[] {
  const missing = new Array<boolean>(WINDOW_DAYS).fill(false);
  const begin = Math.max(START, first);
  let open = 0;
  for (let day = begin; day < HISTORY_DAYS; day++) if (sold.has(day)) open++;
  const busy = open >= MOST_DAYS_SHARE * (HISTORY_DAYS - begin);
  const mark = (from: number, until: number) => {
    for (let day = from; day < until; day++) missing[day - START] = true;
  };
  let last = begin - 1;
  for (let day = begin; day <= HISTORY_DAYS; day++) {
    if (day < HISTORY_DAYS && !sold.has(day)) continue;
    // after the newest order nothing is known, be it of a day
    if (day === HISTORY_DAYS || (busy && day - last > GAP_DAYS)) mark(last + 1, day);
    last = day;
  }
  return missing;
}

function seasonOf(sold: ReadonlyMap<number, number>, first: number): Float64Array | undefined {
  if (START - YEAR_DAYS - SEASON_REACH < first) return undefined;
  const level = Float64Array.from({ length: WINDOW_DAYS }, (_, place) => {
    const centre = START + place - YEAR_DAYS;
    let sum = 0;
    for (let day = centre - SEASON_REACH; day <= centre + SEASON_REACH; day++) sum += sold.get(day) ?? 0;
    return sum;
  });
  const mean = level.reduce((sum, value) => sum + value, 0) / WINDOW_DAYS;
  if (!(mean > 0)) return undefined;
  return level.map((value) => Math.min(LARGEST_FACTOR, Math.max(1 / LARGEST_FACTOR, value / mean)));
}
