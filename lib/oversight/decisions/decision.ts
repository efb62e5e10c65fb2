/** What a decision is about: a price, an order, or the limits that others are held to. */
export type Subject = 'price' | 'order' | 'limits';

/** Where a decision stands. */
export type LifeState = 'proposed' | 'approved' | 'changed' | 'rejected' | 'expired' | 'applied' | 'observed';

/** What is proposed: `value` is micros of a price, units of an order, or the name of a version of limits. */
export type Draft = {
  value: number | string;
  /** Money that it moves a day, minor units of the market's currency: what limits of amount are held against. */
  amountMinor: number;
  /** Move against today's value, 0–1: 0.1 for a price 10 % up or down; 0 for an order. */
  step: number;
  /** Chance that it earns more than today's practice, 0–1. */
  confidence: number;
};

/** Who said yes, and in whose place where as a deputy. */
export type Approval = { by: string; onBehalfOf?: string | undefined; at: string };

/** The one open decision of a subject, from the proposal to what came of it. */
export type LifeDecision = {
  decision: string;
  subject: Subject;
  state: LifeState;
  /** Of the draft: an approval names the version that was read. Goes up with every change of the draft. */
  version: number;
  draft: Draft;
  /** A person's id, or `tradewind`. */
  proposedBy: string;
  /** Instant from which it can no longer be approved or applied. */
  validUntil: string;
  approvals: readonly Approval[];
  /** Why a person changed or rejected it: a code of the merchant's list. */
  reasonCode?: string;
  /** Tradewind's own draft, where a person changed it: evidence for the next policy. */
  original?: Draft;
  appliedAt?: string;
  observed?: { at: string; outcome: string };
};

/** States that nothing leads out of. */
export const FINAL_STATES: ReadonlySet<LifeState> = new Set(['rejected', 'expired', 'observed']);
