import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { compileFits } from '../../lib/domain/fits-schema.ts';
import { isoDate, isoInstant, storedPolicySchema, storePolicy } from '../../lib/domain/index.ts';
import { anInsufficientPolicy, aPolicy } from '../functions/stored-documents.ts';

const schema = z.object({
  kind: z.literal('a'),
  day: isoDate,
  at: z.optional(isoInstant),
  whole: z.int().check(z.positive()),
  share: z.nullable(z.number().check(z.gte(0), z.lt(1))),
  word: z.string().check(z.minLength(2), z.regex(/^[a-z]+$/)),
  pair: z.tuple([z.string(), z.boolean()]),
  list: z.array(z.enum(['x', 'y'])),
});
const fitting = {
  kind: 'a',
  day: '2024-02-29',
  at: '2024-02-29T10:00:00Z',
  whole: 3,
  share: 0.5,
  word: 'ab',
  pair: ['p', true],
  list: ['x', 'y'],
};

describe('compileFits', () => {
  test('says yes to what fits, with optional members and without', () => {
    const { at, ...without } = fitting;

    expect([fitting, without, { ...fitting, share: null, list: [] }].map(compileFits(schema))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('says yes to stored policies of every kind', () => {
    const fits = compileFits(storedPolicySchema);
    const whole = aPolicy();
    const row = aPolicy({ actions: grid, top: [[[1, 120]], [[3, 130]], [[2, 140]]] });

    expect(storePolicy(row).kind).toBe('packed');
    for (const document of [storePolicy(row), whole, anInsufficientPolicy('B-1')])
      expect(fits(JSON.parse(JSON.stringify(document)))).toBe(true);
  });

  test('never says yes where the schema says no, or would change the value', () => {
    const fits = compileFits(schema);
    const anything = fc.oneof(
      fc.anything(),
      fc.constantFrom('2023-02-29', 'a', '', 0, -1, 1.5, 1, Infinity, [], ['x']),
    );

    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(fitting)), anything, (name, value) => {
        const changed = { ...fitting, [name]: value };
        const parsed = schema.safeParse(changed);
        if (fits(changed)) expect(parsed).toEqual({ success: true, data: changed });
        else expect(parsed.success).toBe(false);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  test.each([
    ['a transform', z.pipe(z.string(), z.transform(Number)), '1'],
    ['a strict object', z.strictObject({ a: z.string() }), { a: 'b' }],
    ['a union that nothing tells apart', z.union([z.string(), z.number()]), 'b'],
  ])('leaves %s to the schema itself', (_, unread, value) => {
    expect(compileFits(unread)(value)).toBe(false);
    expect(z.safeParse(unread, value).success).toBe(true);
  });
});

const grid = [0, 1].flatMap((price) => [0, 20].map((orderUnits) => ({ price, orderUnits })));
