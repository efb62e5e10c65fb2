import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currenciesOf, InputError, parseAs, ruleTerms, tradeRulesSchema } from '../../lib/domain/index.ts';

const parse = (rules: unknown) => parseAs(tradeRulesSchema, rules, 'the rules');

/** Anything that a client may send, terms by their names among it. */
const aBody = fc.dictionary(
  fc.oneof(fc.constantFrom(...ruleTerms, 'exceptions', 'skus', '__proto__'), fc.string()),
  fc.oneof(
    fc.double(),
    fc.jsonValue(),
    fc.record({ minor: fc.integer(), currency: fc.string({ minLength: 3, maxLength: 3 }) }),
    fc.array(fc.dictionary(fc.constantFrom('skus', 'categories', ...ruleTerms), fc.jsonValue())),
  ),
);

describe('tradeRulesSchema', () => {
  test('takes nothing: every term may be left out', () => {
    expect(parse({})).toEqual({});
  });

  test('takes or refuses whatever comes, and what it takes it takes again from its text', () => {
    fc.assert(
      fc.property(aBody, (body) => {
        let taken: unknown;
        try {
          taken = parse(body);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          return;
        }
        expect(parse(JSON.parse(JSON.stringify(taken)))).toEqual(JSON.parse(JSON.stringify(taken)));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('lets no number through that is not finite', () => {
    for (const term of ruleTerms)
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300])
        expect(() => parse({ [term]: value })).toThrow(InputError);
  });

  test('keeps the row below what a table takes: a list of names too long says to name a category', () => {
    const skus = (length: number) => Array.from({ length }, (_, i) => `${i}`.padStart(200, '0'));

    expect(() => parse({ exceptions: [{ skus: skus(501), learning: false }] })).toThrow('name a category');
    expect(() =>
      parse({
        exceptions: [{ skus: skus(300) }, { skus: skus(300) }].map((one) => ({ ...one, learning: false })),
      }),
    ).toThrow('name categories');
    expect(parse({ exceptions: [{ skus: skus(400), learning: false }] }).exceptions).toHaveLength(1);
  });
});

describe('currenciesOf', () => {
  test('names each currency once, those of exceptions too', () => {
    const money = (currency: string) => ({ minor: 1, currency });
    const rules = parse({
      orderCost: money('EUR'),
      budgetPerOrderDay: money('EUR'),
      exceptions: [{ categories: ['c'], priceChangeCost: money('JPY') }],
    });

    expect(currenciesOf(rules).sort()).toEqual(['EUR', 'JPY']);
    expect(currenciesOf({})).toEqual([]);
  });
});
