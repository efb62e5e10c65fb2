import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from '../../../lib/stores/index.ts';
import { type Database, openDatabase } from '../../../lib/stores/lake-database.ts';

/**
 * CSV in, daily sums per SKU out: `ours` by the importer with all its checks into the lake's Parquet, then the plan's sum;
 * `duckdb` by DuckDB alone through one Zstandard Parquet file. Prints a line of JSON.
 */
async function main(file: string, how: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'tradewind-peers-'));
  try {
    const database = await openDatabase({ directory, memoryMib: 768 });
    const [clock, cpu] = [performance.now(), process.cpuUsage()];
    const query = how === 'ours' ? await ours(file, directory) : await bare(database, file, directory);
    await database.run(`CREATE TABLE daily AS ${query}`);
    const seconds = (performance.now() - clock) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const [sums] = await database.run(
      'SELECT count(*) AS groups, sum(units)::BIGINT AS units, sum(units * units)::BIGINT AS squares FROM daily',
    );
    const peakMib = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMib, ...sums }));
    database.close();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The sum of a plan's `daily`: of decimals, so that it doesn't depend on the order that threads add in. */
const dailySums = (files: string, day: string) => `SELECT sku, ${day} AS day,
    CAST(sum(CAST(quantity AS DECIMAL(18, 6))) AS DOUBLE) AS units
  FROM read_parquet(${files}) GROUP BY ALL`;

async function ours(file: string, directory: string): Promise<string> {
  const imported = await importFile({
    ...{ file, fileName: 'orders.csv', kind: 'orders', directory },
    origin: { upload: 'u1', sequence: '1' },
    market: { market: 'de', currency: 'EUR', timeZone: 'Europe/Berlin', pricesIncludeTax: false },
    pseudonymise: async (codes) => codes.map((code) => `c1-${code.padStart(32, '0')}`),
  });
  if (imported.state !== 'accepted') throw new Error(`${imported.state}: ${imported.reason}`);
  return dailySums(`'${directory}/*.parquet'`, 'ordered_on');
}

async function bare(database: Database, file: string, directory: string): Promise<string> {
  const parquet = `'${directory}/orders.parquet'`;
  await database.run(`COPY (FROM read_csv('${file}')) TO ${parquet} (FORMAT parquet, COMPRESSION zstd)`);
  return dailySums(parquet, 'ordered_at');
}

await main(process.argv[2] ?? '', process.argv[3] ?? '');
