import { logColumns } from './decision-log-file.ts';
import { type Database, quoteName, quoteText } from './lake-database.ts';

/**
 * Make `decision_log` over sealed files: the columns of an entry, and `merchant`, `market` and `day` (the business date) from where a
 * file lies. What is asked by them opens no other file.
 *
 * @param files - paths that end as the objects' keys do: `decision-log/{merchant}/{market}/{day}/{name}.parquet`; one or more
 */
export async function createLogView(
  database: Pick<Database, 'run'>,
  files: readonly string[],
): Promise<void> {
  const part = (fromEnd: number) => `split_part(file, '/', -${fromEnd})`;
  const columns = logColumns.map(({ name }) => quoteName(name));
  await database.run(`CREATE VIEW decision_log AS
    SELECT ${part(4)} AS merchant, ${part(3)} AS market, CAST(${part(2)} AS DATE) AS day, ${columns.join(', ')}
    FROM read_parquet([${files.map(quoteText).join(', ')}], filename = 'file')`);
}
