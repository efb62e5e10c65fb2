import type { BlendWeights } from './blend.ts';
import { sumOf } from './order-levels.ts';
import { LEAST_REVIEWS, neededMargin, type PairedSaving } from './paired-saving.ts';

/** One who may serve in the default's place, and what it cost. */
export type Rival = {
  name: string;
  kind: 'default' | 'uploaded' | 'adjusted' | 'blend';
  /** [k] a review. */
  costs: Float64Array;
  /** Reviews for which it had spoken in time. */
  spoken: number;
  saving: PairedSaving;
  /** Whether it says anything of the steps to come: who is silent cannot serve. */
  speaksAhead: boolean;
};

/**
 * Choose who serves: the cheapest of those whose saving is beyond its margin; the default where there is none.
 *
 * @param names - the default first, then the contestants
 * @param blend - what each of them has of the blend
 */
export function chooseServer(
  entries: readonly Rival[],
  defaultCost: number,
  { names, blend }: { names: readonly string[]; blend: BlendWeights },
): { served: string; weights: { name: string; weight: number }[]; reason: string } {
  const passing = entries
    .filter(({ spoken, speaksAhead, saving }) => {
      const margin = neededMargin(spoken, saving, entries.length);
      const { mean, standardError } = saving;
      return speaksAhead && mean > 0 && Number.isFinite(margin) && mean >= margin * standardError;
    })
    .sort((a, b) => sumOf(a.costs) - sumOf(b.costs));
  const [winner] = passing;
  const [byDefault = ''] = names;
  const share = (wanted: string) => names.map((name) => ({ name, weight: +(name === wanted) }));
  if (winner === undefined)
    return { served: byDefault, weights: share(byDefault), reason: whyDefault(entries, defaultCost) };
  const saved = defaultCost > 0 ? Math.round((100 * (defaultCost - sumOf(winner.costs))) / defaultCost) : 0;
  const weights =
    winner.kind === 'blend'
      ? names.map((name, place) => ({ name, weight: blend[place] ?? 0 }))
      : share(winner.name);
  return {
    served: winner.name,
    weights,
    reason: `${winner.name} serves: over ${winner.costs.length} reviews its stock would have cost ${saved} % less than the default's, more than chance explains`,
  };
}

function whyDefault(entries: readonly Rival[], defaultCost: number): string {
  const [best] = entries
    .filter(({ kind, spoken }) => kind !== 'blend' && spoken > 0)
    .sort((a, b) => sumOf(a.costs) - sumOf(b.costs));
  if (best === undefined)
    return 'the default serves: nobody else had spoken in time for demand that has come';
  const saved = defaultCost - sumOf(best.costs);
  if (best.spoken < LEAST_REVIEWS)
    return `the default serves: ${best.name} had spoken in time for ${best.spoken} reviews, too few to judge it by`;
  if (!(saved > 0))
    return `the default serves: nobody's stock would have cost less over ${best.costs.length} reviews`;
  const share = Math.round((100 * saved) / defaultCost);
  return `the default serves: ${best.name} would have cost ${share} % less over ${best.costs.length} reviews, which chance explains as well`;
}
