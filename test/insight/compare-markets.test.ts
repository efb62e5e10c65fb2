import { describe, expect, test } from '@jest/globals';
import type { Analysis, InsufficientData } from '../../lib/domain/index.ts';
import { compareMarkets, type MarketSide } from '../../lib/insight/index.ts';
import { monthsOf } from './months-of-revenue.ts';

const asOf = '2025-03-31';

/** An analysis with this revenue; nothing else of it matters here unless it is said. */
const anAnalysis = (minor: number, currency: string, changes: Partial<Analysis> = {}): Analysis => ({
  ...{ kind: 'ready', runId: 'r', asOf, from: '2024-04-01', currency },
  ...{ orders: 10, orderLines: 20, units: 30, returnsShare: 0, anonymousRevenueShare: 0 },
  revenue: { minor, currency },
  averageOrder: { minor: Math.round(minor / 10), currency },
  buyers: { active: 9, new: 1, returning: 8 },
  growth: { monthOnMonth: null, yearOnYear: null },
  concentration: {
    buyerHerfindahl: 0.2,
    buyerGini: 0.3,
    topTenBuyersShare: 1,
    topTenSkusShare: 1,
    lorenz: [],
  },
  ...{ months: [], abcXyz: [], weekdayShares: [] },
  ...changes,
});

const aSide = (market: string, analysis: MarketSide['analysis'], currency = 'EUR'): MarketSide => ({
  market: { market, name: market.toUpperCase(), currency },
  analysis,
});

const rates = [{ date: '2025-03-30', base: 'JPY', quote: 'EUR', rate: 0.00625 }];
const options = { currency: 'EUR', notHere: [] };

describe('compareMarkets', () => {
  test('adds markets up in a common currency by uploaded rates, yen having no cents', () => {
    const { markets, common } = compareMarkets(
      [aSide('de', anAnalysis(300_000, 'EUR')), aSide('jp', anAnalysis(160_000, 'JPY', { rates }), 'JPY')],
      options,
    );

    // 160,000 yen at 0.00625 are 1,000.00 euros
    expect(markets).toMatchObject([
      {
        revenue: { minor: 300_000 },
        commonRevenue: { minor: 300_000, currency: 'EUR' },
        rateOf: null,
        commonShare: 0.75,
      },
      {
        revenue: { minor: 160_000, currency: 'JPY' },
        commonRevenue: { minor: 100_000 },
        rateOf: '2025-03-30',
        commonShare: 0.25,
      },
    ]);
    expect(common).toEqual({
      ...{ currency: 'EUR', revenue: { minor: 400_000, currency: 'EUR' } },
      ...{ marketHerfindahl: 0.625, rates, without: [] },
    });
  });

  test('leaves a market without a rate out of the common amounts, and says so', () => {
    const { markets, common } = compareMarkets(
      [aSide('de', anAnalysis(300, 'EUR')), aSide('jp', anAnalysis(160, 'JPY'), 'JPY')],
      options,
    );

    expect(markets[1]).toMatchObject({ commonRevenue: null, rate: null, commonShare: null });
    expect(common).toMatchObject({ revenue: { minor: 300 }, without: ['jp'], rates: [] });
  });

  test('withholds a market of one to four buyers, also from the sums', () => {
    const few = anAnalysis(500, 'EUR', { buyers: { active: 4, new: 0, returning: 4 } });

    const { markets, common } = compareMarkets(
      [aSide('de', anAnalysis(300, 'EUR')), aSide('at', few)],
      options,
    );

    expect(markets[1]).toEqual({
      ...{ kind: 'withheld', market: 'at', name: 'AT', currency: 'EUR' },
      detail: 'the market has fewer than five buyers',
    });
    expect(common.revenue?.minor).toBe(300);
  });

  test('says of a market without an analysis why', () => {
    const lack: InsufficientData = {
      kind: 'insufficientData',
      ...{ runId: 'r', asOf, missing: ['orders'], detail: 'no orders' },
    };

    const { markets } = compareMarkets([aSide('de', undefined), aSide('at', lack)], options);

    expect(markets).toMatchObject([
      { kind: 'missing', detail: 'the market waits for its first run' },
      { kind: 'missing', detail: 'no orders' },
    ]);
  });

  test('shows whole months alone, hides one of few buyers and with it the smallest other', () => {
    const months = monthsOf([50, 10, 30, 70, 20], [4]).map((month, i) =>
      i === 0 ? { ...month, buyers: null } : month,
    );

    const { markets } = compareMarkets([aSide('de', anAnalysis(180, 'EUR', { months }))], options);

    const [side] = markets;
    expect(side?.kind === 'ready' && side.months.map(({ revenue }) => revenue?.minor ?? null)).toEqual([
      ...[null, null, 30, 70],
    ]);
  });

  test('answers no markets', () => {
    expect(compareMarkets([], { currency: 'EUR', notHere: ['jp'] })).toEqual({
      markets: [],
      notHere: ['jp'],
      common: { currency: 'EUR', revenue: null, marketHerfindahl: null, rates: [], without: [] },
    });
  });
});
