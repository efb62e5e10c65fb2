import { parseArgs } from 'node:util';
import { AppError, InputError } from '../../lib/domain/index.ts';
import { functionSizes } from '../constructs/function-catalog.ts';
import { billedSeconds, nightCost, type StepUsage } from './night-cost.ts';

const USAGE = 'npm run estimate -- [--markets 100] [--series 1000000] [--concurrency 1000]';

/**
 * What `npm run bench:scale` measured at 4,000 series (docs/scale.md), a series, a row or a buyer; processor time of a shared machine,
 * which errs on the side of too much.
 */
export const MEASURED = {
  ingestCpuSecondsARow: 4.6e-6,
  planCpuSecondsARow: 8.9e-6,
  forecastCpuSecondsASeries: 0.0247,
  learnCpuSecondsASeries: 0.0105,
  reportCpuSecondsASeries: 0.0042,
  segmentCpuSecondsABuyer: 0.042,
  forecastWriteUnitsASeries: 1.75,
  learnWriteUnitsASeries: 3.92,
  segmentWriteUnitsABuyer: 2.5,
  seriesAShard: 24,
  s3WritesAShard: { forecast: 3, learn: 7 },
  rowsASeries: 312,
  buyersASeries: 0.25,
} as const;

const NIGHTS = 30;
const HISTORY_DAYS = 730;
/** Writes a second that one key of a partition takes (Amazon DynamoDB developer guide, "Partition key design"). */
const KEY_WRITES_A_SECOND = 1000;

/** One market's night, step by step. */
export function estimateNight(series: number): {
  steps: (StepUsage & { step: string })[];
  transitions: number;
} {
  const m = MEASURED;
  const [shards, buyers] = [Math.ceil(series / m.seriesAShard), series * m.buyersASeries];
  const rows = series * m.rowsASeries;
  const step = (name: keyof typeof functionSizes, used: Partial<StepUsage>) => ({
    ...{ step: name, memoryMib: functionSizes[name].memoryMib, invocations: 1, cpuSeconds: 0 },
    ...{ writeUnits: 0, readUnits: 0, s3Writes: 0, s3Reads: 0, calls: 0, ...used },
  });
  return {
    transitions: 2 * shards + 10,
    steps: [
      step('ingest', { cpuSeconds: (rows / HISTORY_DAYS) * m.ingestCpuSecondsARow }),
      step('plan', { cpuSeconds: rows * m.planCpuSecondsARow, s3Writes: shards, calls: shards }),
      step('forecast', {
        invocations: shards,
        cpuSeconds: series * m.forecastCpuSecondsASeries,
        writeUnits: series * m.forecastWriteUnitsASeries,
        s3Writes: shards * m.s3WritesAShard.forecast,
        s3Reads: shards,
        calls: shards * 6,
      }),
      step('segment', {
        cpuSeconds: buyers * m.segmentCpuSecondsABuyer,
        writeUnits: buyers * m.segmentWriteUnitsABuyer,
        calls: buyers / 12,
      }),
      step('learn', {
        invocations: shards,
        cpuSeconds: series * m.learnCpuSecondsASeries,
        writeUnits: series * m.learnWriteUnitsASeries,
        s3Writes: shards * m.s3WritesAShard.learn,
        s3Reads: shards,
        calls: shards * 100,
      }),
      step('report', {
        cpuSeconds: series * m.reportCpuSecondsASeries,
        s3Reads: 3 * shards,
        calls: 3 * shards,
      }),
    ],
  };
}

/** Print what so many markets of so many series come to in a night and a month, and which step passes its limit. */
export function estimate(words: readonly string[], print: (line: string) => void): void {
  const { markets, series, concurrency } = readWords(words);
  const { steps, transitions } = estimateNight(series);
  print(
    `${markets} markets × ${series} series, ${concurrency} functions at once; on paper, from docs/scale.md`,
  );
  for (const one of steps) {
    const seconds = billedSeconds(one) / one.invocations;
    // one.step is a name of the catalog: it comes from there
    const limit = functionSizes[one.step as keyof typeof functionSizes].timeoutSeconds;
    print(
      `  ${one.step.padEnd(10)}${String(Math.round(one.invocations)).padStart(9)} calls of ${seconds.toFixed(1).padStart(8)} s` +
        ` (limit ${limit} s${seconds > limit ? ': PASSED' : ''}), ${Math.round(one.writeUnits)} write units`,
    );
  }
  const shardSeconds = steps
    .filter(({ step }) => step === 'forecast' || step === 'learn')
    .reduce((sum, one) => sum + billedSeconds(one), 0);
  print(`  all shards: ${((markets * shardSeconds) / concurrency / 3600).toFixed(1)} h`);
  const writes = Math.max(...steps.map(({ writeUnits }) => writeUnits));
  print(
    `  one market's writes on one key: ${(writes / KEY_WRITES_A_SECOND / 60).toFixed(0)} min at the least`,
  );
  const lines = nightCost(steps, transitions).map(({ what, usd }) => ({ what, usd: usd * markets * NIGHTS }));
  for (const { what, usd } of lines) print(`  ${usd.toFixed(0).padStart(9)} USD a month  ${what}`);
  print(
    `  ${lines
      .reduce((sum, { usd }) => sum + usd, 0)
      .toFixed(0)
      .padStart(9)} USD a month  nightly runs in all`,
  );
}

function readWords(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { markets: text, series: text, concurrency: text };
  const { values } = parseArgs({ args: [...words], options });
  const number = (name: keyof typeof options, otherwise: number): number => {
    const value = Number(values[name] ?? otherwise);
    if (!(value >= 1)) throw new InputError(`--${name} is a number from 1 up. ${USAGE}`);
    return value;
  };
  return {
    markets: number('markets', 100),
    series: number('series', 1_000_000),
    concurrency: number('concurrency', 1000),
  };
}

if (import.meta.main) {
  try {
    estimate(process.argv.slice(2), console.log);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
