import { createHash } from 'node:crypto';

/** Name a decision by a hash: its id holds a SKU, which an event's id could not. */
export const decisionName = (decision: string): string =>
  createHash('sha256').update(decision).digest('hex').slice(0, 24);
