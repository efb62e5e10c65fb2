import { describe, expect, test } from '@jest/globals';
import { advanceDecision, type DecisionEvent, type LifeDecision } from '../../../lib/oversight/index.ts';
import { aDecision, aDraft, at, fine, rules } from './a-decision.ts';

const approve = (by: string, version = 1): DecisionEvent => ({ kind: 'approve', at, by, version });

/** Take events in turn, each of which must move it. */
function advanced(decision: LifeDecision, ...events: readonly DecisionEvent[]): LifeDecision {
  return events.reduce((now, event) => {
    const advance = advanceDecision(now, event, rules);
    if (advance.kind === 'refused') throw new Error(`${event.kind}: ${advance.detail}`);
    return advance.decision;
  }, decision);
}
const refusalOf = (decision: LifeDecision, event: DecisionEvent, by = rules) => {
  const advance = advanceDecision(decision, event, by);
  return advance.kind === 'refused' ? advance.refusal : null;
};

describe('advanceDecision', () => {
  test('goes from the proposal to what came of it', () => {
    const done = advanced(
      aDecision(),
      approve('ana'),
      { kind: 'apply', at, version: 1 },
      { kind: 'observe', at, outcome: 'o1' },
    );

    expect(done).toMatchObject({
      state: 'observed',
      approvals: [{ by: 'ana' }],
      observed: { outcome: 'o1' },
    });
  });

  test('refuses an approval of a draft that changed after it was read', () => {
    const newer = advanced(aDecision(), {
      kind: 'propose',
      at,
      draft: aDraft({ value: 1 }),
      validUntil: '2026-03-04T00:00:00Z',
    });

    expect(newer.version).toBe(2);
    expect(refusalOf(newer, approve('ana', 1))).toBe('stale');
    expect(advanced(newer, approve('ana', 2)).state).toBe('approved');
  });

  test('keeps version and approvals where the next night proposes the same, for longer', () => {
    const once = advanced(aDecision({ draft: aDraft({ amountMinor: 200_000 }) }), approve('ana'));

    const again = advanced(once, {
      ...{ kind: 'propose', at, draft: aDraft({ amountMinor: 200_000, confidence: 0.95 }) },
      validUntil: '2026-03-04T00:00:00Z',
    });

    expect(again).toMatchObject({
      version: 1,
      validUntil: '2026-03-04T00:00:00Z',
      approvals: [{ by: 'ana' }],
    });
  });

  test('asks two persons from an amount on; a deputy and the one he stands for are not two', () => {
    const large = aDecision({ draft: aDraft({ amountMinor: 100_000 }) });

    const once = advanced(large, approve('ana'));

    expect(once.state).toBe('proposed');
    expect(refusalOf(once, approve('ana'))).toBe('sameApprover');
    expect(refusalOf(once, { ...approve('ben'), onBehalfOf: 'ana' } as DecisionEvent)).toBe('sameApprover');
    expect(advanced(once, approve('ben')).state).toBe('approved');
  });

  test('voids the first of two approvals when the draft changes', () => {
    const once = advanced(aDecision({ draft: aDraft({ amountMinor: 200_000 }) }), approve('ana'));

    const newer = advanced(once, {
      kind: 'propose',
      at,
      draft: aDraft({ amountMinor: 300_000 }),
      validUntil: '2026-03-04T00:00:00Z',
    });

    expect(newer.approvals).toEqual([]);
    expect(advanced(newer, approve('ben', 2)).state).toBe('proposed');
  });

  test('lets nobody approve limits that he proposed, nor by a deputy', () => {
    const limits = aDecision({ subject: 'limits', proposedBy: 'ana' });

    expect(refusalOf(limits, approve('ana'))).toBe('ownProposal');
    expect(refusalOf(limits, { ...approve('ben'), onBehalfOf: 'ana' } as DecisionEvent)).toBe('ownProposal');
    expect(refusalOf(limits, { kind: 'approveAutomatically', at, version: 1, circumstances: fine })).toBe(
      'notAutomatic',
    );
    expect(
      refusalOf(limits, { kind: 'change', at, by: 'ben', version: 1, draft: aDraft(), reasonCode: 'x' }),
    ).toBe('state');
    expect(advanced(limits, approve('ben')).state).toBe('approved');
  });

  test('lets nobody swap the draft of limits that another proposed, and then approve it', () => {
    const limits = aDecision({ subject: 'limits', proposedBy: 'ana' });
    const swap: DecisionEvent = {
      kind: 'propose',
      at,
      draft: aDraft({ value: 'v9' }),
      validUntil: '2026-03-04T00:00:00Z',
    };

    expect(refusalOf(limits, swap)).toBe('state');
    expect(refusalOf(limits, approve('tradewind'))).toBe('ownProposal');
  });

  test("keeps Tradewind's own draft beside a person's, with the reason", () => {
    const mine = aDraft({ value: 9_900_000 });

    const changed = advanced(aDecision(), {
      kind: 'change',
      at,
      by: 'ana',
      version: 1,
      draft: mine,
      reasonCode: 'promised',
    });

    expect(changed).toMatchObject({
      state: 'changed',
      version: 2,
      draft: mine,
      original: aDraft(),
      reasonCode: 'promised',
    });
    expect(
      refusalOf(aDecision(), { kind: 'change', at, by: 'ana', version: 1, draft: mine, reasonCode: '' }),
    ).toBe('reason');
  });

  test('needs another person for a change above the limit', () => {
    const mine = aDraft({ amountMinor: 150_000 });

    const changed = advanced(aDecision(), {
      kind: 'change',
      at,
      by: 'ana',
      version: 1,
      draft: mine,
      reasonCode: 'promised',
    });

    expect(changed.state).toBe('proposed');
    expect(refusalOf(changed, approve('ana', 2))).toBe('sameApprover');
    const night: DecisionEvent = {
      kind: 'propose',
      at,
      draft: aDraft({ value: 1 }),
      validUntil: '2026-03-04T00:00:00Z',
    };
    expect(refusalOf(changed, night)).toBe('state');
    expect(advanced(changed, approve('ben', 2)).state).toBe('changed');
  });

  test('stops approving and applying while killed, not rejecting', () => {
    const killed = { ...rules, killed: true };

    expect(refusalOf(aDecision(), approve('ana'), killed)).toBe('killed');
    expect(refusalOf(aDecision({ state: 'approved' }), { kind: 'apply', at, version: 1 }, killed)).toBe(
      'killed',
    );
    expect(
      refusalOf(aDecision(), { kind: 'reject', at, by: 'ana', version: 1, reasonCode: 'no' }, killed),
    ).toBeNull();
  });

  test('expires at its time, not before, and is not applied after it', () => {
    const late = '2026-03-03T03:30:00Z';

    expect(refusalOf(aDecision(), { kind: 'expire', at })).toBe('state');
    expect(advanced(aDecision(), { kind: 'expire', at: late }).state).toBe('expired');
    expect(refusalOf(aDecision({ state: 'approved' }), { kind: 'apply', at: late, version: 1 })).toBe(
      'expired',
    );
  });

  test('approves nothing by itself that needs two persons', () => {
    const event = { kind: 'approveAutomatically', at, version: 1, circumstances: fine } as const;
    const large = aDecision({ draft: aDraft({ amountMinor: 100_000 }) });

    const advance = advanceDecision(large, event, {
      ...rules,
      auto: { ...rules.auto, moneyPerDayMinor: 1e9 },
    });

    expect(advance).toMatchObject({ refusal: 'notAutomatic', detail: 'the amount needs two persons' });
  });

  test('approves by itself within all limits', () => {
    const event = { kind: 'approveAutomatically', at, version: 1, circumstances: fine } as const;

    expect(advanced(aDecision(), event)).toMatchObject({
      state: 'approved',
      approvals: [{ by: 'tradewind' }],
    });
  });
});
