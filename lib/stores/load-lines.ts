import type { Database } from './lake-database.ts';
import { quoteName, quoteText } from './sql-text.ts';

/** Load a file of tab-separated lines without quotes, the line number first, as a new table. */
export async function loadLines(
  database: Database,
  table: string,
  file: string,
  columns: readonly string[],
): Promise<void> {
  await database.run(`CREATE OR REPLACE TABLE ${quoteName(table)} AS FROM ${loadedLines(file, columns)}`);
}

/** The same file as a relation, which is read each time that it is asked. */
export function loadedLines(file: string, columns: readonly string[]): string {
  const types = ['line', ...columns].map(
    (name) => `${quoteText(name)}: ${name === 'line' ? "'BIGINT'" : "'VARCHAR'"}`,
  );
  return `read_csv(${quoteText(file)}, auto_detect = false,
    header = false, delim = '\\t', quote = '', escape = '', nullstr = '', columns = {${types.join(', ')}},
    max_line_size = 4194304)`;
}
