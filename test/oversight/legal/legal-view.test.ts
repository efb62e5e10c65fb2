import { describe, expect, test } from '@jest/globals';
import { legalPacks, legalRules, legalViewSchema } from '../../../lib/domain/index.ts';
import { legalViewOf } from '../../../lib/oversight/index.ts';

const ruleOf = (legalPack: (typeof legalPacks)[number], rule: (typeof legalRules)[number]) =>
  legalViewOf({ market: 'de', legalPack }).rules.find((one) => one.rule === rule);

describe('legalViewOf', () => {
  test.each([...legalPacks])(
    'says of every rule of %s whether it is on, why, and what is done',
    (legalPack) => {
      const view = legalViewOf({ market: 'de', legalPack });

      expect(legalViewSchema.safeParse(view).error).toBeUndefined();
      expect(view.rules.map(({ rule }) => rule)).toEqual([...legalRules]);
      expect(view.rules.every(({ why, does }) => why.endsWith('.') && does.endsWith('.'))).toBe(true);
      expect(view.notice).toContain('no legal advice');
    },
  );

  test('never turns a rule on without the law that asks for it', () => {
    const on = legalPacks.flatMap((legalPack) => legalViewOf({ market: 'de', legalPack }).rules);

    expect(on.filter((rule) => rule.on && rule.law === null)).toEqual([]);
  });

  test('keeps the prior price in the European Union, parity in the United States, and binds nobody by a resale floor', () => {
    expect(ruleOf('eu', 'priorPrice')).toMatchObject({
      on: true,
      law: { citation: expect.stringContaining('98/6/EC, Art. 6a') },
    });
    expect(ruleOf('us', 'parity')).toMatchObject({ on: true, law: { citation: '15 U.S.C. § 13' } });
    expect(ruleOf('cn', 'automatedDecisions')).toMatchObject({ on: true, law: { citation: 'Art. 24' } });
    for (const pack of legalPacks) expect(ruleOf(pack, 'minimumAdvertisedPrice')?.on).toBe(false);
  });
});
