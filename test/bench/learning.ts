import {
  actionValues,
  buildModel,
  cliffWalking,
  dynaQ,
  evaluatePolicy,
  prepareBackup,
  simulateModel,
  type TabularModel,
  taxi,
  taxiStarts,
  valueIteration,
} from '../../lib/learning/index.ts';
import { createRandom, quantileOfSorted, type Random } from '../../lib/numeric/index.ts';
import { DEFAULT_RULES } from '../../lib/operations/index.ts';
import { reportSpeed } from './price-stock-speed.ts';

// usage: npm run bench:learning

const STATES = 1000;
const ACTIONS = 30;
const OUTCOMES = 25;
const TOLERANCE = 1e-6;
const SEEDS = [1, 2, 3, 4, 5];
const STEP_LIMIT = 200;

/** Where to learn, from which states, and which mean undiscounted return of them counts as learnt. */
type Task = {
  name: string;
  model: TabularModel;
  starts: readonly number[];
  goal: number;
  initial: number;
  mostEpisodes: number;
};

const TASKS: readonly Task[] = [
  {
    ...{ name: 'CliffWalking, −13', model: cliffWalking({ slippery: false }), starts: [36], goal: -13 },
    ...{ initial: 0, mostEpisodes: 1000 },
  },
  {
    ...{ name: 'Taxi, ≥ 7.9 of 7.93', model: taxi(), starts: [...taxiStarts], goal: 7.9 },
    ...{ initial: 20, mostEpisodes: 30_000 },
  },
];

reportUpdates();
reportSpeed(DEFAULT_RULES);
for (const discount of [0.99, 0.995]) reportSolving(bandedModel(), discount);
TASKS.forEach(reportSamples);

/** Updates of a table in a second of processor time, by trial alone and with planning, the second of two runs. */
function reportUpdates(): void {
  for (const planningSteps of [0, 10]) {
    const run = () => learn(TASKS[1]!, { episodes: 40_000 / (1 + planningSteps), seed: 1, planningSteps });
    run();
    const { result, cpuMs } = timed(run);
    const updates = (result.steps * (1 + planningSteps)) / cpuMs / 1000;
    console.log(`Taxi, ${planningSteps} planning steps: ${updates.toFixed(1)} million updates a second`);
  }
}

/** Exact solving beside plain sweeps V ← max Q that stop by the same bounds, and by the textbook rule. */
function reportSolving(model: TabularModel, discount: number): void {
  valueIteration(model, { discount: 0.5 });
  const { result, cpuMs } = timed(() => valueIteration(model, { discount, tolerance: TOLERANCE }));
  const plain = sweepPlainly(model, discount);
  const apart = result.value.reduce((most, each, i) => Math.max(most, Math.abs(each - plain.value[i]!)), 0);
  const times = (ms: number) => `${ms.toFixed(0)} ms (${(ms / cpuMs).toFixed(1)} ×)`;
  console.log(
    `${STATES} × ${ACTIONS} × ${OUTCOMES} banded, γ ${discount}: value iteration ${cpuMs.toFixed(0)} ms CPU, ` +
      `plain sweeps with its bounds ${times(plain.boundedMs)}, by the textbook rule ${times(plain.textbookMs)}; ` +
      `values ${apart.toExponential(0)} apart`,
  );
}

function sweepPlainly(model: TabularModel, discount: number) {
  const backup = prepareBackup(model);
  const onward = discount / (1 - discount);
  let value = new Float64Array(model.states);
  let boundedMs = 0;
  const from = process.cpuUsage();
  for (;;) {
    const q = actionValues(backup, value, discount);
    const raised = new Float64Array(model.states).fill(Number.NEGATIVE_INFINITY);
    for (let k = 0; k < q.length; k++) {
      const state = Math.floor(k / model.actions);
      if (q[k]! > raised[state]!) raised[state] = q[k]!;
    }
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let state = 0; state < raised.length; state++) {
      least = Math.min(least, raised[state]! - value[state]!);
      most = Math.max(most, raised[state]! - value[state]!);
    }
    value = raised;
    if (boundedMs === 0 && onward * (most - least) <= 2 * TOLERANCE) boundedMs = cpuSince(from);
    if (onward * Math.max(-least, most) <= TOLERANCE) return { value, boundedMs, textbookMs: cpuSince(from) };
  }
}

/** A walk whose steps reach 12 states to either side, the action a drift: news takes many sweeps from end to end. */
function bandedModel(): TabularModel {
  const random: Random = createRandom(1);
  return buildModel(STATES, ACTIONS, (state, action) => {
    const shares = Float64Array.from({ length: OUTCOMES }, () => random());
    const total = shares.reduce((sum, share) => sum + share, 0);
    const from = Math.min(STATES - OUTCOMES, Math.max(0, state + action - 27));
    const reward = random() + (state > STATES - 50 ? 5 : 0);
    return Array.from(shares, (share, i) => ({
      ...{ state: from + i, probability: share / total, reward, terminated: false },
    }));
  });
}

/** Real steps until the greedy policy first earns the goal, at each tenth more episodes; median of the seeds. */
function reportSamples(task: Task): void {
  for (const planningSteps of [0, 10, 50]) {
    const steps = SEEDS.map((seed) => stepsToGoal(task, seed, planningSteps)).sort((a, b) => a - b);
    const [least, median, most] = [0, 0.5, 1].map((share) =>
      quantileOfSorted(Float64Array.from(steps), share),
    );
    const name = planningSteps === 0 ? 'qLearning' : `dynaQ, ${planningSteps} planning steps`;
    console.log(`${task.name}: ${name} needs ${median} real steps (${least} to ${most})`);
  }
}

function stepsToGoal(task: Task, seed: number, planningSteps: number): number {
  for (let episodes = 4; episodes <= task.mostEpisodes; episodes = Math.ceil(episodes * 1.1)) {
    const { policy, steps } = learn(task, { episodes, seed, planningSteps });
    const value = evaluatePolicy(task.model, policy, { discount: 1, steps: STEP_LIMIT });
    const mean = task.starts.reduce((sum, state) => sum + value[state]!, 0) / task.starts.length;
    if (mean >= task.goal) return steps;
  }
  return Number.POSITIVE_INFINITY;
}

/** Without planning, `dynaQ` is `qLearning` to the byte: one call measures both. */
function learn(task: Task, options: { episodes: number; seed: number; planningSteps: number }) {
  const start = (random: Random) => task.starts[Math.floor(random() * task.starts.length)]!;
  return dynaQ(simulateModel(task.model, { start, stepLimit: STEP_LIMIT }), {
    ...{ learningRate: 0.5, discount: 0.99, exploration: 0.1, initial: task.initial },
    ...options,
    episodes: Math.floor(options.episodes),
  });
}

function timed<T>(run: () => T): { result: T; cpuMs: number } {
  const from = process.cpuUsage();
  const result = run();
  return { result, cpuMs: cpuSince(from) };
}

function cpuSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}
