import { describe, expect, test } from '@jest/globals';
import { whyNotAutomatic } from '../../../lib/oversight/index.ts';
import { aDecision, aDraft, fine, rules } from './a-decision.ts';

const draft = aDraft({ value: 40 });
const decision = aDecision({ subject: 'order', draft });

describe('whyNotAutomatic', () => {
  test('finds nothing against a draft at its very limits', () => {
    const least = { ...decision, draft: { ...draft, step: 0.1, confidence: 0.8 } };

    expect(whyNotAutomatic(least, { ...fine, spentTodayMinor: 30_000, dataAgeDays: 3 }, rules.auto)).toEqual(
      [],
    );
  });

  test.each([
    ['the mode is suggest', {}, {}, { mode: 'suggest' }],
    ['a step of 0.2 is above 0.1', { step: 0.2 }, {}, {}],
    ['60000 a day is above 50000', {}, { spentTodayMinor: 40_000 }, {}],
    ['a confidence of 0.5 is below 0.8', { confidence: 0.5 }, {}, {}],
    ['a confidence of NaN is below 0.8', { confidence: Number.NaN }, {}, {}],
    ['NaN a day is above 50000', { amountMinor: Number.NaN }, {}, {}],
    ['the series has drifted', {}, { drifted: true }, {}],
    ['data are 4 days old, more than 3', {}, { dataAgeDays: 4 }, {}],
  ] as const)('keeps it for a person when %s', (reason, change, circumstances, auto) => {
    const changed = { ...decision, draft: { ...draft, ...change } };

    const found = whyNotAutomatic(changed, { ...fine, ...circumstances }, { ...rules.auto, ...auto });
    expect(found.map(({ text }) => text)).toEqual([reason]);
  });

  test('names what was found and what is asked, without a figure that is none', () => {
    const changed = { ...decision, draft: { ...draft, step: 0.2, confidence: Number.NaN } };

    expect(whyNotAutomatic(changed, fine, rules.auto)).toMatchObject([
      { code: 'largestStep', figures: { step: 0.2, largestStep: 0.1 } },
      { code: 'leastConfidence', figures: { leastConfidence: 0.8 } },
    ]);
  });

  test('adds what the policy itself keeps back', () => {
    const held = { code: 'evidence', text: 'too little is known' } as const;

    expect(whyNotAutomatic(decision, { ...fine, alsoKeptBack: [held] }, rules.auto)).toEqual([held]);
  });

  test('names every reason at once', () => {
    const off = { ...rules.auto, mode: 'off' } as const;

    expect(whyNotAutomatic(decision, { ...fine, drifted: true, dataAgeDays: 9 }, off)).toHaveLength(3);
  });
});
