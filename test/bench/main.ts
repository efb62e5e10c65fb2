import { benchBatch, growthExponent } from './batch.ts';
import { benchForecasts } from './forecasts.ts';
import { benchRecommend } from './recommend.ts';

/** `npm run bench [-- --scales 1,4,16]`: every figure as a ratio within this run; absolute times belong to this machine. */
async function main(): Promise<void> {
  const at = process.argv.indexOf('--scales');
  const scales = (at < 0 ? '1,4,16' : (process.argv[at + 1] ?? '')).split(',').map(Number);

  console.log('Recommendation handler against a bare handler with the same BatchGetItem');
  console.log(await benchRecommend());

  console.log('\nForecasts, CPU time a series');
  for (const { what, cpuMs, goalMs, ratioToHarmonic } of benchForecasts()) {
    const goal = goalMs === null ? '' : `(goal ${goalMs})`;
    console.log(
      `${what.padEnd(36)} ${cpuMs.toFixed(2).padStart(8)} ms ${goal.padEnd(10)} ${ratioToHarmonic.toFixed(1).padStart(7)} × one harmonic fit`,
    );
  }

  console.log('\nThe whole batch, start to last policy, each scale from nothing');
  const figures = await benchBatch(scales);
  for (const { scale, rows, series, seconds, rowsPerSecond, peakMiB } of figures)
    console.log(
      `${scale} ×  ${rows.read} rows  ${series} series  ${seconds} s  ${rowsPerSecond} rows/s  peak of one function ${peakMiB} MiB`,
    );
  console.log(`time grows as rows^${growthExponent(figures).toFixed(2)} (goal: at most 1)`);
}

await main();
