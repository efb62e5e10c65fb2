import type { CandidateGroup } from './rank-candidates.ts';

/** How far items bought together and best sellers count beside one recent purchase of a buyer's own. */
const TOGETHER = 0.2;
const POPULAR = 0.1;

/**
 * Score candidates without a trained ranker: own purchases, lately bought ones first, then items bought together, then best
 * sellers.
 *
 * @returns [items], above 0 and below 1; no chance
 */
export function plainScores({ items, repeats, own, coBought, market, places }: CandidateGroup): Float64Array {
  let best = 1e-9;
  for (let k = 0; k < coBought.decayed.count; k++)
    best = Math.max(best, coBought.decayed.score[coBought.decayed.touched[k]!]!);
  return Float64Array.from(items, (item, i) => {
    const mine = i < repeats ? own.decayed180[places[item]!]! : 0;
    const together = coBought.decayed.score[item]! / best;
    const plain = mine + TOGETHER * together + (POPULAR * market.last90[item]!) / market.orders90 + 1e-6;
    return plain / (1 + plain);
  });
}
