import { parentPort } from 'node:worker_threads';
import { forecastSeries, type SeriesTask } from './forecast-series.ts';

/** The program of a thread: each message is a series to forecast, each answer its result. It ends with the process. */
parentPort?.on('message', (task: SeriesTask) => parentPort?.postMessage(forecastSeries(task)));
