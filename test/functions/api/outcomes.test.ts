import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { controlKeys, type Outcome, outcomeKey, skuKey } from '../../../lib/domain/index.ts';
import { bodyOf, demoClaims } from '../http-requests.ts';
import { anInsufficientPolicy, aPolicy } from '../stored-documents.ts';
import { type Api, decisionSigner, startApi } from './api-fixture.ts';

const ROUTE = 'POST /v1/markets/{market}/outcomes';
let api: Api;

/** A SKU whose largest day had 40 units. */
const sold = (sku: string) => {
  const policy = aPolicy({ sku });
  return { ...policy, demand: { ...policy.demand, largestDayUnits: 40 } };
};

const anOutcome = (given: Partial<Outcome> = {}): Outcome => ({
  key: 'o-1',
  sku: 'A-1',
  from: '2025-01-26',
  to: '2025-02-01',
  unitsLost: 3,
  ...given,
});
const post = (outcomes: unknown, claims = demoClaims) =>
  api.ask(ROUTE, { path: { market: 'de' }, body: { outcomes }, claims });
const aDecision = (
  given: { merchant?: string; market?: string; sku?: string; policyVersion?: string } = {},
) =>
  decisionSigner.sign({
    ...{ merchant: 'demo', market: 'de', sku: 'A-1', policyVersion: 'v1', query: {} },
    ...{ orderUnits: 0, priceMicros: 1, issuedAt: '2025-01-31T00:00:00Z' },
    ...given,
  });

beforeAll(async () => {
  api = await startApi();
  for (const sku of ['A-1', 'A-2']) await api.stores.policies.put(skuKey('demo', 'de', sku), sold(sku));
  await api.stores.policies.put(skuKey('other', 'de', 'O-1'), aPolicy({ sku: 'O-1' }));
});
afterAll(() => api.stop());

describe('outcomes', () => {
  test('counts an outcome once, however often and however close together it comes', async () => {
    const twins = await Promise.all([
      post([anOutcome()]),
      post([anOutcome(), anOutcome()]),
      post([anOutcome()]),
    ]);

    const counted = twins.map((answer) => bodyOf(answer).counted).reduce((sum, one) => sum + one);
    expect(counted).toBe(1);
    expect(bodyOf(await post([anOutcome()]))).toMatchObject({ counted: 0, alreadyCounted: 1, refused: 0 });
    const stored = await api.stores.outcomes.queryAll(outcomeKey('demo', 'de', 'A-1', '').pk);
    expect(stored.map(({ value }) => value)).toEqual([anOutcome()]);
  });

  test('keeps who operated the SKU, as long as its experiment has force', async () => {
    const trial = { arm: 'human', holdout: false, experiment: 'exp-1' } as const;
    await api.stores.policies.put(skuKey('demo', 'de', 'A-9'), { ...sold('A-9'), trial });
    const row = controlKeys.market('demo', 'de');
    await api.stores.controls.put(row, { mode: 'suggest', killed: false, experiments: ['exp-1'] });
    await post([anOutcome({ sku: 'A-9', key: 'in-test' })]);
    await api.stores.controls.remove(row);
    await post([anOutcome({ sku: 'A-9', key: 'after' })]);

    const stored = await api.stores.outcomes.queryAll(outcomeKey('demo', 'de', 'A-9', '').pk);

    expect(stored.map(({ value }) => [value.key, value.arm])).toEqual([
      ['after', 'ai'],
      ['in-test', 'human'],
    ]);
    expect(bodyOf(await post([anOutcome({ sku: 'A-9', key: 'in-test' })]))).toMatchObject({
      alreadyCounted: 1,
    });
  });

  test('refuses a used key with another body, and keeps what was counted first', async () => {
    await post([anOutcome({ key: 'o-2' })]);
    const { results } = bodyOf(await post([anOutcome({ key: 'o-2', unitsLost: 4 })]));

    expect(results).toMatchObject([{ key: 'o-2', state: 'refused', problem: { status: 409 } }]);
    const stored = await api.stores.outcomes.get(outcomeKey('demo', 'de', 'A-1', 'o-2'));
    expect(stored?.value.unitsLost).toBe(3);
  });

  test('refuses items alone, each with its own problem, and counts the others', async () => {
    const answer = bodyOf(
      await post([
        anOutcome({ key: 'o-3' }),
        anOutcome({ key: 'o-3', sku: 'O-1' }),
        anOutcome({ key: 'o-3', sku: 'none' }),
        anOutcome({ key: 'o-4', from: '2025-02-03' }),
      ]),
    );

    expect(answer).toMatchObject({ counted: 1, alreadyCounted: 0, refused: 3 });
    const problems = answer.results.map(({ problem }: { problem?: { status: number } }) => problem?.status);
    expect(problems).toEqual([undefined, 404, 404, 422]);
  });

  test('refuses what can not have been seen: a day to come, a price in the money of elsewhere', async () => {
    // it is 2025-02-01 in Germany, 10:00
    const answer = bodyOf(
      await post([
        anOutcome({ key: 's-1', from: '2025-02-01', to: '2025-02-01' }),
        anOutcome({ key: 's-2', from: '2025-02-01', to: '2025-02-02' }),
        anOutcome({ key: 's-3', priceShown: { micros: 0, currency: 'EUR' } }),
        anOutcome({ key: 's-4', priceShown: { micros: 5, currency: 'USD' } }),
      ]),
    );

    expect(answer.results).toMatchObject([
      { state: 'counted' },
      { state: 'refused', problem: { status: 422, detail: expect.stringContaining('2025-02-02') } },
      { state: 'counted' },
      { state: 'refused', problem: { status: 422, detail: expect.stringContaining('USD') } },
    ]);
  });

  test.each([
    { priceShown: { micros: -1, currency: 'EUR' } },
    { priceShown: { micros: 1, currency: 'eur' } },
    { priceShown: { micros: 1, currency: 'EUR', gross: true } },
    { key: 'half a character \ud800' },
  ])('refuses a body with %j', async (given) => {
    expect((await post([{ ...anOutcome(), ...given }])).statusCode).toBe(422);
  });

  test('takes a decision id of its own and of no one else', async () => {
    const good = await aDecision();
    const ids = [
      good,
      `${good.slice(0, -2)}xx`,
      'made.up.id',
      await aDecision({ merchant: 'other' }),
      await aDecision({ market: 'jp' }),
      await aDecision({ sku: 'A-2' }),
    ];
    const { results } = bodyOf(
      await post(ids.map((decisionId, index) => anOutcome({ key: `d-${index}`, decisionId }))),
    );

    expect(results.map(({ state }: { state: string }) => state)).toEqual([
      'counted',
      ...Array(5).fill('refused'),
    ]);
    const details = new Set(
      results.slice(1).map(({ problem }: { problem: { detail: string } }) => problem.detail),
    );
    expect(details).toEqual(new Set(['there is no decision of this id for the SKU A-1']));
  });

  test('counts what names a superseded decision, says so, and keeps what that decision proposed', async () => {
    const [old, current] = await Promise.all([aDecision({ policyVersion: 'v0' }), aDecision()]);
    const outcomes = [
      anOutcome({ key: 'old', decisionId: old }),
      anOutcome({ key: 'current', decisionId: current }),
    ];

    const { results } = bodyOf(await post(outcomes));
    const again = bodyOf(await post(outcomes));

    expect(results).toEqual([
      { key: 'old', sku: 'A-1', state: 'counted', superseded: true },
      { key: 'current', sku: 'A-1', state: 'counted' },
    ]);
    expect(again).toMatchObject({ alreadyCounted: 2, results: [{ superseded: true }, {}] });
    const stored = await api.stores.outcomes.get(outcomeKey('demo', 'de', 'A-1', 'old'));
    expect(stored?.value.decided).toEqual({ policyVersion: 'v0', priceMicros: 1, orderUnits: 0 });
  });

  test.each([
    [{ unitsLost: 1e9 }, "more than 100 times the SKU's largest day of 40"],
    [{ unitsSold: 1e9 }, 'check the unit'],
    [{ unitsBackOrdered: 28_001 }, 'upload the orders first'],
    [{ priceShown: { micros: 1200, currency: 'EUR' } }, 'millionths'],
    [{ priceShown: { micros: 2_000_000_000, currency: 'EUR' } }, 'far from the list price of 10.00 EUR'],
    [{ from: '2023-01-01' }, '366 are the most'],
  ])('refuses what can not be believed of the SKU, and says what to do: %j', async (said, advice) => {
    const { results } = bodyOf(await post([anOutcome({ key: JSON.stringify(said), ...said })]));

    expect(results).toMatchObject([
      { state: 'refused', problem: { status: 422, detail: expect.stringContaining(advice) } },
    ]);
  });

  test('believes a hundred times the largest day for each day, and leaves to the night what it can not measure', async () => {
    await api.stores.policies.put(skuKey('demo', 'de', 'N-1'), anInsufficientPolicy('N-1'));

    const answer = bodyOf(
      await post([
        anOutcome({ key: 'many', unitsLost: 28_000 }),
        anOutcome({ key: 'unknown', sku: 'N-1', unitsLost: 1e9 }),
      ]),
    );

    expect(answer).toMatchObject({ counted: 2, refused: 0 });
  });

  test('takes a correction of what is there, under a key of its own', async () => {
    await post([anOutcome({ key: 'wrong' })]);

    const { results } = bodyOf(
      await post([
        anOutcome({ key: 'right', unitsLost: 1, corrects: 'wrong' }),
        anOutcome({ key: 'itself', corrects: 'itself' }),
        anOutcome({ key: 'nothing', corrects: 'never sent' }),
        anOutcome({ key: 'elsewhere', sku: 'A-2', corrects: 'wrong' }),
      ]),
    );

    expect(results.map(({ state }: { state: string }) => state)).toEqual([
      'counted',
      'refused',
      'refused',
      'refused',
    ]);
    expect(results[2].problem.detail).toContain('send that one first');
  });

  test('knows no market of another merchant', async () => {
    const other = { ...demoClaims, merchant: 'other' };
    const answer = await api.ask(ROUTE, {
      path: { market: 'jp' },
      body: { outcomes: [anOutcome()] },
      claims: other,
    });

    expect(answer.statusCode).toBe(404);
  });

  test('takes or refuses whatever comes, and never fails', async () => {
    const part = fc.oneof(fc.jsonValue(), fc.constantFrom('A-1', '2025-01-30', 1e9, -1, 'EUR'));
    const body = fc.array(
      fc.dictionary(
        fc.constantFrom(
          'key',
          'sku',
          'from',
          'to',
          'unitsLost',
          'corrects',
          'decisionId',
          'priceShown',
          'more',
        ),
        part,
      ),
      { maxLength: 3 },
    );

    await fc.assert(
      fc.asyncProperty(fc.oneof(body, fc.jsonValue()), async (outcomes) => {
        expect([200, 422]).toContain((await post(outcomes)).statusCode);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('counts five hundred at once, and refuses five hundred and one', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        anOutcome({ key: `m-${index}`, sku: index % 2 ? 'A-1' : 'A-2' }),
      );

    expect(bodyOf(await post(many(500))).counted).toBe(500);
    expect((await post(many(501))).statusCode).toBe(422);
  });

  test('points to what does not fit, and counts nothing of it', async () => {
    const answer = await post([
      anOutcome({ key: 'p-1' }),
      { ...anOutcome({ key: 'p-2' }), unitsLost: -1, color: 'red' },
    ]);

    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/outcomes/1/unitsLost',
      '/outcomes/1',
    ]);
    expect(await api.stores.outcomes.get(outcomeKey('demo', 'de', 'A-1', 'p-1'))).toBeUndefined();
  });

  test('refuses a body that is not JSON, and one above the limit', async () => {
    const ask = (headers: Record<string, string>, body: unknown) =>
      api.ask(ROUTE, { path: { market: 'de' }, headers, body });
    const large = await ask({}, { outcomes: 'x'.repeat(1_048_577) });
    const broken = await api.askText(ROUTE, { path: { market: 'de' } }, '{"outcomes": [');

    expect(large.statusCode).toBe(413);
    expect(broken.statusCode).toBe(400);
  });
});
