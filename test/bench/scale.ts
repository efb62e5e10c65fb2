import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { cpuSeconds, figuresOf, growthExponent, printSize, type SizeFigures } from './scale-figures.ts';
import { marketOf, writeMarket } from './scale-market.ts';
import { benchPeers } from './scale-peers.ts';

/**
 * `npm run bench:scale [-- --sizes 1000,4000] [--share 0.1] [--peers 5000000]`: ingest beside pandas, R and bare DuckDB in one run;
 * then markets of some sizes through ingest and a night. `--share` works on that share of the shards alone, which is said
 * with the figures; `--peers 0` and `--sizes none` leave a part out.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '1000,4000,16000,64000' },
      share: { type: 'string', default: '1' },
      peers: { type: 'string', default: '5000000' },
    },
  });
  const rows = Number(values.peers);
  if (rows > 0) await benchPeers(rows, console.log);
  const sizes = values.sizes === 'none' ? [] : values.sizes.split(',').map(Number);
  const figures: SizeFigures[] = [];
  for (const series of sizes) {
    const ofSize = await benchSize(series, Number(values.share));
    printSize(ofSize, console.log);
    figures.push(ofSize);
  }
  if (figures.length < 2) return;
  const points = figures.map((one) => ({ rows: one.rows, cost: cpuSeconds(one) }));
  console.log(`\nprocessor time grows as rows^${growthExponent(points).toFixed(3)} (goal: at most 1.05)`);
  for (const step of figures[0]?.steps.map((one) => one.step) ?? []) {
    const ofStep = figures.map((one) => ({
      rows: one.rows,
      cost: one.steps.find((each) => each.step === step)?.cpuSeconds ?? Number.NaN,
    }));
    console.log(`  ${step.padEnd(10)} rows^${growthExponent(ofStep).toFixed(3)}`);
  }
}

/** Make a market, bring it through ingest and a night in a process of its own, and remove it again. */
async function benchSize(series: number, share: number): Promise<SizeFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'tradewind-scale-'));
  try {
    const rows = await writeMarket(join(folder, 'data'), marketOf(series));
    const words = [
      '--data',
      join(folder, 'data'),
      '--state',
      join(folder, 'state'),
      '--share',
      String(share),
    ];
    const { stdout } = await promisify(execFile)(process.execPath, ['test/bench/scale-night.ts', ...words], {
      maxBuffer: 64 << 20,
    });
    return figuresOf(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), { series, rows, share });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
