import { forecastSeries, type SeriesResult, type SeriesTask } from './forecast-series.ts';
import { createThreadPool } from './thread-pool.ts';

/**
 * Forecasts series; the results stand in the order of the tasks.
 *
 * @param timeLeftMs - asked before each series: with nothing left it gets the seasonal naive
 */
export type SeriesForecaster = (
  tasks: readonly SeriesTask[],
  timeLeftMs: () => number,
) => Promise<SeriesResult[]>;

export type ForecasterOptions = {
  /** Processors to use; below 2 everything stays on the calling thread. */
  cores: number;
  /** The program of the threads: `worker.ts`, or its bundle. */
  script: URL;
  /** What one series may take before its thread is given up, ms. */
  deadlineMs?: number;
  /** Heap of one thread, MiB. */
  heapMib?: number;
};

/** A series takes about 20 ms; a thousand times that is no longer work. */
const DEADLINE_MS = 20_000;
/** Fewer series are done sooner than a second thread has started. */
const LEAST_SERIES = 4;
/** A series and its models take some 20 MiB; the rest is room for garbage. */
const HEAP_MIB = 512;

/**
 * Forecast on every core, or on this thread alone where there is one core or too little to do.
 *
 * A result depends on its task alone, so the number of threads changes no byte. A series whose thread throws, ends or takes
 * too long gets the seasonal naive with that reason; on this thread a failure is caught by `forecastSeries` itself, but
 * nothing can cut a series off.
 */
export function createSeriesForecaster({
  cores,
  script,
  deadlineMs = DEADLINE_MS,
  heapMib = HEAP_MIB,
}: ForecasterOptions): {
  forecastAll: SeriesForecaster;
  close(): Promise<void>;
} {
  if (cores < 2) return { forecastAll: onThisThread, close: async () => undefined };
  const pool = createThreadPool<SeriesTask, SeriesResult>({ threads: cores, script, heapMib });
  const forecastAll: SeriesForecaster = async (tasks, timeLeftMs) => {
    if (tasks.length < LEAST_SERIES) return onThisThread(tasks, timeLeftMs);
    const outcomes = await pool.run(tasks, () => Math.min(deadlineMs, timeLeftMs()));
    return tasks.map((task, place) => {
      const outcome = outcomes[place];
      return outcome?.kind === 'done' ? outcome.result : withoutModels(task, outcome?.reason ?? '');
    });
  };
  return { forecastAll, close: pool.close };
}

/** Forecast one series after the other on the calling thread. */
export const onThisThread: SeriesForecaster = async (tasks, timeLeftMs) =>
  tasks.map((task) => (timeLeftMs() > 0 ? forecastSeries(task) : withoutModels(task, 'no time was left')));

const withoutModels = (task: SeriesTask, reason: string) =>
  forecastSeries({ ...task, withoutModels: `the models were given up: ${reason}` });
