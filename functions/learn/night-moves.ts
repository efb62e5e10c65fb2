import type { Decision } from '../../lib/domain/index.ts';
import {
  advanceSkuDecision,
  type LifeRules,
  lifeOf,
  openSkuDecision,
  type SkuDecisionEvent,
} from '../../lib/oversight/index.ts';
import type { NightMove } from './night-lines.ts';

/** What a night knows of a SKU when it looks after its decision. */
export type NightView = {
  runId: string;
  at: string;
  /** The price in force and the stock, as the newest files say; `null` where they do not. */
  known: { priceMicros: number; onHand: number; onOrder: number } | null;
  rules: LifeRules;
};

const DAY_MS = 24 * 3600 * 1000;
/** Days in force after which what came of it is known, unless a new draft comes before. */
const OBSERVED_DAYS = 7;

/**
 * Look after a SKU's decision at night, step by step as `advanceDecision` judges: what the merchant's files show in force is
 * applied, and observed after a week or when a new draft comes; what is over expires; a new draft takes the place of the last.
 *
 * A draft that nothing asks for any more is withdrawn: proposed until now, and expired. What a person approved or changed stays to
 * its time, what was rejected is not proposed again as long as it would have held, and what happened in this run stays.
 *
 * @returns what was done, in order; nothing where it stays as it is
 */
export function nightMoves(
  stored: Decision | undefined,
  draft: Decision | null,
  night: NightView,
): NightMove[] {
  const { at, rules, runId } = night;
  if (stored?.runId === runId && stored.state !== 'proposed' && stored.state !== 'expired') return [];
  const moves: NightMove[] = [];
  let current = stored;
  const take = (event: SkuDecisionEvent) => {
    if (current === undefined) return;
    const advance = advanceSkuDecision(current, event, rules);
    if (advance.kind === 'refused') return;
    moves.push({ event: event.kind, before: current, after: advance.decision });
    current = advance.decision;
  };
  const state = () => current?.state;
  if (current !== undefined && isAgreed(current)) {
    if (isInForce(current, night)) take({ kind: 'apply', at, version: current.version ?? 1 });
    take({ kind: 'expire', at });
  } else if (current?.state === 'applied') {
    const days = Math.floor((Date.parse(at) - Date.parse(current.appliedAt ?? at)) / DAY_MS);
    if (days >= OBSERVED_DAYS || (days >= 1 && draft !== null))
      take({ kind: 'observe', at, outcome: outcomeOf(current, night, days) });
  } else if (current?.state === 'proposed') {
    if (draft !== null && current.version !== undefined) take({ kind: 'propose', at, draft });
    else {
      // a row of before, or a draft that nothing asks for: over from now on
      take({ kind: 'propose', at, draft: { ...current, validUntil: at } });
      take({ kind: 'expire', at });
    }
  }
  const over =
    state() === undefined || state() === 'expired' || state() === 'observed' || state() === 'rejected';
  if (draft !== null && over && !isRefused(current, draft, at)) {
    const { validUntil = at } = draft;
    moves.push({ event: 'propose', before: current ?? null, after: openSkuDecision(draft, at, validUntil) });
  }
  return moves;
}

const isAgreed = ({ state }: Decision) => state === 'approved' || state === 'changed';

/** The same as was rejected, while it would still have held. */
function isRefused(current: Decision | undefined, draft: Decision, at: string): boolean {
  return (
    current?.state === 'rejected' &&
    at < lifeOf(current).validUntil &&
    current.price.micros === draft.price.micros &&
    current.orderUnits === draft.orderUnits
  );
}

/** The files show its price, or of an order alone that as many units are on their way or have come. */
function isInForce({ price, currentPrice, orderUnits, stock }: Decision, { known }: NightView): boolean {
  if (known === null) return false;
  if (price.micros !== currentPrice.micros) return known.priceMicros === price.micros;
  if (stock === undefined || orderUnits === 0) return false;
  return Math.max(known.onOrder - stock.onOrder, known.onHand - stock.onHand) >= orderUnits;
}

function outcomeOf({ price, currentPrice }: Decision, { known }: NightView, days: number): string {
  const held = `${days} days in force`;
  if (known === null || price.micros === currentPrice.micros) return held;
  return known.priceMicros === price.micros ? held : `${held}, then the price was moved again`;
}
