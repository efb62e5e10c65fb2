import type { OrderReplay, RuleProof, RuleStanding } from '../domain/index.ts';
import { clusterBootstrap, createRandom } from '../numeric/index.ts';
import { shortNumber } from './number-text.ts';
import { FEWEST_SKUS, measuredProof, noEvidence, PROOF_LEVEL } from './rule-proof.ts';

/**
 * Pool replayed SKUs into the proof of a market's order rule: what it would have earned more than today's practice on
 * weeks that it had not seen, with a cluster bootstrap over SKUs.
 *
 * Of a SKU replayed on several nights the newest counts. Equal replays in any order give equal proofs.
 */
export function proveOrderRule(
  replays: readonly OrderReplay[],
  previous: RuleStanding | null,
  { currency, seed }: { currency: string; seed: number },
): RuleProof {
  const newest = newestOf(replays);
  const weeks = newest.reduce((sum, replay) => sum + replay.weeks, 0);
  const ground = { skus: newest.length, weeks };
  if (newest.length < FEWEST_SKUS)
    return noEvidence(
      previous,
      ground,
      newest.length === 0
        ? 'No SKU could be replayed yet: it takes 39 weeks of history, a cost, a price and a stock.'
        : `Only ${newest.length} of at least ${FEWEST_SKUS} SKUs have been replayed: each night adds others.`,
    );
  const gains = newest.map((replay) => ({
    total: (replay.learnt.profitMinor - replay.practice.profitMinor) / (replay.weeks * 7),
    size: 1,
  }));
  const { mean, lower, upper } = clusterBootstrap(gains, { level: PROOF_LEVEL, random: createRandom(seed) });
  const earned = newest.reduce((sum, { practice }) => sum + practice.profitMinor, 0);
  const gained = newest.reduce(
    (sum, { learnt, practice }) => sum + learnt.profitMinor - practice.profitMinor,
    0,
  );
  const filled = newest.reduce((sum, { filledDays }) => sum + filledDays, 0) / (weeks * 7);
  const count = newest.length;
  return measuredProof(
    previous,
    { mean: mean * count, lower: lower * count, upper: upper * count },
    {
      ...ground,
      ...{ gainShare: earned > 0 ? Number((gained / earned).toPrecision(4)) : null, currency },
      words: `The logged demand of ${count} SKUs in ${weeks} SKU weeks that no plan had seen (${shortNumber(filled * 100)} % of days sold out or without stock, filled by what was to be expected), replayed under the learnt orders and the textbook's, with the end stock valued`,
    },
  );
}

function newestOf(replays: readonly OrderReplay[]): OrderReplay[] {
  const bySku = new Map<string, OrderReplay>();
  for (const replay of replays) {
    const known = bySku.get(replay.sku);
    if (known === undefined || known.asOf < replay.asOf) bySku.set(replay.sku, replay);
  }
  return [...bySku.values()].sort((one, other) => (one.sku < other.sku ? -1 : 1));
}
