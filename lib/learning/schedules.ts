import { InputError } from '../domain/index.ts';

/** A learning rate by the visits of a pair, this one included (1, 2, …); in (0, 1]. */
export type LearningRate = number | ((visits: number) => number);

/** The share of steps that explore, by episode (0, 1, …); 0–1. */
export type Exploration = number | ((episode: number) => number);

/**
 * Let a learning rate fall as visits^−power: with ½ < power ≤ 1 Q-learning converges, and powers below 1 forget the
 * start faster (Even-Dar & Mansour 2003, "Learning rates for Q-learning", theorem 4).
 *
 * @param beginningVisits - visits that the table begun from is worth, ≥ 0: with 0 the first sample replaces it whole
 * @throws InputError when an argument is out of range
 */
export function polynomialRate(power: number, beginningVisits = 0): (visits: number) => number {
  if (!(power > 0 && power <= 1)) throw new InputError(`power ${power} is not in (0, 1]`);
  if (!(beginningVisits >= 0)) throw new InputError(`beginningVisits ${beginningVisits} is not ≥ 0`);
  return (visits) => (visits + beginningVisits) ** -power;
}

/**
 * Let a learning rate fall as 1 / (1 + (1 − γ) visits): slowly enough for values that look 1/(1 − γ) steps ahead, where
 * 1/n would take e^(1/(1 − γ)) visits to forget the start (Wainwright 2019, "Stochastic approximation with
 * cone-contractive operators", corollary 3).
 *
 * @throws InputError when the discount is not in [0, 1)
 */
export function rescaledLinearRate(discount: number): (visits: number) => number {
  if (!(discount >= 0 && discount < 1)) throw new InputError(`discount ${discount} is not in [0, 1)`);
  return (visits) => 1 / (1 + (1 - discount) * visits);
}

/** Let exploration fall in a line from `from` to `to` over so many episodes, and stay there. */
export function linearExploration(from: number, to: number, episodes: number): (episode: number) => number {
  return (episode) => (episode >= episodes ? to : from + ((to - from) * episode) / episodes);
}

/** Let exploration fall from `from` towards `to`, half of what is left in every `halfLifeEpisodes`. */
export function exponentialExploration(
  from: number,
  to: number,
  halfLifeEpisodes: number,
): (episode: number) => number {
  if (!(halfLifeEpisodes > 0)) throw new InputError(`halfLifeEpisodes ${halfLifeEpisodes} is not > 0`);
  return (episode) => to + (from - to) * 0.5 ** (episode / halfLifeEpisodes);
}
