import {
  type Bins,
  binObservations,
  cartPole,
  linearExploration,
  playEpisodes,
  polynomialRate,
  type QLearningOptions,
  qLearning,
} from '../../lib/learning/index.ts';

/** The angle and its velocity decide where to push; position and velocity of the cart can be left out. */
const BINS: readonly Bins[] = [
  { from: -2.4, to: 2.4, count: 1 },
  { from: -3, to: 3, count: 1 },
  { from: -0.21, to: 0.21, count: 6 },
  { from: -2, to: 2, count: 6 },
];
const SEEDS = [1, 2, 3];

/**
 * Mend the textbook loop on CartPole step by step, and score each step.
 *
 * As written (α .8, γ .9, always greedy) the loop cannot even start: CartPole is observed as four real numbers, and no
 * table has a row for them. Cut into bins it runs, but never tries what it does not already believe in, and a rate of .8
 * keeps the last few samples alone.
 *
 * @param episodes - how long to learn, at each step
 * @returns the mends in order, each with the scores of a hundred new episodes under the learnt policy, by seed
 */
export function mendTextbookLoop(episodes: number): { mend: string; scores: number[] }[] {
  const textbook = { episodes, learningRate: 0.8, discount: 0.9, exploration: 0 };
  const exploring = { ...textbook, exploration: linearExploration(1, 0.01, 0.8 * episodes) };
  const averaging = { ...exploring, learningRate: polynomialRate(0.5) };
  const farSighted = { ...averaging, discount: 0.99 };
  return [
    { mend: 'the textbook loop, its observation cut into 36 bins', scores: scoresOf(textbook) },
    { mend: '+ explore at first (ε falls from 1 to .01)', scores: scoresOf(exploring) },
    { mend: '+ average over noise (α = 1/√n by state and action)', scores: scoresOf(averaging) },
    { mend: '+ look 100 steps ahead (γ = .99), not 10', scores: scoresOf(farSighted) },
  ];
}

function scoresOf(options: Omit<QLearningOptions, 'seed'>): number[] {
  return SEEDS.map((seed) => {
    const environment = binObservations(cartPole(), BINS);
    const { policy } = qLearning(environment, { ...options, seed });
    const returns = playEpisodes(environment, policy, { episodes: 100, seed: 1000 + seed });
    return returns.reduce((sum, each) => sum + each, 0) / returns.length;
  });
}

if (import.meta.main) {
  console.log(`CartPole, 1,000 episodes, mean score of 100 more by seed (500 is the most, 475 counts as solved)
as written: cannot run, a box observation of ${cartPole().dimensions} real numbers is no row of a table`);
  for (const { mend, scores } of mendTextbookLoop(1000))
    console.log(`${mend.padEnd(54)} ${scores.map((score) => score.toFixed(1).padStart(6)).join('')}`);
}
