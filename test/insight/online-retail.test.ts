import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { segmentBuyers } from '../../lib/clustering/index.ts';
import { abcClasses, analyseMarket, gini, herfindahl, topShare, xyzClass } from '../../lib/insight/index.ts';
import { readBuyerAggregates } from '../../lib/stores/buyer-aggregates.ts';
import type { Database } from '../../lib/stores/lake-database.ts';
import { readMarketAggregates } from '../../lib/stores/market-aggregates.ts';
import { readBaskets } from '../../lib/stores/market-baskets.ts';
import { labelLines } from '../../lib/stores/market-labels.ts';
import { withRelations } from './market-lake.ts';
import { openOrderLines } from './order-lines.ts';

const shared = process.env.TRADEWIND_SHARED ?? '../shared';
const csv = join(shared, 'data/retail/online-retail.csv.gz');
const reference = join(shared, 'bench/purchasing/market.json');
const isThere = existsSync(csv) && existsSync(reference);
if (!isThere) console.log(`skipped: ${csv} is not there (TRADEWIND_SHARED names the folder)`);

/** The reference's cleaning: identified buyers, no cancelled invoices, positive quantity and price, product codes. */
const CLEANED = `
  SELECT InvoiceNo AS order_id, CAST(row_number() OVER () AS VARCHAR) AS line_key,
    CAST(InvoiceDate AS DATE) AS ordered_on, CustomerID AS customer, upper(StockCode) AS sku,
    CAST(Quantity AS DOUBLE) AS quantity, CAST(round(CAST(UnitPrice AS DOUBLE) * 1e6) AS BIGINT) AS unit_price_micros,
    'GBP' AS currency, 'sale' AS kind,
    CAST(round(CAST(Quantity AS DOUBLE) * CAST(UnitPrice AS DOUBLE) * 100) AS BIGINT) AS amount_minor, Country AS country, true AS product
  FROM read_csv('${csv}', header = true, all_varchar = true)
  WHERE CustomerID IS NOT NULL AND InvoiceNo NOT LIKE 'C%' AND CAST(Quantity AS DOUBLE) > 0
    AND CAST(UnitPrice AS DOUBLE) > 0 AND regexp_matches(StockCode, '^[0-9]{5}')`;

const asOf = '2011-12-09';
const options = { runId: `gb-${asOf}`, asOf, currency: 'GBP' };
const WHOLE_HISTORY_DAYS = 400;

(isThere ? describe : describe.skip)(
  'the analysis of Online Retail, beside the reference market.json',
  () => {
    const expected = isThere ? JSON.parse(readFileSync(reference, 'utf8')) : {};
    let database: Database;
    beforeAll(async () => {
      database = await openOrderLines(CLEANED);
    });
    afterAll(() => database.close());

    test('finds the same revenue, orders, buyers and SKUs', async () => {
      const aggregates = await readMarketAggregates(database, asOf, WHOLE_HISTORY_DAYS);
      const analysis = analyseMarket(aggregates, options);

      // the reference rounds its total once, we round each line: 253,003 lines of whole pence differ by nothing
      expect(aggregates.totals.revenueMinor).toBe(Math.round(expected.revenue * 100));
      expect(aggregates.totals.orders).toBe(expected.orders);
      expect(aggregates.skus.revenueMinor).toHaveLength(expected.skus);
      expect(analysis).toMatchObject({
        kind: 'ready',
        from: '2010-12-01',
        buyers: { active: expected.customers },
      });
    });

    test('finds the same revenue each month and flags the one that is cut off', async () => {
      const analysis = analyseMarket(await readMarketAggregates(database, asOf, WHOLE_HISTORY_DAYS), options);
      const months = analysis.kind === 'ready' ? analysis.months : [];

      const found = Object.fromEntries(months.map(({ month, revenue }) => [month, revenue.minor / 100]));
      expect(found).toEqual(expected.monthly_revenue);
      expect(months.filter(({ partial }) => partial).map(({ month }) => month)).toEqual(['2011-12']);
    });

    test('finds the same concentration of buyers, SKUs and countries', async () => {
      const { buyers, skus } = await readMarketAggregates(database, asOf, WHOLE_HISTORY_DAYS);
      const bought = buyers.revenueMinor;
      const countries = await database.run(
        'SELECT country, CAST(sum(amount_minor) AS DOUBLE) AS revenue FROM order_lines GROUP BY country ORDER BY revenue DESC',
      );
      const revenues = countries.map(({ revenue }) => Number(revenue));

      expect(gini(bought)).toBeCloseTo(expected.customer_gini, 9);
      expect(topShare(bought, Math.ceil(bought.length / 10))).toBeCloseTo(
        expected.customer_top10pct_share,
        9,
      );
      expect(gini(skus.revenueMinor)).toBeCloseTo(expected.sku_gini, 9);
      expect(herfindahl(revenues)).toBeCloseTo(expected.country_hhi, 9);
      expect(countries[0]?.country).toBe('United Kingdom');
      expect(herfindahl(revenues.slice(1))).toBeCloseTo(expected.country_hhi_without_uk, 9);
      const top = countries.slice(0, 10).map(({ country, revenue }) => [country, Number(revenue) / 100]);
      expect(Object.fromEntries(top)).toEqual(expected.country_revenue_top10);
    });

    test('classes SKUs by revenue and by monthly variation as the reference does', async () => {
      const { skus } = await readMarketAggregates(database, asOf, WHOLE_HISTORY_DAYS);
      const monthly = await database.run(`
      SELECT sku, 12 AS periods, sum(units) AS "unitsSum", sum(units * units) AS "unitsSquareSum"
      FROM (SELECT sku, sum(quantity) AS units FROM order_lines WHERE ordered_on < DATE '2011-12-01'
            GROUP BY sku, date_trunc('month', ordered_on)) GROUP BY sku`);

      const abc = countOf(abcClasses(skus.revenueMinor));
      const xyz = countOf(
        monthly.map(({ unitsSum, unitsSquareSum }) =>
          xyzClass({ periods: 12, unitsSum: Number(unitsSum), unitsSquareSum: Number(unitsSquareSum) }),
        ),
      );

      expect(abc).toEqual(expected.abc_80_95);
      expect(xyz).toEqual({
        X: expected.xyz_monthly_full_months['X (cv<=0.5)'],
        Y: expected.xyz_monthly_full_months['Y (0.5<cv<=1)'],
        Z: expected.xyz_monthly_full_months['Z (cv>1)'],
      });
    });

    test('finds the same lifts of what is ordered together', async () => {
      const lines = CLEANED.replace(
        'SELECT InvoiceNo',
        "SELECT 'de' AS market, Description AS description, InvoiceNo",
      );

      const baskets = await withRelations(lines, async (sql) => {
        const window = { asOf, from: '2010-12-01' };
        const parts = await labelLines(sql, {
          market: 'de',
          window,
          exchanges: [{ currency: 'GBP', rate: 1 }],
        });
        return readBaskets(sql, window, parts);
      });

      expect(baskets.orders).toBe(expected.baskets);
      for (const { a, b, n_a, n_b, n_ab, support, confidence, lift } of expected.lift_examples) {
        const pair = baskets.skus.pairs.find(
          ({ first, second }) => [first, second].sort().join() === [a, b].sort().join(),
        );
        // the rarer item of a pair is its first
        const [ofRarer, ofCommoner] =
          n_a <= n_b ? ['confidence', 'confidenceBack'] : ['confidenceBack', 'confidence'];
        expect([pair?.firstOrders, pair?.secondOrders]).toEqual([Math.min(n_a, n_b), Math.max(n_a, n_b)]);
        expect(pair?.together).toBe(n_ab);
        expect(pair?.support).toBeCloseTo(support, 12);
        expect(pair?.[ofRarer as 'confidence']).toBeCloseTo(confidence, 12);
        expect(pair?.[ofCommoner as 'confidence']).toBeCloseTo(n_ab / n_b, 12);
        expect(pair?.lift.value).toBeCloseTo(lift, 9);
      }
    });

    test('parts its buyers into named segments that together hold everyone and all revenue', async () => {
      const aggregates = await readBuyerAggregates(database, asOf);

      const { document, buyers } = segmentBuyers(aggregates, { ...options, seed: 1 });

      const segments = document.kind === 'ready' ? document.segments : [];
      expect(buyers).toHaveLength(expected.customers);
      expect(segments.reduce((sum, segment) => sum + segment.buyers, 0)).toBe(expected.customers);
      expect(segments.reduce((sum, segment) => sum + segment.revenueShare, 0)).toBeCloseTo(1, 9);
      expect(new Set(segments.map(({ name }) => name)).size).toBe(segments.length);
    });
  },
);

function countOf(classes: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of classes) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}
