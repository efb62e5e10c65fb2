import { join } from 'node:path';
import { addDays, lakeKeys, type RunName } from '../../lib/domain/index.ts';
import { WINDOW_DAYS } from '../../lib/oversight/index.ts';
import {
  inTemporaryFolder,
  keyBefore,
  type Lake,
  type ObjectStore,
  quoteText,
} from '../../lib/stores/index.ts';

/** Where the memory lies: the lake's bucket, and a folder for copies. */
export type DriftMemoryPlace = {
  objects: Pick<ObjectStore, 'list' | 'download' | 'upload'>;
  temporaryDirectory: string;
};

/** What the nights said of one SKU's days: what was forecast for a day the night before it, and what a unit cost. */
export type NightlyFacts = { day: string; forecast: number | null; costMicros: number | null };

const PARQUET = 'application/vnd.apache.parquet';
const COLUMNS = 'sku VARCHAR, day DATE, forecast FLOAT, cost_micros BIGINT';

/**
 * Make `drift_nights` (sku, day, forecast, cost_micros), a row for each SKU and day of the last half-year of which a night left
 * word: the memory of the night before, and what the nights since wrote of how their one-day-ahead forecasts met what came.
 *
 * The forecast of `asOf` itself is judged by this night's report, and so joins the next night's: reading it here would cost a
 * download a shard. A market without nights has no rows.
 */
export async function openDriftMemory(
  { objects, temporaryDirectory }: DriftMemoryPlace,
  lake: Lake,
  { merchant, market, asOf }: RunName,
): Promise<void> {
  return inTemporaryFolder(temporaryDirectory, 'drift', async (directory) => {
    await lake.run(`CREATE TABLE drift_nights (${COLUMNS})`);
    const first = addDays(asOf, -WINDOW_DAYS);
    const key = await keyBefore(objects, lakeKeys.driftMemory(merchant, market, asOf));
    const known = key === undefined ? '' : dateOf(key);
    if (key !== undefined) {
      const file = join(directory, 'memory.parquet');
      await objects.download(key, file);
      const of = `FROM read_parquet(${quoteText(file)}) WHERE day > CAST($first AS DATE)`;
      await lake.run(`INSERT INTO drift_nights SELECT sku, day, forecast, cost_micros ${of}`, { first });
    }
    const own = lakeKeys.accuracy(merchant, market, asOf);
    const judged = await objects.list(own.slice(0, own.lastIndexOf('/') + 1));
    for (const night of judged) {
      const day = dateOf(night);
      // a memory was made before its own night was judged
      if (night >= own || day < known || day <= first) continue;
      const file = join(directory, `${day}.parquet`);
      await objects.download(night, file);
      await lake.run(
        `INSERT INTO drift_nights SELECT sku, CAST($day AS DATE), forecast_units, NULL
          FROM read_parquet(${quoteText(file)}) WHERE days = 1`,
        { day },
      );
    }
    // after the first night of a day: tonight's costs
    await lake.run(COSTS, { asOf });
  });
}

const dateOf = (key: string) => key.slice(key.lastIndexOf('/') + 1).replace('.parquet', '');

const COSTS = `INSERT INTO drift_nights
  SELECT s.sku, CAST($asOf AS DATE), NULL, coalesce(p.landed_cost_micros, p.unit_cost_micros)
  FROM starts s JOIN product_rows p ON p.sku = s.sku
  WHERE coalesce(p.landed_cost_micros, p.unit_cost_micros) IS NOT NULL`;

const ONE_A_DAY =
  'SELECT sku, day, max(forecast) AS forecast, max(cost_micros) AS cost_micros FROM drift_nights';

/** Read what is remembered of neighbouring SKUs. */
export async function readNightly(
  lake: Lake,
  skus: readonly string[],
): Promise<ReadonlyMap<string, NightlyFacts[]>> {
  const range = { first: skus[0] ?? '', last: skus.at(-1) ?? '' };
  const rows = await lake.columns(
    `${ONE_A_DAY} WHERE sku BETWEEN $first AND $last GROUP BY ALL ORDER BY sku, day`,
    range,
  );
  const { sku = [], day = [], forecast = [], cost_micros = [] } = rows;
  const facts = new Map<string, NightlyFacts[]>();
  for (const [place, name] of sku.entries()) {
    const [mean, cost] = [forecast[place], cost_micros[place]];
    const entry = {
      day: String(day[place]),
      forecast: typeof mean === 'number' ? mean : null,
      costMicros: typeof cost === 'number' ? cost : null,
    };
    const own = facts.get(String(name));
    if (own === undefined) facts.set(String(name), [entry]);
    else own.push(entry);
  }
  return facts;
}

/** Keep the memory for the next night; a repeat of the date writes the same. */
export async function keepDriftMemory(
  { objects, temporaryDirectory }: DriftMemoryPlace,
  lake: Lake,
  { merchant, market, asOf }: RunName,
): Promise<void> {
  return inTemporaryFolder(temporaryDirectory, 'drift', async (directory) => {
    const file = join(directory, 'memory.parquet');
    await lake.run(
      `COPY (${ONE_A_DAY} GROUP BY ALL ORDER BY sku, day) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    await objects.upload(file, lakeKeys.driftMemory(merchant, market, asOf), PARQUET);
  });
}
