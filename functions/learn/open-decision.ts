import { type Decision, decisionEvent, skuKey, type TradewindEvent } from '../../lib/domain/index.ts';
import { decisionName } from '../../lib/runtime/decision-name.ts';
import { decisionOptions, type NightDecisions } from '../../lib/stores/index.ts';
import { approveByNight, type DraftFacts } from './approve-by-night.ts';
import type { NightMove } from './night-lines.ts';
import { type NightView, nightMoves } from './night-moves.ts';

/** Where a decision is, and the money at risk by which it is listed. */
export type DecisionPlace = { merchant: string; market: string; sku: string; riskMinor: number };

/** A decision as it was read, and what the night does to it. */
export type DecisionLook = { version: number | null; moves: NightMove[] };

const TRIES = 5;

/** Read the one open decision of a SKU, and find what the night does to it (`nightMoves`). */
export async function lookAtDecision(
  decisions: Pick<NightDecisions, 'get'>,
  { merchant, market, sku }: DecisionPlace,
  draft: Decision | null,
  night: NightView,
): Promise<DecisionLook> {
  const stored = await decisions.get(skuKey(merchant, market, sku), { consistent: true });
  return { version: stored?.version ?? null, moves: nightMoves(stored?.value, draft, night) };
}

/**
 * Bring the one open decision of a SKU up to date, and tell what befell one that was in force.
 *
 * Writers that meet here (a person and the night) are told apart by the version read: the later one looks again.
 *
 * @param first - as it was read a moment ago
 * @param own - what Tradewind's own approval of the draft is judged by; `null` where it approves nothing
 * @returns what was done to it, in order; nothing where it stays as it is
 */
export async function openDecision(
  decisions: NightDecisions,
  place: DecisionPlace,
  { draft, night, first, own }: { draft: Decision | null; night: NightView; first: DecisionLook; own: Own },
): Promise<NightMove[]> {
  const { merchant, market, sku, riskMinor } = place;
  const key = skuKey(merchant, market, sku);
  let look = first;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) look = await lookAtDecision(decisions, place, draft, night);
    const moves = own === null ? look.moves : approveByNight(look.moves, own, night);
    const next = moves.at(-1)?.after;
    if (next === undefined) return [];
    const options = decisionOptions(merchant, next, riskMinor);
    const events = moves.flatMap((move) => eventOf(move, merchant, night.at) ?? []);
    if (await decisions.write(key, next, look.version, { options, events })) return moves;
  }
  return [];
}

type Own = (DraftFacts & { spentTodayMinor: number }) | null;

/** What holds now, or holds no longer, is told; a draft that came or went is not. */
function eventOf(
  { event, before, after }: NightMove,
  merchant: string,
  at: string,
): TradewindEvent | undefined {
  const held = before?.state === 'approved' || before?.state === 'changed';
  if (event !== 'approveAutomatically' && !(event === 'expire' && held)) return undefined;
  return decisionEvent(after, { merchant, name: decisionName(after.decision), at });
}
