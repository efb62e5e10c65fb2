import { type Database, quoteName, quoteText } from './lake-database.ts';

/** Load a file of tab-separated lines without quotes, the line number first, as a new table. */
export async function loadLines(
  database: Database,
  table: string,
  file: string,
  columns: readonly string[],
): Promise<void> {
  const types = ['line', ...columns].map(
    (name) => `${quoteText(name)}: ${name === 'line' ? "'BIGINT'" : "'VARCHAR'"}`,
  );
  await database.run(`CREATE OR REPLACE TABLE ${quoteName(table)} AS FROM read_csv(${quoteText(file)}, auto_detect = false,
    header = false, delim = '\\t', quote = '', escape = '', nullstr = '', columns = {${types.join(', ')}},
    max_line_size = 4194304)`);
}
