import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createHandler } from '../../functions/plan/handler.ts';
import { createMarketReader } from '../../functions/report/read-market.ts';
import { createBuyerLake } from '../../functions/segment/buyer-lake.ts';
import { lakeKeys, type Market, type RunName, type ShardRef } from '../../lib/domain/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { type Parts, parityStep, ratesStep } from './fairness-steps.ts';
import { type MarketSize, openLargeMarket, writeLargeMarket } from './large-market.ts';
import { AS_OF } from './synthetic-lake.ts';

/** What a step did with a market, in a process of its own. Sizes in MiB. */
export type PlanFigures = {
  step: Step;
  market: string;
  cpuSeconds: number;
  wallSeconds: number;
  /** Peak of the process (VmHWM): everything, DuckDB's memory among it. */
  peakMib: number;
  /** What lay in temporary storage at the most, and what of it DuckDB had spilled. Looked at four times a second. */
  scratchMib: number;
  spillMib: number;
  /** Of the shards, plain text: smallest, middle, largest. */
  shards?: { count: number; mib: number[]; series: number[] };
  /** Processor seconds of the step's parts, where it has some. */
  parts?: Parts;
};

type Step = 'plan' | 'segment' | 'report' | 'parity' | 'rates';
type Told = Pick<PlanFigures, 'shards' | 'parts'>;

const GB = {
  market: 'gb',
  name: 'United Kingdom',
  country: 'GB',
  currency: 'GBP',
  timeZone: 'Europe/London',
};
const MARKETS: readonly Market[] = [aMarket(), aMarket(GB)];
const MIB = 2 ** 20;

async function measure(folder: string, size: MarketSize, step: Step, market: string): Promise<PlanFigures> {
  const temporaryDirectory = mkdtempSync(join(folder, 'scratch-'));
  const watched = watchFolder(temporaryDirectory);
  const started = performance.now();
  const lake = { ...openLargeMarket(folder, size), temporaryDirectory };
  const told = await stepsOf(lake, market, size)[step]();
  const wallSeconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage();
  rmSync(temporaryDirectory, { recursive: true });
  const [, peak = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return {
    ...{ step, market, cpuSeconds: tenths((user + system) / 1e6), wallSeconds: tenths(wallSeconds) },
    ...{ peakMib: Math.round(Number(peak) / 1024), ...watched.stop() },
    ...told,
  };
}

type Lake = ReturnType<typeof openLargeMarket> & { temporaryDirectory: string };

function stepsOf(lake: Lake, market: string, size: MarketSize): Record<Step, () => Promise<Told>> {
  const { merchant } = lake;
  const home = MARKETS.find((candidate) => candidate.market === market) ?? aMarket();
  const run: RunName = { merchant, market, asOf: AS_OF, runId: `${market}-${AS_OF}` };
  return {
    plan: async () => ({ shards: await planOf(lake, run) }),
    segment: async () => {
      await createBuyerLake(lake, MARKETS).read(run, home);
      return {};
    },
    report: async () => {
      await createMarketReader(lake, MARKETS, async () => ({ largestGap: 0.1, leastRatio: 0.8 }))(run, home);
      return {};
    },
    parity: async () => ({
      parts: await parityStep({ ...lake, merchant, market, neighbours: [] }, home, AS_OF),
    }),
    rates: async () => ({ parts: await ratesStep(lake.temporaryDirectory, run, size) }),
  };
}

async function planOf(
  lake: Lake,
  { merchant, market, asOf }: RunName,
): Promise<NonNullable<PlanFigures['shards']>> {
  const bytes: number[] = [];
  let refs: ShardRef[] = [];
  const plan = createHandler({
    objects: {
      ...lake.objects,
      bucket: 'lake',
      put: async (key: string, body: Uint8Array | string) => {
        if (key === lakeKeys.manifest(merchant, `${market}-${asOf}`)) refs = JSON.parse(String(body));
        // the last four bytes of a gzip file tell how long its text is
        else if (key.endsWith('.gz')) bytes.push(Buffer.from(body).readUInt32LE(body.length - 4));
      },
      upload: async () => undefined,
      // the step reads and writes nothing else
    } as never,
    catalog: lake.catalog as never,
    adjustments: { queryAll: async () => [] },
    driftEnds: { queryAll: async () => [] },
    controls: { get: async () => undefined },
    experiments: { getAll: async () => new Map() },
    rules: { get: async () => undefined },
    runs: { get: async () => undefined, putNew: async () => true, put: async () => 1 } as never,
    progress: { reset: async () => undefined },
    keys: { get: async () => undefined },
    merchants: [{ merchant, name: merchant, markets: MARKETS.map(({ market: name }) => name) }],
    markets: MARKETS,
    now: () => `${asOf}T23:00:00Z`,
    temporaryDirectory: lake.temporaryDirectory,
    logger: console as never,
  });
  await plan({ request: { merchant, market, asOf }, execution: 'bench' });
  const three = (values: number[], scale = 1) => {
    const sorted = values.toSorted((a, b) => a - b);
    return [0, Math.floor(sorted.length / 2), sorted.length - 1].map((at) =>
      tenths((sorted[at] ?? 0) / scale),
    );
  };
  return { count: refs.length, mib: three(bytes, MIB), series: three(refs.map(({ series }) => series)) };
}

/** Look at a folder's size until told to stop. */
function watchFolder(folder: string) {
  let [scratch, spill] = [0, 0];
  const look = async () => {
    const paths = await readdir(folder, { recursive: true }).catch(() => []);
    const sizes = await Promise.all(
      paths.map(async (path) => {
        const found = await stat(join(folder, path)).catch(() => undefined);
        return found?.isFile() ? [found.size, path.includes('/spill/') ? found.size : 0] : [0, 0];
      }),
    );
    scratch = Math.max(
      scratch,
      sizes.reduce((sum, [all = 0]) => sum + all, 0),
    );
    spill = Math.max(
      spill,
      sizes.reduce((sum, [, spilled = 0]) => sum + spilled, 0),
    );
  };
  const timer = setInterval(() => void look(), 250);
  return {
    stop: () => {
      clearInterval(timer);
      return { scratchMib: Math.round(scratch / MIB), spillMib: Math.round(spill / MIB) };
    },
  };
}

const tenths = (value: number) => Math.round(10 * value) / 10;

/** `npm run bench:plan [-- --lines 10000000 --skus 64000 --steps plan,segment,report,parity,rates]` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '10000000' },
      skus: { type: 'string', default: '64000' },
      steps: { type: 'string', default: 'plan,segment,report' },
      cases: { type: 'string', default: 'even,remembered,oneSku,oneMarket' },
      measure: { type: 'string' },
    },
  });
  if (values.measure !== undefined) {
    const { folder, size, step, market } = JSON.parse(values.measure);
    console.log(JSON.stringify(await measure(folder, size, step, market)));
    return;
  }
  const orderLines = Number(values.lines);
  const even = { orderLines, skus: Number(values.skus), buyers: Math.round(orderLines / 200) };
  const cases: Record<string, { size: MarketSize; markets: string[] }> = {
    even: { size: even, markets: ['de'] },
    oneSku: { size: { ...even, topSkuShare: 0.9 }, markets: ['de'] },
    remembered: { size: { ...even, remembered: true }, markets: ['de'] },
    oneMarket: { size: { ...even, neighbourLines: Math.round(orderLines / 99) }, markets: ['de', 'gb'] },
  };
  for (const name of values.cases.split(',')) {
    const { size, markets } = cases[name] ?? { size: even, markets: ['de'] };
    const folder = mkdtempSync(join(tmpdir(), 'tradewind-plan-'));
    try {
      await writeLargeMarket(folder, size);
      for (const market of markets)
        for (const step of values.steps.split(',')) {
          const task = JSON.stringify({ folder, size, step, market });
          const { stdout } = await promisify(execFile)(process.execPath, [
            ...['--max-old-space-size=1024', fileURLToPath(import.meta.url), '--measure', task],
          ]).catch((error: { stderr?: string }) => ({ stdout: `failed: ${error.stderr?.slice(-2000)}` }));
          console.log(name, stdout.trim());
        }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

if (import.meta.main) await main();
