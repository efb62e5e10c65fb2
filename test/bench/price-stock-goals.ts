import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createRandom } from '../../lib/numeric/index.ts';
import { solvePriceStock, trainPriceStock } from './price-stock.ts';
import { demandOf } from './price-stock-demand.ts';
import { createEnvironment } from './price-stock-environment.ts';
import { buildProcess, layoutOf } from './price-stock-process.ts';
import { humanRule, logWeeks, startWorth, tunedRule, worthOf } from './price-stock-rules.ts';
import { type PriceStockWorld, randomWorld } from './price-stock-worlds.ts';
import { sharedFolder } from './shared-folder.ts';

// usage: npm run bench:pricing -- [--worlds 8] [--seeds 2] [--history 104] [--steps 0,104,312]

/** Fractions of the exact optimum: mean, worst world (over seeds), worst run; and the share of runs below the human rule. */
type Score = { mean: number; worstWorld: number; worstRun: number; worseThanHuman: number; cpuMs: number };

const TEST_SHARE = 0.2;
const GOALS: Record<string, { mean: number; worst: number }> = {
  0: { mean: 0.95, worst: 0 },
  104: { mean: 0.98, worst: 0.9 },
  312: { mean: 0.995, worst: 0.98 },
};

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '8' },
    first: { type: 'string', default: '1000' },
    seeds: { type: 'string', default: '2' },
    history: { type: 'string', default: '104' },
    steps: { type: 'string', default: '0,104,312' },
  },
});
const seeds = Number(values.seeds);
const history = Number(values.history);
const budgets = values.steps.split(',').map(Number);

for (const [name, worlds] of [
  ['reference worlds', referenceWorlds()],
  [
    'random worlds',
    Array.from({ length: Number(values.worlds) }, (_, i) => randomWorld(Number(values.first) + i)),
  ],
] as const) {
  if (worlds.length === 0) continue;
  console.log(`\n${name}: ${worlds.length}, ${seeds} seeds, ${history} weeks of history`);
  const known = worlds.map(know);
  console.log(
    `  human rule ${percent(mean(known.map(({ human }) => human)))}, tuned (s, S) at the best fixed price ${percent(mean(known.map(({ tuned }) => tuned)))} of the optimum`,
  );
  console.log(
    `  the true model solved in ${Math.max(...known.map(({ solveMs }) => solveMs)).toFixed(0)} ms CPU at most`,
  );
  for (const steps of budgets) report(steps, score(known, steps));
}

type KnownWorld = ReturnType<typeof know>;

function know(world: PriceStockWorld) {
  const model = buildProcess(world, demandOf(world));
  const from = process.cpuUsage();
  const optimum = startWorth(world, solvePriceStock(world).value);
  const solveMs = cpuMsSince(from);
  const worth = (policy: Int32Array) => worthOf(world, model, policy) / optimum;
  return { world, worth, human: worth(humanRule(world)), tuned: tunedRule(world, worth), solveMs };
}

function score(known: readonly KnownWorld[], steps: number): Score {
  const from = process.cpuUsage();
  const runs = known.map(({ world, worth }) =>
    Array.from({ length: seeds }, (_, seed) => worth(train(world, steps, seed + 1))),
  );
  const all = runs.flat();
  const worse = runs.map((own, i) => own.filter((each) => each < (known[i]?.human ?? 0)).length);
  return {
    mean: mean(all),
    worstWorld: Math.min(...runs.map(mean)),
    worstRun: Math.min(...all),
    worseThanHuman: worse.reduce((sum, count) => sum + count, 0) / all.length,
    cpuMs: cpuMsSince(from) / all.length,
  };
}

function train(world: PriceStockWorld, steps: number, seed: number): Int32Array {
  const { demand, ...spec } = world;
  const logged = logWeeks(world, humanRule(world), {
    weeks: history,
    testShare: TEST_SHARE,
    random: createRandom(seed * 7 + 3),
  });
  const environment = createEnvironment(world, createRandom(seed * 11 + 5));
  const { policy } = trainPriceStock(environment, {
    seed,
    steps,
    gamma: world.gamma,
    history: logged,
    spec: { ...spec, demandPhases: demand.mu.length },
  });
  return Int32Array.from({ length: layoutOf(world, demand.mu.length).states }, (_, state) => policy(state));
}

function report(steps: number, { mean: average, worstWorld, worstRun, worseThanHuman, cpuMs }: Score): void {
  const goal = GOALS[steps];
  const met = goal === undefined ? '' : average >= goal.mean && worstWorld >= goal.worst ? 'met' : 'missed';
  const wanted = goal === undefined ? '' : `goal: mean ${goal.mean}, worst ${goal.worst}: ${met}`;
  console.log(
    `  live ${String(steps).padStart(3)}  mean ${average.toFixed(4)}  worst world ${worstWorld.toFixed(4)}  worst run ${worstRun.toFixed(4)}  below human ${percent(worseThanHuman)}  ${cpuMs.toFixed(0)} ms CPU a run (with its valuation)  ${wanted}`,
  );
}

function referenceWorlds(): PriceStockWorld[] {
  const folder = sharedFolder('bench/pricing/instances.json');
  if (folder === null || !existsSync(folder)) return [];
  return JSON.parse(readFileSync(`${folder}/bench/pricing/instances.json`, 'utf8'));
}

function cpuMsSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
