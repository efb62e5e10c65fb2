import { nightCost, type StepUsage } from '../../infra/commands/night-cost.ts';
import type { NightUsage } from './scale-night.ts';

/** One size of market through ingest and a night. Sums over shards are those of all shards, whatever share of them ran. */
export type SizeFigures = {
  series: number;
  rows: number;
  /** Share of the shards that forecast and learn worked on, 0–1. */
  share: number;
  seconds: number;
  transitions: number;
  steps: StepFigures[];
};

/** One step: what it is billed for, its time on the clock, and the most memory of one of its processes. */
export type StepFigures = StepUsage & { step: string; wallSeconds: number; peakMib: number };

/** Steps that work shard by shard: what a share of the shards used stands for all of them. */
const BY_SHARD: readonly string[] = ['forecast', 'learn'];
/** S3 bills these at the price of a write; the rest of its requests are reads. */
const S3_WRITES: readonly string[] = [
  ...['PutObject', 'CopyObject', 'ListObjects', 'CreateMultipartUpload', 'UploadPart'],
  'CompleteMultipartUpload',
];

/** Put a night's usage into figures. */
export function figuresOf(
  night: NightUsage,
  { series, rows, share }: { series: number; rows: number; share: number },
): SizeFigures {
  const steps = night.functions.map(({ step, calls, ...used }): StepFigures => {
    const whole = BY_SHARD.includes(step) ? 1 / share : 1;
    const count = (belongs: (name: string) => boolean) =>
      whole * Object.entries(calls).reduce((sum, [name, times]) => sum + (belongs(name) ? times : 0), 0);
    const isWrite = (name: string) => S3_WRITES.some((operation) => name === `s3 ${operation}`);
    return {
      step,
      memoryMib: used.memoryMib,
      peakMib: used.peakMib,
      invocations: used.invocations * whole,
      cpuSeconds: (used.cpuMs / 1000) * whole,
      wallSeconds: (used.wallMs / 1000) * whole,
      writeUnits: used.writeUnits * whole,
      readUnits: used.readUnits * whole,
      s3Writes: count(isWrite),
      s3Reads: count((name) => name.startsWith('s3 ') && !isWrite(name)),
      calls: count(() => true),
    };
  });
  const { all, ofItems } = night.transitions;
  const transitions = Math.round(all - ofItems + ofItems / share);
  return { series, rows, share, seconds: night.summary.seconds, transitions, steps };
}

/** Print one size: a line a function, then what they come to. */
export function printSize(figures: SizeFigures, print: (line: string) => void): void {
  const { series, rows, share, steps, seconds, transitions } = figures;
  const part =
    share === 1
      ? ''
      : `; forecast and learn on ${share * 100} % of the shards, scaled up: the night ends as finishedWithFailures, ` +
        'naming the others, which left no answer';
  print(`\n${series} series, ${rows} rows${part}`);
  print('  function       calls     CPU s    clock s   peak MiB   write units   S3 writes   S3 reads');
  for (const one of steps)
    print(
      `  ${one.step.padEnd(10)}${whole(one.invocations, 10)}${one.cpuSeconds.toFixed(1).padStart(10)}` +
        `${one.wallSeconds.toFixed(1).padStart(11)}${whole(one.peakMib, 11)}${whole(one.writeUnits, 14)}` +
        `${whole(one.s3Writes, 12)}${whole(one.s3Reads, 11)}`,
    );
  const ingest = steps.find(({ step }) => step === 'ingest');
  const perSecond = ingest === undefined ? 0 : rows / ingest.cpuSeconds;
  const cost = nightCost(steps, transitions);
  const usd = cost.reduce((sum, line) => sum + line.usd, 0);
  print(
    `  ${cpuSeconds(figures).toFixed(1)} s CPU in all; ${Math.round(perSecond)} rows a CPU second of ingest, ` +
      `${Math.round(rows / cpuSeconds(figures))} of the whole; start to report ${seconds} s on the clock`,
  );
  print(
    `  ${transitions} state transitions; ${usd.toFixed(4)} USD at list prices: ${cost.map(costInWords).join(', ')}`,
  );
}

const costInWords = ({ what, usd }: { what: string; usd: number }) => `${what} ${usd.toFixed(4)}`;
const whole = (value: number, width: number) => String(Math.round(value)).padStart(width);

/** Processor time of all steps, s. */
export const cpuSeconds = ({ steps }: SizeFigures): number =>
  steps.reduce((sum, { cpuSeconds: seconds }) => sum + seconds, 0);

/**
 * Fit how a cost grows with rows: the exponent e of cost ∝ rowsᵉ by least squares in logarithms. 1 is linear; a fixed
 * start-up pulls it below.
 *
 * @returns NaN for fewer than two sizes
 */
export function growthExponent(points: readonly { rows: number; cost: number }[]): number {
  const x = points.map(({ rows }) => Math.log(rows));
  const y = points.map(({ cost }) => Math.log(cost));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, at) => sum + (value - mx) * ((y[at] ?? 0) - my), 0);
  const variance = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  return covariance / variance;
}
