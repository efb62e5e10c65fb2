import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { addDays, dayNumber, lakeKeys, type PriceWeek, parseAs, type RunName } from '../domain/index.ts';
import { fromFiles } from './accuracy-sql.ts';
import { copyShards } from './forecast-accuracy.ts';
import { type Database, openDatabase } from './lake-database.ts';
import type { ObjectStore } from './objects.ts';

/** What the price log of a market tells: the weeks whose price was drawn from several, and how many there were in all. */
export type PriceWeeks = {
  exploring: PriceWeek[];
  /** Of all weeks that were logged and are over. */
  logged: { skus: number; weeks: number };
};

const WEEKS = 13;
/** Of a larger market the first 2,400 SKUs are read: more files than these are no part of a report. */
const MOST_SHARDS = 100;
const MEMORY_MIB = 512;
const LOG_COLUMNS =
  'sku VARCHAR, policy_version VARCHAR, rung DOUBLE, unit_price_micros DOUBLE, chance DOUBLE, drawn BOOLEAN, proposed BOOLEAN, price_test BOOLEAN, in_force BOOLEAN, expected_units_per_day DOUBLE, unit_cost_micros DOUBLE';
const OBSERVED_COLUMNS = 'sku VARCHAR, day DATE, units DOUBLE, sold_out BOOLEAN, unit_value_minor DOUBLE';

/**
 * Join the price log of the last 13 weeks that begin as the blocks of price tests do (`planPriceTest`) with what sold in each
 * and the price in force at its end. Days that sold out or without stock are left out.
 *
 * Both weeks of a draw's fortnight are told by the log of its night: later nights know what the drawn price came to, and
 * have it in force.
 *
 * A SKU stands in two files of a night where a run was repeated with other shards: the last file holds.
 */
export async function readPriceWeeks(
  {
    objects,
    temporaryDirectory,
  }: { objects: Pick<ObjectStore, 'list' | 'download'>; temporaryDirectory: string },
  run: RunName,
): Promise<PriceWeeks> {
  const directory = await mkdtemp(join(temporaryDirectory, 'prices-'));
  let database: Database | undefined;
  try {
    database = await openDatabase({ directory, memoryMib: MEMORY_MIB, threads: 1 });
    await database.run(WEEKS_SQL);
    const files = (key: typeof lakeKeys.priceLog, asOf: string, name: string) =>
      copyShards(objects, { ...run, asOf, shards: MOST_SHARDS }, key, join(directory, `${name}-${asOf}`));
    const newest = addDays(run.asOf, -(dayNumber(run.asOf) % 7));
    const logOf = (week: number) => files(lakeKeys.priceLog, addDays(newest, -7 * week), 'log');
    let later = await logOf(0);
    let log = await logOf(1);
    for (let week = 1; week <= WEEKS; week++) {
      const asOf = addDays(newest, -7 * week);
      const before = await logOf(week + 1);
      if (log.length > 0) {
        const observed = await files(lakeKeys.observed, addDays(asOf, 7), 'observed');
        await database.run(addWeekSql({ before, log, later, observed }), { asOf });
      }
      [later, log] = [log, before];
    }
    return await readWeeks(database);
  } finally {
    database?.close();
    await rm(directory, { recursive: true, force: true });
  }
}

const WEEKS_SQL = `
  CREATE TABLE weeks (as_of DATE, sku VARCHAR, rung INTEGER, unit_price_micros BIGINT, chance DOUBLE, drawn BOOLEAN,
    proposed BOOLEAN, price_test BOOLEAN, in_force BOOLEAN, expected_units_per_day DOUBLE, unit_cost_micros BIGINT, charged_micros BIGINT, units DOUBLE,
    observed_days INTEGER)`;

const LAST_FILE = 'QUALIFY filename = max(filename) OVER (PARTITION BY sku)';

/** A night's log; of one that was written before logs said what was drawn, nothing was. */
const nightSql = (files: readonly string[]) =>
  `(SELECT * REPLACE (coalesce(drawn, false) AS drawn)
    FROM (FROM ${fromFiles([], LOG_COLUMNS)} UNION ALL BY NAME FROM ${fromFiles(files, LOG_COLUMNS)}) ${LAST_FILE})`;

type WeekFiles = Record<'before' | 'log' | 'later' | 'observed', readonly string[]>;
const addWeekSql = ({ before, log, later, observed }: WeekFiles) => `
  INSERT INTO weeks
  WITH night AS (FROM ${nightSql(log)}),
    begun AS (FROM ${nightSql(before)} WHERE drawn AND sku NOT IN (SELECT sku FROM night WHERE drawn)),
    log AS (FROM begun UNION ALL BY NAME FROM night WHERE sku NOT IN (SELECT sku FROM begun)),
    charged AS (SELECT sku, any_value(unit_price_micros) AS micros
      FROM ${nightSql(later)} WHERE in_force GROUP BY sku),
    sold AS (SELECT sku, sum(units) AS units, count(*) AS days
      FROM (FROM ${fromFiles(observed, OBSERVED_COLUMNS)} ${LAST_FILE})
      WHERE units IS NOT NULL AND NOT sold_out
        AND day > CAST($asOf AS DATE) AND day <= CAST($asOf AS DATE) + INTERVAL 7 DAY GROUP BY sku)
  SELECT CAST($asOf AS DATE), sku, rung, unit_price_micros, chance, drawn, proposed, price_test, in_force, expected_units_per_day,
    unit_cost_micros, charged.micros, sold.units, sold.days
  FROM log JOIN sold USING (sku) LEFT JOIN charged USING (sku)`;

const rowSchema = z.object({
  sku: z.string(),
  asOf: z.string(),
  unitCostMicros: z.int(),
  chargedMicros: z.nullable(z.int()),
  units: z.number(),
  observedDays: z.int(),
  unitPriceMicros: z.int(),
  chance: z.number(),
  proposed: z.boolean(),
  priceTest: z.boolean(),
  inForce: z.boolean(),
  expectedUnitsPerDay: z.number(),
});

async function readWeeks(database: Database): Promise<PriceWeeks> {
  const counts = await database.run(
    `SELECT CAST(count(DISTINCT sku) AS INTEGER) AS "skus", CAST(count(DISTINCT (sku, as_of)) AS INTEGER) AS "weeks" FROM weeks`,
  );
  const logged = parseAs(z.object({ skus: z.int(), weeks: z.int() }), counts[0], 'the price log');
  const found = await database.run(`
    SELECT sku, strftime(as_of, '%Y-%m-%d') AS "asOf", unit_cost_micros AS "unitCostMicros",
      charged_micros AS "chargedMicros", units, observed_days AS "observedDays", unit_price_micros AS "unitPriceMicros",
      chance, proposed, price_test AS "priceTest", in_force AS "inForce", expected_units_per_day AS "expectedUnitsPerDay"
    FROM weeks WHERE drawn QUALIFY count(*) FILTER (chance > 0) OVER (PARTITION BY sku, as_of) > 1
    ORDER BY as_of, sku, rung`);
  const exploring = new Map<string, PriceWeek>();
  for (const row of parseAs(z.array(rowSchema), found, 'the price log')) {
    const { unitPriceMicros, chance, proposed, priceTest, inForce, expectedUnitsPerDay, ...week } = row;
    const key = `${week.asOf} ${week.sku}`;
    const known = exploring.get(key) ?? { ...week, rungs: [] };
    known.rungs.push({ unitPriceMicros, chance, proposed, priceTest, inForce, expectedUnitsPerDay });
    exploring.set(key, known);
  }
  return { exploring: [...exploring.values()], logged };
}
