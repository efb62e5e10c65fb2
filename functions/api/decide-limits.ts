import { isDeepStrictEqual } from 'node:util';
import {
  AppError,
  controlKeys,
  controlOf,
  ForbiddenError,
  InputError,
  type LimitsDecision,
  limitsKey,
  type Market,
  settingsOf,
} from '../../lib/domain/index.ts';
import { advanceDecision, type LifeDecision, type LifeRules } from '../../lib/oversight/index.ts';
import { type Caller, requireScope } from '../../lib/runtime/http-event.ts';
import { decisionOptions, LIMITS_RANK } from '../../lib/stores/index.ts';
import { refusalOf, type Wish } from './decide-sku.ts';
import type { DecisionParts } from './decision-parts.ts';
import { overtaken, requireVersion } from './entity-tag.ts';
import { keepAct } from './keep-act.ts';
import { noDecision } from './place-of-decision.ts';
import { requireRight } from './who-may.ts';

/** Limits have no amount of their own, and the kill switch must not keep its own end from being approved. */
const RULES: LifeRules = {
  twoPersonsFromMinor: null,
  killed: false,
  auto: { mode: 'off', largestStep: 0, moneyPerDayMinor: 0, leastConfidence: 1, oldestDataDays: 0 },
};

/**
 * Approve or reject a change that loosens limits. Approved it holds at once, in the same transaction; whoever proposed it, and
 * whoever counts as one with them, may not.
 *
 * @throws AppError `stale` where the limits were changed since it was asked for
 */
export async function decideLimits(
  parts: DecisionParts,
  caller: Caller,
  named: { id: string; market: Market | null; ifMatch: string | undefined },
  wish: Wish,
): Promise<LimitsDecision> {
  const { merchant } = caller;
  const market = named.market?.market ?? null;
  requireScope(caller, 'decide', market ?? undefined);
  const key = limitsKey(merchant, market);
  const stored = await parts.limitsDecisions.get(key, { consistent: true });
  if (stored === undefined || stored.value.decision !== named.id) throw noDecision(named.id);
  const before = stored.value;
  requireVersion(named.ifMatch, before.version);
  if (wish.action === 'change')
    throw new InputError('limits are not changed in approving: set other ones instead');
  const at = parts.now();
  const markets = market === null ? null : [market];
  const who = await requireRight(
    parts.rights,
    caller,
    { subject: 'limits', markets, categories: [], amount: null },
    at,
  );
  const shared = who.sharedWith({ by: before.proposedBy, at: before.changedAt });
  if (wish.action === 'approve' && shared !== null)
    throw new ForbiddenError(
      `${shared} asked for it, and counts as one with ${who.person}: another person is needed`,
    );
  const by = { by: who.person, ...(who.onBehalfOf === undefined ? {} : { onBehalfOf: who.onBehalfOf }) };
  const { version } = before;
  const event =
    wish.action === 'approve'
      ? ({ kind: 'approve', at, version, ...by } as const)
      : ({ kind: 'reject', at, version, by: who.person, reasonCode: wish.reasonCode } as const);
  const advance = advanceDecision(lifeOfLimits(before), event, RULES);
  if (advance.kind === 'refused') throw refusalOf(advance.refusal, advance.detail);
  const approved = advance.decision.state === 'approved';
  const after: LimitsDecision = {
    ...before,
    state: approved ? 'applied' : advance.decision.state,
    approvals: [...advance.decision.approvals],
    changedAt: at,
    ...(approved ? { appliedAt: at } : {}),
    ...(wish.action === 'reject' ? { reasonCode: wish.reasonCode } : {}),
  };
  const writes = [
    parts.limitsDecisions.writing(key, after, stored.version, decisionOptions(merchant, after, LIMITS_RANK)),
    ...(approved ? [await newControl(parts, merchant, before, who.person, at)] : []),
  ];
  const act = { merchant, event: wish.action, person: who.person, onBehalfOf: who.onBehalfOf, at };
  if (!(await keepAct(parts, { ...act, before, after, inputs: {} }, writes))) throw overtaken();
  return after;
}

/** The control row with the settings that were asked for, over the very version that they were asked for on. */
async function newControl(
  { controls }: Pick<DecisionParts, 'controls'>,
  merchant: string,
  { market, settings, from }: LimitsDecision,
  author: string,
  at: string,
) {
  const key = market === null ? controlKeys.merchant(merchant) : controlKeys.market(merchant, market);
  const stored = await controls.get(key, { consistent: true });
  if (stored === undefined || !isDeepStrictEqual(settingsOf(stored.value), from))
    throw new AppError('stale', 'the limits were changed since this was asked for: ask again');
  return controls.writing(key, controlOf(stored.value, settings, { author, at }), stored.version);
}

function lifeOfLimits(decision: LimitsDecision): LifeDecision {
  const { settings, market, reasonCode, appliedAt, ...life } = decision;
  const draft = { value: decision.decision, amountMinor: 0, step: 0, confidence: 1 };
  return { ...life, draft };
}
