import { parseArgs } from 'node:util';
import { AppError, InputError } from '../../lib/domain/index.ts';
import { functionSizes } from '../constructs/function-catalog.ts';
import { orUsage } from './ask-stack.ts';
import { estimateNight, NIGHTS } from './measured-night.ts';
import { billedSeconds, nightCost } from './night-cost.ts';

const USAGE = 'npm run estimate -- [--markets 100] [--series 1000000] [--concurrency 1000]';

/** Writes a second that one key of a partition takes (Amazon DynamoDB developer guide, "Partition key design"). */
const KEY_WRITES_A_SECOND = 1000;

/** Print what so many markets of so many series come to in a night and a month, and which step passes its limit. */
export function estimate(words: readonly string[], print: (line: string) => void): void {
  const { markets, series, concurrency } = readWords(words);
  const { steps, transitions } = estimateNight(series);
  print(
    `${markets} markets × ${series} series, ${concurrency} functions at once; on paper, from docs/scale.md`,
  );
  for (const one of steps) {
    const seconds = billedSeconds(one) / one.invocations;
    const limit = functionSizes[one.step].timeoutSeconds;
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
  const { values } = orUsage(USAGE, () => parseArgs({ args: [...words], options, allowPositionals: false }));
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
