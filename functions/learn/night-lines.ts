import { createHash } from 'node:crypto';
import {
  BY_TRADEWIND,
  type Decision,
  type DecisionLogEntry,
  type LoggedEvent,
  type PolicyDocument,
  type ShardRef,
} from '../../lib/domain/index.ts';

/** What the night did to a decision. */
export type NightMove = { event: LoggedEvent; before: Decision | null; after: Decision };

/** When it was drafted, and which controls held then: versions of their rows, 0 where none are stored. */
export type NightMoment = {
  /** RFC 3339. */
  at: string;
  controlVersion: { merchant: number; market: number };
};

/**
 * Write down what the night did to a SKU's decision, a line a move, in order.
 *
 * @param document - the policy behind the draft
 */
export function nightLines(
  shard: ShardRef,
  moves: readonly NightMove[],
  document: PolicyDocument,
  moment: NightMoment,
): DecisionLogEntry[] {
  return moves.map((move, place) => nightLine(shard, move, document, { ...moment, place }));
}

/**
 * Write down one move, with the version of everything that it was made from.
 *
 * @param moment.place - of the move among those of its night, from 0: a draft may be proposed twice in one, and each line has a name
 */
export function nightLine(
  { merchant, market, shard }: ShardRef,
  { event, before, after }: NightMove,
  document: PolicyDocument,
  { at, controlVersion, place = 0 }: NightMoment & { place?: number },
): DecisionLogEntry {
  const { amount, step, confidence } = after;
  return {
    entry: `${at}/${after.sku}/${place + 1}-${event}`,
    at,
    ...{ merchant, market, sku: after.sku, decision: after.decision, event, by: BY_TRADEWIND },
    version: after.version ?? 1,
    from: before?.state ?? null,
    to: after.state,
    draft: {
      currency: after.price.currency,
      priceMicros: after.price.micros,
      currentPriceMicros: after.currentPrice.micros,
      orderUnits: after.orderUnits,
      ...(amount === undefined ? {} : { amountMinor: amount.minor }),
      ...(step === undefined ? {} : { step }),
      ...(confidence === undefined ? {} : { confidence }),
      expectedGainPerDayMinor: after.expectedGainPerDay.minor,
    },
    policyVersion: after.policyVersion,
    runId: after.runId,
    inputs: {
      answeredAt: at,
      merchantControl: controlVersion.merchant,
      marketControl: controlVersion.market,
      // a draft that only expires is of another night: its own line says what it was made from
      ...(document.kind === 'ready' && document.policyVersion === after.policyVersion
        ? { shard, ...rulesOf(document), uploads: uploadsOf(document.uploads) }
        : {}),
    },
  };
}

const rulesOf = ({ rulesVersion }: Extract<PolicyDocument, { kind: 'ready' }>) =>
  rulesVersion === undefined
    ? {}
    : { merchantRules: rulesVersion.merchant, marketRules: rulesVersion.market };

/** One name for a set of uploads: SHA-256 over their ids in order, a line each. */
function uploadsOf(uploads: readonly string[]): string {
  return createHash('sha256')
    .update([...uploads].sort().join('\n'))
    .digest('hex');
}
