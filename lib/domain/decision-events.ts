import type { LimitsDecision } from './automation.ts';
import type { Decision } from './decision.ts';
import { eventId, type TradewindEvent } from './event.ts';
import { ALL_MARKETS } from './market.ts';

/** What a decision's document leaves open about its event. */
export type DecisionHappening = {
  merchant: string;
  /** A hash of the decision's id, which may be longer than an event's, and in characters that an event's has not. */
  name: string;
  at: string;
};

/**
 * Tell what became of a decision. The same version in the same state is one happening, however often it is told.
 *
 * @returns `undefined` where there is nothing to tell: it is still proposed, or the merchant's own files showed what came next
 */
export function decisionEvent(
  decision: Decision | LimitsDecision,
  { merchant, name, at }: DecisionHappening,
): TradewindEvent | undefined {
  const type = typeOf(decision);
  if (type === undefined) return undefined;
  const version = decision.version ?? 1;
  const subject = decision.subject ?? 'price';
  const ofSku = 'sku' in decision ? decision : undefined;
  return {
    id: eventId(type, merchant, name, String(version)),
    ...{ merchant, market: decision.market ?? ALL_MARKETS, at, type },
    data: {
      ...{ decision: decision.decision, subject, version },
      sku: ofSku?.sku ?? null,
      price: ofSku?.price ?? null,
      orderUnits: ofSku?.orderUnits ?? null,
      validUntil: decision.validUntil ?? at,
      reasonCode: decision.reasonCode ?? null,
      automatic: decision.approvals?.[0]?.by === 'tradewind',
    },
  };
}

function typeOf({ state, subject }: Decision | LimitsDecision) {
  switch (state) {
    case 'approved':
      return 'decision.approved' as const;
    case 'changed':
      return 'decision.changed' as const;
    case 'rejected':
      return 'decision.rejected' as const;
    case 'expired':
      return 'decision.expired' as const;
    case 'applied':
      // limits hold in the moment in which they are approved
      return subject === 'limits' ? ('decision.approved' as const) : undefined;
    case 'proposed':
    case 'observed':
      return undefined;
  }
}
