import { exchangesFrom, type MarketAggregates, type MarketOffer } from '../insight/index.ts';
import { readBaskets } from './market-baskets.ts';
import { readCategories } from './market-categories.ts';
import { readDifferences } from './market-differences.ts';
import { readElasticity } from './market-elasticity.ts';
import { labelLines } from './market-labels.ts';
import { type PricedMarket, readPricePosition } from './market-prices.ts';
import { readRates } from './market-rates.ts';
import type { MarketSql } from './market-sql.ts';

/** Which market, and with which others of the merchant its lake holds it is compared. */
export type OfferRequest = { here: PricedMarket; others: readonly PricedMarket[]; asOf: string };

/**
 * Read what a market sells: categories, baskets, prices, how buyers answer to them, and what sells here and not elsewhere.
 *
 * @param sql - a lake of orders, products, customers and rates, the others as its neighbours; tables are made in it
 * @param aggregates - of the same market and date
 */
export async function readMarketOffer(
  sql: MarketSql,
  { here, others, asOf }: OfferRequest,
  { from, totals, buyers, periods }: MarketAggregates,
): Promise<MarketOffer> {
  const window = { asOf, from };
  const rates = await readRates(sql, asOf);
  const ownRates = exchangesFrom(rates, here.currency, asOf);
  const exchanges = [
    { currency: here.currency, rate: 1 },
    ...ownRates.map(({ quote, rate }) => ({ currency: quote, rate: 1 / rate })),
  ];
  const parts = await labelLines(sql, { market: here.market, window, exchanges });
  const { categories, otherRevenueMinor } = await readCategories(sql, {
    window,
    parts,
    periods,
    currency: here.currency,
    marketRevenueMinor: totals.revenueMinor,
    marketBuyers: buyers.revenueMinor.length,
  });
  return {
    categories,
    otherRevenueMinor,
    baskets: await readBaskets(sql, window, parts),
    pricePosition: await readPricePosition(sql, { here, others, rates, asOf, parts }),
    elasticity: await readElasticity(sql, asOf, parts),
    ...(await readDifferences(sql, here.market, window)),
    rates: ownRates,
  };
}
