import { describe, expect, test } from '@jest/globals';
import { generateDemo } from '../../../infra/local/demo/index.ts';
import {
  type Analysis,
  analysisSchema,
  comparisonSchema,
  contracts,
  forecastDocumentSchema,
  marketHealthSchema,
  type Outlook,
  type RunView,
  runViewSchema,
  segmentationSchema,
  storedForecastSchema,
} from '../../../lib/domain/index.ts';
import { orderRowsOf, type Row, rowsOf } from '../../infra/local/demo/read-demo.ts';
import type { RunningStack } from '../running-stack.ts';

const AS_OF = '2026-06-30';
/** The analysis covers the 365 days that end on `AS_OF`. */
const YEAR_FROM = '2025-07-01';
/** Each market, where it is at home, and how many minor units a unit of its currency has. */
const MARKETS = [
  { market: 'de', region: 'eu-central-1', minorPerUnit: 100 },
  { market: 'gb', region: 'eu-central-1', minorPerUnit: 100 },
  { market: 'jp', region: 'ap-northeast-1', minorPerUnit: 1 },
  { market: 'us', region: 'us-east-1', minorPerUnit: 100 },
] as const;

/** What the night found, held against the demo's own rows. */
export function insightTests(stack: () => RunningStack): void {
  const files = generateDemo();

  describe('a run', () => {
    test.each(MARKETS)('of $market has finished with every series forecast or explained', async (market) => {
      const run = await runOf(stack(), market);

      const { forecasts = 0, policies = 0, insufficientData = 0 } = run.summary ?? {};
      const products = rowsOf(files, market.market, 'products').length;
      // whatever has sold is forecast: a SKU that is days old borrows what its category does
      const sold = new Set(orderRowsOf(files, market.market).map(({ sku }) => sku)).size;
      expect(run).toMatchObject({ state: 'finished', asOf: AS_OF, series: products });
      expect(forecasts).toBe(sold);
      expect(policies + insufficientData).toBe(products);
      expect(run.progress.learn.done).toHaveLength(run.shards);
    });
  });

  describe('health', () => {
    test.each(MARKETS)(
      'of $market has fresh data, and no forecast to judge on its first night',
      async ({ market }) => {
        const { data, forecasts } = await stack().read(marketHealthSchema, `/v1/markets/${market}/health`);

        expect(data).toMatchObject({ newestOrder: AS_OF, lastRun: { asOf: AS_OF, state: 'finished' } });
        expect(forecasts).toMatchObject({ accuracy: [], reason: expect.stringMatching(/^no forecast/) });
      },
    );
  });

  describe('segments', () => {
    test.each(MARKETS)('of $market hold each buyer of the market once', async (market) => {
      const run = await runOf(stack(), market);

      const { segments } = await stack().read(segmentationSchema, `/v1/markets/${market.market}/segments`);

      const buyers = new Set(orderRowsOf(files, market.market).map((row) => row.customer_id));
      expect(segments.reduce((sum, segment) => sum + segment.buyers, 0)).toBe(run.summary?.buyers);
      expect(run.summary?.buyers).toBe(buyers.size);
      expect(segments.reduce((sum, segment) => sum + segment.revenueShare, 0)).toBeCloseTo(1, 9);
    });
  });

  describe('analysis', () => {
    test.each(MARKETS)(
      'of $market has the revenue of the year’s order rows',
      async ({ market, minorPerUnit }) => {
        const analysis = await stack().read(analysisSchema, `/v1/markets/${market}/analysis`);

        // a cancelled line never counted; a return takes its revenue back and is no order line
        const year = orderRowsOf(files, market).filter(
          ({ ordered_at = '', status }) => ordered_at >= YEAR_FROM && status !== 'cancelled',
        );
        const micros = year.reduce((sum, row) => sum + microsOfRow(row), 0n);
        expect(analysis.revenue.minor).toBe(Number((micros * BigInt(minorPerUnit)) / 1_000_000n));
        expect(analysis.orderLines).toBe(year.filter(({ status }) => status === 'shipped').length);
        expect(analysis).toMatchObject({ from: YEAR_FROM, asOf: AS_OF });
        const { categories = [], otherRevenue } = analysis;
        const told = categories.reduce((sum, { revenue }) => sum + revenue.minor, otherRevenue?.minor ?? 0);
        expect(told).toBe(analysis.revenue.minor);
      },
    );

    test.each(MARKETS.filter(({ market }) => market !== 'gb'))(
      'of $market finds that demand answers to price, as it was made to',
      async ({ market }) => {
        const { elasticity } = await stack().read(analysisSchema, `/v1/markets/${market}/analysis`);

        // −1.87 on the mean of the SKUs; contract prices don't move, and draw the market's towards 0
        const answer = elasticity?.market;
        if (answer?.kind !== 'estimated') throw new Error(answer?.detail);
        expect(answer.elasticity.high).toBeLessThan(-1);
        expect(answer.elasticity.low).toBeLessThan(-1.7);
        expect(answer.elasticity.low).toBeGreaterThan(-2.5);
      },
    );

    test('puts the markets of a region side by side, in one currency by the uploaded rates', async () => {
      const compare = (query: string) => stack().read(comparisonSchema, `/eu-central-1/v1/analysis?${query}`);

      const { markets, notHere, common } = await compare('markets=de,gb,jp&currency=EUR');

      expect(notHere).toEqual(['jp']);
      const [de, gb] = markets;
      if (de?.kind !== 'ready' || gb?.kind !== 'ready') throw new Error('a market is not compared');
      // a euro is 0.86 pounds on the last day of the demo
      expect(gb.commonRevenue?.minor).toBe(Math.round(gb.revenue.minor / 0.86));
      expect(common.revenue?.minor).toBe(de.revenue.minor + (gb.commonRevenue?.minor ?? 0));
      expect(common.rates).toMatchObject([{ date: AS_OF, base: 'GBP', quote: 'EUR' }]);
      // the same list in another currency, rounded to its steps
      expect(de.pricePosition).toMatchObject({ kind: 'measured', skus: 20 });
    });
  });

  describe('the outlook', () => {
    test.each(MARKETS)(
      'of $market is what its SKUs’ forecasts add up to, by category',
      async ({ market }) => {
        const analysis = await stack().read(analysisSchema, `/v1/markets/${market}/analysis`);
        const sums = new Map<string, number[]>();
        let forecasts = 0;
        for (const { sku = '', category = '' } of rowsOf(files, market, 'products')) {
          const path = `/v1/markets/${market}/forecasts/${encodeURIComponent(sku)}`;
          const forecast = await stack().read(forecastDocumentSchema, path);
          if (forecast.kind !== 'ready') continue;
          forecasts++;
          const sum = sums.get(category);
          sums.set(category, sum === undefined ? forecast.mean : addUp(sum, forecast.mean));
        }

        const { market: whole, categories, lacking } = outlookOf(analysis);

        expect(categories.map(({ category }) => category).toSorted()).toEqual([...sums.keys()].toSorted());
        for (const { category, mean } of categories)
          mean.forEach((units, day) => {
            expect(units).toBeCloseTo(sums.get(category ?? '')![day]!, 6);
          });
        whole.mean.forEach((units, day) => {
          const added = categories.reduce((sum, { mean }) => sum + mean[day]!, 0);
          expect(units).toBeCloseTo(added, 6);
        });
        expect(whole.series).toBe(forecasts);
        expect(lacking.series).toBe(rowsOf(files, market, 'products').length - forecasts);
        const [week] = whole.cumulative;
        const sumOfDays = whole.p90.slice(0, 7).reduce((sum, units) => sum + units, 0);
        expect(week!.p90).toBeGreaterThan(week!.mean);
        expect(week!.p10).toBeLessThan(week!.mean);
        expect(Math.abs(week!.p50 / week!.mean - 1)).toBeLessThan(0.1);
        expect(week!.p90).toBeLessThan(sumOfDays);
      },
    );
  });

  describe('forecasts', () => {
    test.each(MARKETS)('of $market are 56 days of quantiles that never cross', async ({ market }) => {
      const worklist = contracts['GET /v1/markets/{market}/skus'].answer;
      const { items } = await stack().read(worklist, `/v1/markets/${market}/skus?limit=3`);

      for (const { sku } of items) {
        const forecast = await stack().read(storedForecastSchema, `/v1/markets/${market}/forecasts/${sku}`);

        const { p10, p50, p90, mean } = forecast;
        expect([p10, p50, p90, mean].map(({ length }) => length)).toEqual([56, 56, 56, 56]);
        expect(p50.every((value, day) => 0 <= p10[day]! && p10[day]! <= value && value <= p90[day]!)).toBe(
          true,
        );
        expect(forecast.reason).toMatch(/[a-z]/);
        expect(forecast.candidates.map(({ model }) => model).join()).toMatch(/harmonic.*arima/);
        expect(forecast.uploads.length).toBeGreaterThan(0);
      }
    });
  });
}

const addUp = (one: number[], other: number[]) => one.map((units, day) => units + other[day]!);

function outlookOf({ outlook }: Analysis): Outlook {
  if (outlook === undefined) throw new Error('the analysis has no outlook');
  return outlook;
}

async function runOf(stack: RunningStack, market: { market: string; region: string }): Promise<RunView> {
  return stack.read(runViewSchema, `/${market.region}/v1/runs/${market.market}-${AS_OF}`);
}

/** Units times price of a row, in millionths of the currency's unit; both are decimal texts. */
function microsOfRow({ quantity = '', unit_price = '' }: Row): bigint {
  const [whole = '', fraction = ''] = unit_price.split('.');
  return BigInt(quantity) * BigInt(whole + fraction.padEnd(6, '0'));
}
