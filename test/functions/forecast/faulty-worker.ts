import { parentPort } from 'node:worker_threads';
import { forecastSeries, type SeriesTask } from '../../../functions/forecast/forecast-series.ts';

/** A thread whose program fails in the way that the SKU is named for; any other SKU is forecast. */
parentPort?.on('message', (task: SeriesTask) => {
  switch (task.record.sku) {
    case 'throws':
      throw new Error('a matrix that has no inverse');
    case 'exits':
      return process.exit(3);
    case 'hangs':
      return hang();
    case 'eats':
      return eat();
    default:
      parentPort?.postMessage(forecastSeries(task));
  }
});

function hang(): never {
  for (;;);
}

function eat(): never {
  const eaten: number[][] = [];
  for (;;) eaten.push(new Array(100_000).fill(eaten.length));
}
