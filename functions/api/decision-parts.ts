import type { DecisionClaims, TradewindEvent } from '../../lib/domain/index.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import type { Signer } from '../../lib/runtime/signing.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import type {
  ControlTable,
  DecisionLists,
  DecisionLog,
  DecisionTable,
  LimitsDecisionTable,
  PolicyTable,
  RightsTable,
  UntoldTable,
} from '../../lib/stores/index.ts';

/** What the routes of decisions work with. */
export type DecisionParts = {
  tenants: Tenants;
  controls: ControlTable;
  rights: RightsTable;
  policies: PolicyTable;
  decisions: DecisionTable;
  limitsDecisions: LimitsDecisionTable;
  untold: UntoldTable;
  lists: DecisionLists;
  log: DecisionLog;
  /** Signs an answer's `decisionId`. */
  signer: Signer<DecisionClaims>;
  cursors: Cursors;
  announce: (events: readonly TradewindEvent[]) => Promise<void>;
  /** Told what could not be told aloud at once. */
  audit: { info(message: string, facts: Record<string, unknown>): void };
  /** The present moment, RFC 3339 in UTC, to the millisecond. */
  now: () => string;
};
