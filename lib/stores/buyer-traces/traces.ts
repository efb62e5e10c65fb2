import type { PrivacyPhase } from '../../domain/index.ts';

/** Whose traces are looked for. */
export type Sought = {
  merchant: string;
  pseudonym: string;
  /** The seller's own code, as it stands in the files that were dropped. */
  code: string;
  /** Secret of this erasure: what stands in the place of the buyer is made from it. */
  alias: string;
};

/** What one object or item holds of a buyer. */
export type Trace = {
  /** Where, as a receipt names it: `lake/orders`, `table insights`. */
  store: string;
  /** The object's key, or the item's. */
  at: string;
  /** The rows or entries themselves. */
  taken: unknown[];
  /** An upload whose file waited for an answer: it has to be sent again. */
  upload?: string;
};

/** `look` changes nothing; `remove` takes out what it finds. */
export type TraceMode = 'look' | 'remove';

/** Where a visit starts, whom it tells of what it finds, and whether there is time to go on. */
export type Visit = {
  mode: TraceMode;
  sought: Sought;
  /** Where an earlier visit stopped. */
  after: string | undefined;
  found(trace: Trace): void;
  /** Told of an object that is damaged, so that nobody can say whom it names: its key. */
  unreadable(key: string): void;
  outOfTime(): boolean;
};

/** One place that buyers are looked for in. It tells where it stopped for want of time; `undefined` is its end. */
export type TracePlace = { name: string; visit(visit: Visit): Promise<string | undefined> };

/** What a phase does in each place. */
export const modeOf = (phase: PrivacyPhase): TraceMode =>
  phase === 'remove' || phase === 'sweep' ? 'remove' : 'look';
