import { type Decision, skuKey } from '../../lib/domain/index.ts';
import { type DocumentTable, decisionOptions } from '../../lib/stores/index.ts';
import type { NightMove } from './night-lines.ts';
import { type NightView, nightMoves } from './night-moves.ts';

/** The table of open decisions, as far as learning writes it. */
export type DecisionWriter = Pick<DocumentTable<Decision>, 'get' | 'putNew' | 'replace'>;

const TRIES = 5;

/**
 * Bring the one open decision of a SKU up to date (`nightMoves`).
 *
 * Writers that meet here (a person and the night) are told apart by the version read: the later one looks again.
 *
 * @param riskMinor - money at risk, by which decisions are listed
 * @returns what was done to it, in order; nothing where it stays as it is
 */
export async function openDecision(
  decisions: DecisionWriter,
  { merchant, market, sku, riskMinor }: { merchant: string; market: string; sku: string; riskMinor: number },
  draft: Decision | null,
  night: NightView,
): Promise<NightMove[]> {
  const key = skuKey(merchant, market, sku);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const stored = await decisions.get(key, { consistent: true });
    const moves = nightMoves(stored?.value, draft, night);
    const next = moves.at(-1)?.after;
    if (next === undefined) return [];
    const options = decisionOptions(merchant, next, riskMinor);
    const written =
      stored === undefined
        ? await decisions.putNew(key, next, options)
        : await decisions.replace(key, next, stored.version, options);
    if (written) return moves;
  }
  return [];
}
