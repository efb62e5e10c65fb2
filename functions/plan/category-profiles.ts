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
  await lake.run(PROFILE_ROWS, { market: scope.market.market });
  const profiles = new Map<string, SeriesProfile>();
  // one group at a time: in memory lie the days of so many SKUs, whatever the market's size
  for (const { name } of await lake.run('SELECT DISTINCT name FROM profile_rows ORDER BY name')) {
    const profile = profileOf(await readMembers(lake, scope, String(name)), PERIOD_DAYS);
    if (profile !== null) profiles.set(String(name), profile);
  }
  return (category, firstDay) =>
    isNew(firstDay) ? (profiles.get(nameOf(category)) ?? profiles.get(MARKET)) : undefined;
}

const MARKET = 'market';
const nameOf = (category: string | null) => (category === null ? MARKET : `category ${category}`);

async function readMembers(lake: Lake, { from }: Scope, name: string): Promise<ProfileMember[]> {
  const { sku = [], start = [], day = [], units = [] } = await lake.columns(MEMBERS, { name });
  const members: ProfileMember[] = [];
  let values = new Float64Array();
  for (const [place, member] of sku.entries()) {
    const firstDay = Number(start[place]);
    if (member !== sku[place - 1]) {
      values = new Float64Array(HISTORY_DAYS - firstDay);
      members.push({ values, phase: weekdayOf(addDays(from, firstDay)) - 1 });
    }
    values[Number(day[place]) - firstDay] = Number(units[place]);
  }
  return members;
}

/** The daily units of each group's SKUs that are not new, a fixed choice of them where there are many. */
const PROFILE_ROWS = `CREATE TABLE profile_rows AS
  WITH known AS (
    SELECT s.sku, s.day AS start, p.category FROM starts s LEFT JOIN product_rows p ON p.sku = s.sku
  ), grouped AS (
    SELECT sku, start, concat('category ', category) AS name FROM known
    WHERE category IN (SELECT category FROM known WHERE start > ${HISTORY_DAYS - NEW_DAYS})
    UNION ALL SELECT sku, start, '${MARKET}' FROM known
  ), chosen AS (
    FROM grouped WHERE start <= ${HISTORY_DAYS - NEW_DAYS}
    QUALIFY row_number() OVER (PARTITION BY name ORDER BY md5(sku)) <= ${MOST_MEMBERS}
  )
  SELECT name, chosen.sku, start, daily.day, sum(units) AS units
  FROM chosen JOIN daily ON daily.sku = chosen.sku AND daily.market = $market
  GROUP BY ALL ORDER BY name, chosen.sku, daily.day`;

const MEMBERS = 'SELECT sku, start, day, units FROM profile_rows WHERE name = $name ORDER BY sku, day';
