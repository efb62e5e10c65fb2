import {
  type Analysis,
  type AnalysisDocument,
  type ComparedMarket,
  type Comparison,
  currencyDigits,
  type Market,
} from '../domain/index.ts';
import { herfindahl } from './concentration.ts';
import { exchangeBetween } from './rates.ts';
import { isFew } from './suppression.ts';

/** A market and what its last run stored; `undefined` where none did. */
export type MarketSide = {
  market: Pick<Market, 'market' | 'name' | 'currency'>;
  analysis: AnalysisDocument | undefined;
};

/**
 * Put markets side by side from their stored analyses. Amounts stay in each market's own currency; in a common one they are
 * told only by rates that the merchant uploaded. A market of one to four buyers is withheld, and so is a month of so few.
 *
 * @param currency - the common currency
 * @param notHere - markets that are at home in another region
 */
export function compareMarkets(
  sides: readonly MarketSide[],
  { currency, notHere }: { currency: string; notHere: readonly string[] },
): Comparison {
  const markets = sides.map((side) => showSide(side, currency));
  const ready = markets.filter((side) => side.kind === 'ready');
  const amounts = ready.flatMap(({ commonRevenue }) => (commonRevenue === null ? [] : [commonRevenue.minor]));
  const total = amounts.reduce((sum, minor) => sum + minor, 0);
  return {
    markets: markets.map((side) =>
      side.kind !== 'ready' || side.commonRevenue === null || total <= 0
        ? side
        : { ...side, commonShare: side.commonRevenue.minor / total },
    ),
    notHere: [...notHere],
    common: {
      currency,
      revenue: amounts.length === 0 ? null : { minor: total, currency },
      marketHerfindahl: herfindahl(amounts),
      rates: ready.flatMap(({ currency: base, rate, rateOf }) =>
        rate === null || rateOf === null ? [] : [{ date: rateOf, base, quote: currency, rate }],
      ),
      without: ready.filter(({ commonRevenue }) => commonRevenue === null).map(({ market }) => market),
    },
  };
}

function showSide(
  { market: { market, name, currency }, analysis }: MarketSide,
  common: string,
): Comparison['markets'][number] {
  const named = { market, name, currency };
  if (analysis === undefined)
    return { kind: 'missing', ...named, detail: 'the market waits for its first run' };
  if (analysis.kind === 'insufficientData') return { kind: 'missing', ...named, detail: analysis.detail };
  if (isFew(analysis.buyers.active))
    return { kind: 'withheld', ...named, detail: 'the market has fewer than five buyers' };
  return { ...showReady(analysis), ...named, ...inCommon(analysis, common) };
}

type OfAnalysis = Omit<ComparedMarket, 'market' | 'name' | 'currency' | keyof InCommon>;
type InCommon = Pick<ComparedMarket, 'commonRevenue' | 'rate' | 'rateOf' | 'commonShare'>;

function showReady(analysis: Analysis): OfAnalysis {
  const { kind, runId, asOf, from, revenue, orders, buyers, averageOrder, returnsShare } = analysis;
  const { growth, season, pricePosition, differences, elasticity } = analysis;
  const { lorenz: _, ...concentration } = analysis.concentration;
  return {
    ...{
      kind,
      runId,
      asOf,
      from,
      revenue,
      orders,
      buyers,
      averageOrder,
      returnsShare,
      growth,
      concentration,
    },
    months: wholeMonths(analysis.months),
    categories: (analysis.categories ?? []).map(
      ({ category, folded, revenueShare, reach, growth: change, margin }) => ({
        category,
        ...(folded === undefined ? {} : { folded }),
        ...{ revenueShare, reach, growth: change, margin },
      }),
    ),
    ...(season === undefined ? {} : { season }),
    ...(elasticity === undefined ? {} : { elasticity: elasticity.market }),
    ...(pricePosition === undefined ? {} : { pricePosition }),
    ...(differences === undefined ? {} : { differences }),
  };
}

/** Hide months of few buyers; a single one takes the smallest other along, or a known total would give it away. */
function wholeMonths(months: Analysis['months']): ComparedMarket['months'] {
  const whole = months.filter(({ partial }) => !partial);
  const hidden = new Set(whole.filter(({ buyers }) => buyers === null).map(({ month }) => month));
  if (hidden.size === 1) {
    const shown = whole.filter(({ month }) => !hidden.has(month));
    const smallest = shown.toSorted((one, other) => one.revenue.minor - other.revenue.minor)[0];
    if (smallest !== undefined) hidden.add(smallest.month);
  }
  return whole.map(({ month, revenue }) => ({ month, revenue: hidden.has(month) ? null : revenue }));
}

function inCommon({ currency, revenue, rates = [], asOf }: Analysis, common: string): InCommon {
  const exchange = exchangeBetween(rates, currency, common, asOf);
  if (exchange === null) return { commonRevenue: null, rate: null, rateOf: null, commonShare: null };
  const digits = 10 ** (currencyDigits(common) - currencyDigits(currency));
  const minor = Math.round(revenue.minor * exchange.rate * digits);
  return { commonRevenue: { minor, currency: common }, ...exchange, commonShare: null };
}
