import {
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
} from '@duckdb/node-api';
import { UpstreamError } from '../domain/index.ts';

/** A value of a query's answer: dates are `YYYY-MM-DD`, whole numbers plain numbers. */
export type Cell = string | number | boolean | null | Cell[];
export type Row = Record<string, Cell>;
/** Values for `$1` … or `$name` in a query. */
export type Parameters = readonly Parameter[] | Readonly<Record<string, Parameter>>;
type Parameter = string | number | boolean | null;

/** A DuckDB database of one task; whoever opens it closes it. */
export type Database = {
  run(sql: string, parameters?: Parameters): Promise<Row[]>;
  /** Read a query by column, for many rows. */
  columns(sql: string, parameters?: Parameters): Promise<Record<string, Cell[]>>;
  /**
   * Run statements without an answer side by side, each on one thread: many small ones take half the processor time that they
   * take one after the other on two threads each.
   */
  runBeside(statements: readonly string[]): Promise<void>;
  close(): void;
};

export type DatabaseOptions = {
  /** A folder of the task's own: what does not fit in memory lies there. */
  directory: string;
  memoryMib: number;
  threads?: number;
};

const THREADS = 2;

/**
 * Open a DuckDB database, bounded in memory. It reads no network and loads no extension. Its queries throw `UpstreamError`
 * with what DuckDB says, without the values that it says it of.
 *
 * @param memoryMib - what DuckDB may hold; beyond it spills to `directory`
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const instance = await createInstance(options);
  const connection = await instance.connect();
  const connect = () => instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  return databaseOf({ connection, connect, close, threads: options.threads ?? THREADS });
}

/** A DuckDB that many small tasks share, one after the other or side by side. */
export type SharedDatabase = {
  /** Do a task in a database of its own: no other task sees its tables, and they go with its end. */
  within<Result>(task: (database: Database) => Promise<Result>): Promise<Result>;
  close(): void;
};

/** Open one DuckDB for many tasks that are small: opening takes more processor time than a small file does. */
export async function openSharedDatabase(options: DatabaseOptions): Promise<SharedDatabase> {
  const instance = await createInstance(options);
  let tasks = 0;
  return {
    within: async (task) => {
      const schema = `task_${++tasks}`;
      const connect = async () => {
        const own = await instance.connect();
        await own.run(`USE ${schema}`);
        return own;
      };
      const connection = await instance.connect();
      await connection.run(`CREATE SCHEMA ${schema}`);
      await connection.run(`USE ${schema}`);
      const close = () => connection.closeSync();
      try {
        return await task(databaseOf({ connection, connect, close, threads: options.threads ?? THREADS }));
      } finally {
        await connection.run('USE main');
        await connection.run(`DROP SCHEMA ${schema} CASCADE`);
        close();
      }
    },
    close: () => instance.closeSync(),
  };
}

const createInstance = ({ directory, memoryMib, threads = THREADS }: DatabaseOptions) =>
  DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMib}MiB`,
    threads: String(threads),
    temp_directory: `${directory}/spill`,
    autoinstall_known_extensions: 'false',
  });

/** A connection as a database: its queries' answers in plain values, its errors without the values that they tell of. */
function databaseOf({
  connection,
  connect,
  close,
  threads,
}: {
  connection: DuckDBConnection;
  connect(): Promise<DuckDBConnection>;
  close: Database['close'];
  threads: number;
}): Database {
  const read = (sql: string, parameters: Parameters = []) =>
    connection
      .runAndReadAll(sql, isList(parameters) ? [...parameters] : { ...parameters })
      .catch((error: unknown) => {
        throw withoutValues(error);
      });
  return {
    run: async (sql, parameters) => {
      const answer = await read(sql, parameters);
      const names = answer.columnNames();
      return answer
        .getRows()
        .map((row) => Object.fromEntries(names.map((name, place) => [name, plain(row[place])])));
    },
    columns: async (sql, parameters) => {
      const answer = await read(sql, parameters);
      const names = answer.columnNames();
      const columns = answer.getColumns();
      return Object.fromEntries(names.map((name, place) => [name, (columns[place] ?? []).map(plain)]));
    },
    runBeside: async (statements) => {
      await read('SET threads = 1');
      const connections = await Promise.all(statements.slice(0, threads).map(connect));
      const waiting = [...statements];
      const workThrough = async (own: DuckDBConnection) => {
        for (let sql = waiting.shift(); sql !== undefined; sql = waiting.shift()) await own.run(sql);
      };
      const ends = await Promise.allSettled(connections.map(workThrough));
      for (const own of connections) own.closeSync();
      await read(`SET threads = ${threads}`);
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed !== undefined) throw withoutValues(failed.reason);
    },
    close,
  };
}

const LONGEST_MESSAGE = 300;

/** DuckDB quotes the line or value that it stumbled on, a customer's among them: that must not reach a log. */
function withoutValues(error: unknown): UpstreamError {
  const [told = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return new UpstreamError(told.replaceAll(/'[^']*'?/g, "'…'").slice(0, LONGEST_MESSAGE));
}

const isList = (parameters: Parameters): parameters is readonly Parameter[] => Array.isArray(parameters);

function plain(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBDateValue) return value.toString();
  return String(value);
}

export { quoteName, quoteText } from './sql-text.ts';
