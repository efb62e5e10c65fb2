import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { generateDemo } from '../../../infra/local/demo/index.ts';
import { contracts, parseAs, type Recommendation, recommendationSchema } from '../../../lib/domain/index.ts';
import { rowsOf } from '../../infra/local/demo/read-demo.ts';
import { findProgram } from '../find-program.ts';
import type { RunningStack } from '../running-stack.ts';

const worklistSchema = contracts['GET /v1/markets/{market}/skus'].answer;

/** What a user is told to charge and to order. */
export function adviceTests(stack: () => RunningStack): void {
  const recommendation = (market: string, sku: string) =>
    stack().read(recommendationSchema, `/v1/markets/${market}/skus/${sku}/recommendation`);

  const withCurl = findProgram('bash') && findProgram('curl') ? test : test.skip;
  withCurl('prints a curl line that gives a recommendation', async () => {
    const line = /^curl .*$/m.exec(stack().stdout())?.[0] ?? 'no curl line was printed';

    const { stdout } = await promisify(execFile)('bash', ['-c', line]);

    const advice = parseAs(recommendationSchema, JSON.parse(stdout), 'what curl printed');
    expect(advice.kind).toBe('ready');
    expect(advice.reasons.length).toBeGreaterThan(0);
  });

  test('says in a sentence what the curl line will answer', async () => {
    const [, market = '', sku = ''] = /markets\/(\w+)\/skus\/([^/]+)\//.exec(stack().stdout()) ?? [];

    const advice = ready(await recommendation(market, sku));

    const charged = ((advice.effective.price?.micros ?? 0) / 1e6).toFixed(2);
    const proposed = ((advice.proposal?.price.micros ?? 0) / 1e6).toFixed(2);
    const ordered = advice.proposal?.orderUnits.toLocaleString('en');
    expect(stack().stdout()).toContain(
      `${sku} in ${market}: charge ${charged} EUR now; proposed are ${proposed} EUR and an order of ${ordered}.`,
    );
  });

  test('takes the state that a merchant app sends in place of the last upload', async () => {
    const { items } = await stack().read(worklistSchema, '/v1/markets/jp/skus?limit=10');
    const sku = items.find(({ kind }) => kind === 'ready')?.sku ?? '';

    const known = ready(await recommendation('jp', sku));
    const sent = ready(
      await stack().read(
        recommendationSchema,
        `/v1/markets/jp/skus/${sku}/recommendation?onHand=1000000&onOrder=7`,
      ),
    );

    expect(sent.state).toMatchObject({ onHand: 1_000_000, onOrder: 7 });
    expect(sent.proposal?.orderUnits).toBe(0);
    expect(known.state.onHand).not.toBe(1_000_000);
  });

  describe('the worklist', () => {
    test('holds every SKU of the market once, with its name, the most money at risk first', async () => {
      const products = rowsOf(generateDemo(), 'de', 'products');

      const { items } = await stack().read(worklistSchema, '/v1/markets/de/skus?limit=200');

      const names = new Map(items.map(({ sku, name }) => [sku, name]));
      expect(names).toEqual(new Map(products.map((row) => [row.sku, row.name])));
      expect(items).toHaveLength(products.length);
      const risks = items.map(({ moneyAtRisk }) => moneyAtRisk?.minor ?? 0);
      expect(risks).toEqual([...risks].sort((a, b) => b - a));
      expect(risks[0]).toBeGreaterThan(0);
    });

    test('says the same of a SKU as its recommendation', async () => {
      const { items } = await stack().read(worklistSchema, '/v1/markets/us/skus?limit=200');
      const first = items.find(({ kind }) => kind === 'ready');

      const advice = ready(await recommendation('us', first?.sku ?? ''));

      expect(first).toMatchObject({
        onHand: advice.state.onHand,
        proposedPrice: advice.proposal?.price,
        orderUnits: advice.proposal?.orderUnits,
      });
    });
  });

  describe('a SKU without enough data', () => {
    test.each([
      { what: 'that is three days old', market: 'de', sku: 'OF-107', missing: 'history', words: '3 days' },
      { what: 'without a cost', market: 'us', sku: 'PK-107', missing: 'unit_cost', words: 'cost' },
      { what: 'without stock', market: 'de', sku: 'CL-105', missing: 'stock', words: 'stock' },
    ])(
      '$what gets no advice, but what is missing and a price to keep',
      async ({ market, sku, missing, words }) => {
        const advice = await recommendation(market, sku);

        expect(advice).toMatchObject({ kind: 'insufficientData', missing: [missing] });
        expect(advice.kind === 'insufficientData' && advice.detail).toContain(words);
        expect(advice.fallback).toMatchObject({ price: advice.effective.price, orderUnits: 0 });
        expect(advice.effective.price?.micros).toBeGreaterThan(0);
      },
    );
  });
}

/** Expect advice, not a lack of data. */
function ready(advice: Recommendation): Extract<Recommendation, { kind: 'ready' }> {
  if (advice.kind !== 'ready') throw new Error(`${advice.sku}: ${advice.detail}`);
  return advice;
}
