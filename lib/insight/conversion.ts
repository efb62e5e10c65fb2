import type { Conversion } from '../domain/index.ts';
import { wilsonInterval } from '../numeric/index.ts';
import { FEWEST_BUYERS } from './suppression.ts';

/** Buyers who looked, and those of them who ordered. */
export type LookCounts = { looked: number; ordered: number };
/** Quotes that have ended, those of them that were won, and to how many buyers they were made. */
export type QuoteCounts = { quoted: number; won: number; buyers: number };

/** Looks and quotes of a market, counted. */
export type ConversionCounts = {
  from: string;
  to: string;
  looks: LookCounts;
  quotes: QuoteCounts;
  skuLooks: readonly (LookCounts & { sku: string })[];
  skuQuotes: readonly (QuoteCounts & { sku: string })[];
};

/** Products listed, at most. */
const LISTED = 20;

/**
 * Tell what share of looks and of quotes becomes an order, each with its 95 % interval (Wilson 1927). Buyers of one product
 * are one trial each; quotes to the same buyer are taken for as many trials, which makes their interval a little narrow.
 *
 * @returns undefined where there is neither a look nor a quote
 */
export function conversionOf(counts: ConversionCounts): Conversion | undefined {
  const { from, to, looks, quotes, skuLooks, skuQuotes } = counts;
  if (looks.looked === 0 && quotes.quoted === 0) return undefined;
  return {
    ...{ from, to },
    looks: looks.looked < FEWEST_BUYERS ? null : ofLooks(looks),
    quotes: quotes.buyers < FEWEST_BUYERS ? null : ofQuotes(quotes),
    lookedAt: skuLooks
      .filter(({ looked }) => looked >= FEWEST_BUYERS)
      .toSorted((a, b) => b.looked - a.looked || order(a.sku, b.sku))
      .slice(0, LISTED)
      .map((one) => ({ sku: one.sku, ...ofLooks(one) })),
    quotedMost: skuQuotes
      .filter(({ buyers }) => buyers >= FEWEST_BUYERS)
      .toSorted((a, b) => b.quoted - a.quoted || order(a.sku, b.sku))
      .slice(0, LISTED)
      .map((one) => ({ sku: one.sku, ...ofQuotes(one) })),
  };
}

const order = (a: string, b: string) => (a < b ? -1 : 1);
const estimate = (successes: number, trials: number) => ({
  value: successes / trials,
  ...wilsonInterval(successes, trials),
});
const ofLooks = ({ looked, ordered }: LookCounts) => ({ looked, ordered, share: estimate(ordered, looked) });
const ofQuotes = ({ quoted, won }: QuoteCounts) => ({ quoted, won, share: estimate(won, quoted) });
