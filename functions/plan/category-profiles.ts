import { addDays, type SeriesProfile, weekdayOf } from '../../lib/domain/index.ts';
import { type ProfileMember, profileOf } from '../../lib/forecasting/index.ts';
import type { Lake } from '../../lib/stores/index.ts';
import { HISTORY_DAYS, type Scope } from './series-tables.ts';

/** A SKU first sold less than this before the run borrows its category's profile. */
export const NEW_DAYS = 28;
/** SKUs that a profile is drawn from: more change it by less than it is sure of. */
const MOST_MEMBERS = 200;
const PERIOD_DAYS = 7;

/** Finds the profile for a SKU of a category (`null`: the market's) that began on a day of the window. */
export type ProfileFinder = (category: string | null, firstDay: number) => SeriesProfile | undefined;

/**
 * Draw the profiles that new SKUs borrow: one for each of their categories, and the market's where a category has too few
 * SKUs or a SKU has none. Reads nothing where no SKU is new.
 */
export async function readProfiles(lake: Lake, scope: Scope): Promise<ProfileFinder> {
  const isNew = (firstDay: number) => firstDay > HISTORY_DAYS - NEW_DAYS;
  const [fresh] = await lake.run(
    `SELECT count(*) AS skus FROM starts WHERE day > ${HISTORY_DAYS - NEW_DAYS}`,
  );
  if (Number(fresh?.skus ?? 0) === 0) return () => undefined;
  const profiles = new Map<string, SeriesProfile>();
  for (const [group, members] of await readMembers(lake, scope)) {
    const profile = profileOf(members, PERIOD_DAYS);
    if (profile !== null) profiles.set(group, profile);
  }
  return (category, firstDay) =>
    isNew(firstDay) ? (profiles.get(nameOf(category)) ?? profiles.get(MARKET)) : undefined;
}

const MARKET = 'market';
const nameOf = (category: string | null) => (category === null ? MARKET : `category ${category}`);

async function readMembers(lake: Lake, { market, from }: Scope): Promise<Map<string, ProfileMember[]>> {
  const rows = await lake.columns(MEMBERS, { market: market.market });
  const { sku = [], category = [], start = [], day = [], units = [] } = rows;
  const groups = new Map<string, ProfileMember[]>();
  let values = new Float64Array();
  for (const [place, name] of sku.entries()) {
    const firstDay = Number(start[place]);
    const group = category[place] === null ? MARKET : nameOf(String(category[place]));
    if (place === 0 || name !== sku[place - 1] || category[place] !== category[place - 1]) {
      values = new Float64Array(HISTORY_DAYS - firstDay);
      const phase = weekdayOf(addDays(from, firstDay)) - 1;
      groups.set(group, [...(groups.get(group) ?? []), { values, phase }]);
    }
    values[Number(day[place]) - firstDay] = Number(units[place]);
  }
  return groups;
}

/** The daily units of each group's SKUs that are not new, a fixed choice of them where there are many. */
const MEMBERS = `WITH known AS (
    SELECT s.sku, s.day AS start, p.category FROM starts s LEFT JOIN product_rows p ON p.sku = s.sku
  ), grouped AS (
    SELECT sku, start, category FROM known
    WHERE category IN (SELECT category FROM known WHERE start > ${HISTORY_DAYS - NEW_DAYS})
    UNION ALL SELECT sku, start, NULL FROM known
  ), chosen AS (
    FROM grouped WHERE start <= ${HISTORY_DAYS - NEW_DAYS}
    QUALIFY row_number() OVER (PARTITION BY category ORDER BY md5(sku)) <= ${MOST_MEMBERS}
  )
  SELECT chosen.category, chosen.sku, start, daily.day, sum(units) AS units
  FROM chosen JOIN daily ON daily.sku = chosen.sku AND daily.market = $market
  GROUP BY ALL ORDER BY chosen.category, chosen.sku, daily.day`;
