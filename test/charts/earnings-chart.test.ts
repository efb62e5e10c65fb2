import { describe, expect, test } from '@jest/globals';
import { earningsChart, earningsWords } from '../../lib/charts/index.ts';
import { type MarketEarnings, monthReasons, unknowns } from '../../lib/domain/index.ts';

const money = (minor: number, currency = 'EUR') => ({ minor, currency });
const bounded = (minor: number, reach: number, currency = 'EUR') => ({
  amount: money(minor, currency),
  lower: money(minor - reach, currency),
  upper: money(minor + reach, currency),
});

const aStatement = (changes: Partial<MarketEarnings> = {}, currency = 'EUR'): MarketEarnings => ({
  ...{ market: 'de', name: 'Germany <North>', currency },
  year: {
    ...{ kind: 'measured', market: 'de', asOf: '2026-10-31', runId: 'r', from: '2025-11-02', level: 0.9 },
    ...{ skus: 812, drawn: 240, replayed: 231, against: { actual: 231, textbook: 0 }, prices: null },
    stockFreed: bounded(2_200_000, 500_000, currency),
    stockOutsAvoided: { units: 18_231, skuDays: 5120, margin: bounded(41_200_000, 900_000, currency) },
    holdingSaved: bounded(-6_100_000, 100_000, currency),
    orderingSaved: bounded(3_100_000, 100_000, currency),
    total: { ...bounded(38_200_000, 1, currency), lower: null, upper: null },
    cannotKnow: [
      { code: 'demandFilled', share: 0.034 },
      { code: 'costMissing', skus: 9 },
      { code: 'noPriceTests' },
    ],
    lines: [],
  },
  month: {
    ...{ kind: 'notMeasured', market: 'de', month: '2026-11', asOf: null, runId: null },
    ...{ reason: 'underWay', units: { ai: 0, human: 0 }, days: 3 },
  },
  ...changes,
});

describe('earningsChart', () => {
  test('is a page of A4 that tells item by item what the year would have earned, and what it cannot know', () => {
    const svg = earningsChart(aStatement());

    expect(svg).toContain('viewBox="0 0 794 1123"');
    for (const words of [
      'Stock-outs avoided',
      '€412,000',
      '−€61,000',
      '€403,000 … €421,000 · 90 %',
      'not known',
    ])
      expect(svg).toContain(words);
    expect(svg).toContain('Demand of days without stock is estimated (3.4 %)');
    expect(svg).toContain('No cost is known: counted as no gain (9 SKUs)');
  });

  test('says why a month has no figure, and never a number in its place', () => {
    const svg = earningsChart(aStatement({ year: null }));

    expect(svg).toContain('The month is under way: its figure comes after its end.');
    expect(svg).toContain('No night has replayed the year yet');
    expect(svg).not.toContain('€');
  });

  test('writes yen without decimals', () => {
    expect(earningsChart(aStatement({}, 'JPY'))).toContain('¥41,200,000');
  });

  test.each([
    ['en', 'November 2026 · as of Nov 29, 2026'],
    ['zh', '2026年11月 · 截至 2026年11月29日'],
  ])('writes month and day as they are read in %s', (locale, told) => {
    const { month } = aStatement();

    expect(earningsChart(aStatement({ month: { ...month, asOf: '2026-11-29' } }), { locale })).toContain(
      told,
    );
  });

  test('takes names as they are', () => {
    expect(earningsChart(aStatement())).toContain('Germany &lt;North&gt;');
  });

  test('draws a narrow one within its width', () => {
    expect(earningsChart(aStatement(), { width: 320 })).toContain('width="320"');
  });

  test('is no higher than it needs where it is told how wide to be', () => {
    const height = Number(
      /viewBox="0 0 1000 ([\d.]+)"/.exec(earningsChart(aStatement(), { width: 1000 }))?.[1],
    );

    expect(height).toBeLessThan(1000);
  });

  test.each(['en', 'zh-CN'])('has words in %s for all that it may have to say', (locale) => {
    const words = earningsWords(locale);

    for (const code of unknowns) expect(words.unknowns[code]).not.toBe('');
    for (const reason of monthReasons) expect(words.monthReasons[reason]).not.toBe('');
  });
});
