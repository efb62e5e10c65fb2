import { LIST_PRICES } from './list-prices.ts';

/** What a function used in a night. */
export type StepUsage = {
  memoryMib: number;
  invocations: number;
  cpuSeconds: number;
  writeUnits: number;
  readUnits: number;
  s3Writes: number;
  s3Reads: number;
  /** Calls of services, each of which is waited for. */
  calls: number;
};

/** Memory at which Lambda gives one full processor (AWS Lambda developer guide, "Configure memory"). */
const ONE_PROCESSOR_MIB = 1769;
/** A call of DynamoDB or S3 from within the region, on the clock; several are under way at once. */
const WAIT_SECONDS_A_CALL = 0.01;
const CALLS_AT_ONCE = 4;

/** Seconds that a function is billed for: its processor time on the processors of its memory, and what it waits for calls. */
export function billedSeconds({ memoryMib, cpuSeconds, calls }: StepUsage): number {
  // a function with less than two processors runs one thread
  const processors = Math.max(1, Math.floor(memoryMib / ONE_PROCESSOR_MIB));
  return cpuSeconds / processors + (calls * WAIT_SECONDS_A_CALL) / CALLS_AT_ONCE;
}

/**
 * Work out what a night costs at list prices.
 *
 * @returns lines that add up to the night, US dollars
 */
export function nightCost(steps: readonly StepUsage[], transitions: number): { what: string; usd: number }[] {
  const price = LIST_PRICES;
  const sum = (of: (step: StepUsage) => number) => steps.reduce((total, step) => total + of(step), 0);
  return [
    {
      what: 'functions',
      usd:
        sum((step) => billedSeconds(step) * (step.memoryMib / 1024)) * price.lambdaGbSecond +
        sum(({ invocations }) => invocations) * price.lambdaRequest,
    },
    { what: 'state transitions', usd: transitions * price.stateTransition },
    { what: 'table writes', usd: sum(({ writeUnits }) => writeUnits) * price.dynamoWrite },
    { what: 'table reads', usd: sum(({ readUnits }) => readUnits) * price.dynamoRead },
    {
      what: 'S3 requests',
      usd: sum(({ s3Writes }) => s3Writes) * price.s3Write + sum(({ s3Reads }) => s3Reads) * price.s3Read,
    },
  ];
}
