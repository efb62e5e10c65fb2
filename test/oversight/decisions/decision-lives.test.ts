import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advanceDecision, type DecisionEvent, FINAL_STATES } from '../../../lib/oversight/index.ts';
import { aDecision, aDraft, at, fine, rules } from './a-decision.ts';

describe('advanceDecision', () => {
  test('whatever happens: nothing is applied without the persons it needs, and what is over stays', () => {
    const person = fc.constantFrom('ana', 'ben', 'cho');
    const version = fc.integer({ min: 1, max: 3 });
    const when = fc.constantFrom(at, '2026-03-05T00:00:00Z');
    const draft = fc.record({ value: fc.integer(), amountMinor: fc.constantFrom(10, 150_000) }).map(aDraft);
    const event: fc.Arbitrary<DecisionEvent> = fc.oneof(
      fc.record({
        kind: fc.constant('propose' as const),
        at: when,
        draft,
        validUntil: fc.constant('2026-03-04T00:00:00Z'),
      }),
      fc.record({ kind: fc.constant('approve' as const), at: when, by: person, version }),
      fc.record({
        kind: fc.constant('change' as const),
        at: when,
        by: person,
        version,
        draft,
        reasonCode: fc.constantFrom('', 'r'),
      }),
      fc.record({
        kind: fc.constant('reject' as const),
        at: when,
        by: person,
        version,
        reasonCode: fc.constant('r'),
      }),
      fc.record({
        kind: fc.constant('approveAutomatically' as const),
        at: when,
        version,
        circumstances: fc.constant(fine),
      }),
      fc.record({ kind: fc.constant('expire' as const), at: when }),
      fc.record({ kind: fc.constant('apply' as const), at: when, version }),
      fc.record({ kind: fc.constant('observe' as const), at: when, outcome: fc.constant('o') }),
    );
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 12 }),
        fc.constantFrom('tradewind', 'ana'),
        (events, proposedBy) => {
          let now = aDecision({ proposedBy });
          for (const one of events) {
            const advance = advanceDecision(now, one, rules);
            if (advance.kind === 'refused') continue;
            const next = advance.decision;
            expect(FINAL_STATES.has(now.state)).toBe(false);
            if ('version' in one) expect(one.version).toBe(now.version);
            expect(next.version).toBeGreaterThanOrEqual(now.version);
            if (next.state === 'applied') {
              const persons = new Set(next.approvals.map(({ by }) => by));
              expect(['approved', 'changed']).toContain(now.state);
              expect(persons.size).toBeGreaterThanOrEqual(next.draft.amountMinor >= 100_000 ? 2 : 1);
              if (next.original === undefined)
                expect(persons.has(proposedBy) && proposedBy === 'ana').toBe(false);
              expect(one.at < next.validUntil).toBe(true);
            }
            now = next;
          }
        },
      ),
      { numRuns: 3000, seed: 5 },
    );
  });
});
