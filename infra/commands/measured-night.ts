import { functionSizes } from '../constructs/function-catalog.ts';
import type { StepUsage } from './night-cost.ts';

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

/** Nights of a month. */
export const NIGHTS = 30;
const HISTORY_DAYS = 730;
type Step = StepUsage & { step: keyof typeof functionSizes };

/** Taking in so many rows. */
export const ingestStep = (rows: number): Step =>
  stepOf('ingest', { cpuSeconds: rows * MEASURED.ingestCpuSecondsARow });

/** One market's night, step by step. */
export function estimateNight(series: number): {
  steps: Step[];
  transitions: number;
} {
  const m = MEASURED;
  const [shards, buyers] = [Math.ceil(series / m.seriesAShard), series * m.buyersASeries];
  const rows = series * m.rowsASeries;
  return {
    transitions: 2 * shards + 10,
    steps: [
      ingestStep(rows / HISTORY_DAYS),
      stepOf('plan', { cpuSeconds: rows * m.planCpuSecondsARow, s3Writes: shards, calls: shards }),
      stepOf('forecast', {
        invocations: shards,
        cpuSeconds: series * m.forecastCpuSecondsASeries,
        writeUnits: series * m.forecastWriteUnitsASeries,
        s3Writes: shards * m.s3WritesAShard.forecast,
        s3Reads: shards,
        calls: shards * 6,
      }),
      stepOf('segment', {
        cpuSeconds: buyers * m.segmentCpuSecondsABuyer,
        writeUnits: buyers * m.segmentWriteUnitsABuyer,
        calls: buyers / 12,
      }),
      stepOf('learn', {
        invocations: shards,
        cpuSeconds: series * m.learnCpuSecondsASeries,
        writeUnits: series * m.learnWriteUnitsASeries,
        s3Writes: shards * m.s3WritesAShard.learn,
        s3Reads: shards,
        calls: shards * 100,
      }),
      stepOf('report', {
        cpuSeconds: series * m.reportCpuSecondsASeries,
        s3Reads: 3 * shards,
        calls: 3 * shards,
      }),
    ],
  };
}

const stepOf = (step: Step['step'], used: Partial<StepUsage>): Step => ({
  ...{ step, memoryMib: functionSizes[step].memoryMib, invocations: 1, cpuSeconds: 0 },
  ...{ writeUnits: 0, readUnits: 0, s3Writes: 0, s3Reads: 0, calls: 0, ...used },
});
