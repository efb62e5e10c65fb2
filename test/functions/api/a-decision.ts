import { type Decision, skuKey } from '../../../lib/domain/index.ts';
import { decisionOptions } from '../../../lib/stores/index.ts';
import { demoClaims } from '../http-requests.ts';
import type { Api } from './api-fixture.ts';

/** A night's draft of `A-1` in `de`: raise 10.00 to 11.00. It moves 1.00 a day. */
export const aDecision = (given: Partial<Decision> = {}): Decision => ({
  decision: `${given.market ?? 'de'}:${given.sku ?? 'A-1'}:v1`,
  subject: 'price',
  ...{ market: 'de', sku: 'A-1', category: 'Hinges', state: 'proposed', version: 1 },
  ...{ runId: 'de-2025-01-31', policyVersion: 'v1', asOf: '2025-01-31' },
  price: { micros: 11_000_000, currency: 'EUR' },
  currentPrice: { micros: 10_000_000, currency: 'EUR' },
  orderUnits: 0,
  expectedGainPerDay: { minor: 250, currency: 'EUR' },
  amount: { minor: 100, currency: 'EUR' },
  ...{ step: 0.1, confidence: 0.99 },
  validUntil: '2025-02-03T00:00:00.000Z',
  ...{ proposedBy: 'tradewind', approvals: [], changedAt: '2025-02-01T02:40:00.000Z' },
  ...given,
});

/** Store a draft as the night does. */
export async function propose(api: Api, given: Partial<Decision> = {}, riskMinor = 100, merchant = 'demo') {
  const decision = aDecision(given);
  const key = skuKey(merchant, decision.market, decision.sku);
  await api.stores.decisions.put(key, decision, decisionOptions(merchant, decision, riskMinor));
  return decision;
}

/** The claims of a person's token: the app that asked for it is its client, the person its subject. */
export const person = (sub: string, scope = 'read decide') => ({
  ...demoClaims,
  ...{ client_id: 'console', sub, scope },
});
