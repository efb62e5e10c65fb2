import { benchBatch } from './batch.ts';
import { benchForecasts } from './forecasts.ts';
import { benchRecommend } from './recommend.ts';
import { growthExponent } from './scale-figures.ts';
import { benchShards } from './shard.ts';

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

  console.log(
    '\nThe forecast step, a shard of 735-day series (a third intermittent) in a process of its own',
  );
  for (const { series, cores, ...figures } of await benchShards([24, 120, 240]))
    console.log(
      `${series} series, ${cores} ${cores === 1 ? 'thread' : 'threads'}: ${figures.cpuMsASeries.toFixed(1)} ms CPU a series first, ${figures.warmCpuMsASeries.toFixed(1)} warm (${figures.wallMsASeries.toFixed(1)} and ${figures.warmWallMsASeries.toFixed(1)} ms on the clock), peak ${figures.peakMib.toFixed(0)} MiB; item ${figures.textBytes.toFixed(0)} bytes as text, ${figures.packedBytes.toFixed(0)} packed: ${figures.textUnits.toFixed(2)} and ${figures.packedUnits.toFixed(2)} write units; Parquet ${figures.parquetBytesASeries.toFixed(0)} bytes`,
    );

  console.log('\nThe whole batch, start to last policy, each scale from nothing');
  const figures = await benchBatch(scales);
  for (const { scale, rows, series, seconds, rowsPerSecond, peakMiB } of figures)
    console.log(
      `${scale} ×  ${rows.read} rows  ${series} series  ${seconds} s  ${rowsPerSecond} rows/s  peak of one function ${peakMiB} MiB`,
    );
  const points = figures.map(({ rows, seconds }) => ({ rows: rows.read, cost: seconds }));
  console.log(`time grows as rows^${growthExponent(points).toFixed(2)} (goal: at most 1)`);
}

await main();
