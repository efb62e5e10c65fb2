import {
  actionValues,
  evaluatePolicy,
  linearExploration,
  polynomialRate,
  prepareBackup,
  qLearning,
  simulateModel,
  type TabularModel,
  valueIteration,
} from '../learning/index.ts';

/** A learnt table and how near it comes to the best. */
export type LearntTable = {
  /** [states × actions] in the reward's unit, discounted; −∞ where not allowed */
  q: Float64Array;
  /** [states] the table's best actions */
  policy: Int32Array;
  /** [states] exact value of that policy on the model */
  value: Float64Array;
  /** [states] exact value of today's practice on the model */
  practiceValue: Float64Array;
  visits: Uint32Array;
  episodes: number;
  /** Mean over states of |Q − Q*| / |V*| at the best actions: how far the table's numbers are off. */
  gapToOptimum: number;
  /** Mean over states of (V* − V^π) / |V*|: what following the table costs. */
  loss: number;
};

const EPISODE_STEPS = 26;
const RATE_POWER = 0.7;
const EXPLORATION = { from: 0.6, to: 0.2 } as const;

/**
 * Learn the states × actions table by Q-learning on simulated trading of the fitted model (Sutton & Barto 2018, §8.2:
 * planning by random samples of a model), beginning from the exact values of today's practice.
 *
 * Episodes start anywhere and are cut after half a year, so every state is met; a cut bootstraps. The first half of the
 * steps finds the policy; its exact value on the model then levels the table, since at γ = .995 a constant error common
 * to all states fades over thousands of visits; the second half learns on.
 */
export function learnTable(
  model: TabularModel,
  practice: Int32Array,
  { discount, steps, seed }: { discount: number; steps: number; seed: number },
): LearntTable {
  const backup = prepareBackup(model);
  const tolerance = 1e-5 * Math.max(1e-9, ...backup.expectedReward.map(Math.abs));
  const exact = { discount, tolerance };
  const environment = simulateModel(model, {
    start: (random) => Math.floor(random() * model.states),
    stepLimit: EPISODE_STEPS,
  });
  const episodes = Math.max(1, Math.ceil(steps / EPISODE_STEPS / 2));
  const learn = (initial: Float64Array, round: number) =>
    qLearning(environment, {
      episodes,
      learningRate: polynomialRate(RATE_POWER),
      discount,
      exploration: linearExploration(EXPLORATION.from, EXPLORATION.to, episodes),
      seed: seed + round,
      initial,
    });
  const practiceValue = evaluatePolicy(model, practice, exact);
  const first = learn(actionValues(backup, practiceValue, discount), 0);
  const second = learn(levelled(first, evaluatePolicy(model, first.policy, exact), model.actions), 1);
  const value = evaluatePolicy(model, second.policy, exact);
  return {
    q: second.q,
    policy: second.policy,
    value,
    practiceValue,
    visits: second.visits.map((count, k) => count + first.visits[k]!),
    episodes: first.episodes + second.episodes,
    ...gaps(second, value, valueIteration(model, { ...exact, initial: value }).value, model.actions),
  };
}

/** Shift a whole table by one number, so that its best values have the mean of the policy's exact ones. */
function levelled(
  { q, policy }: { q: Float64Array; policy: Int32Array },
  value: Float64Array,
  actions: number,
): Float64Array {
  let lacking = 0;
  policy.forEach((action, state) => {
    lacking += (value[state]! - q[state * actions + action]!) / policy.length;
  });
  return q.map((entry) => entry + lacking);
}

function gaps(
  { q, policy }: { q: Float64Array; policy: Int32Array },
  value: Float64Array,
  optimum: Float64Array,
  actions: number,
): { gapToOptimum: number; loss: number } {
  let gapToOptimum = 0;
  let loss = 0;
  optimum.forEach((best, state) => {
    const scale = Math.max(1e-9, Math.abs(best)) * optimum.length;
    gapToOptimum += Math.abs(q[state * actions + policy[state]!]! - best) / scale;
    loss += Math.max(0, best - value[state]!) / scale;
  });
  return { gapToOptimum, loss };
}
