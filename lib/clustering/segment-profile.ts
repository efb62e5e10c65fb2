import { medianOf, quantileOfSorted } from '../numeric/index.ts';
import type { BuyerAggregates } from './buyer-columns.ts';
import { type BuyerFigureName, type BuyerFigures, buyerFigureNames } from './buyer-figures.ts';
import { type PriceResponse, priceResponse } from './price-response.ts';

/** Quartiles of a figure over the buyers of whom it is known, and the market's median. */
export type FigureSpread = { lower: number; median: number; upper: number; market: number };

/** A segment's numbers, from which its words and its strategy are made. */
export type SegmentProfile = {
  buyers: number;
  /** Of all segments together. */
  buyersShare: number;
  /** Net of the year, in minor units. */
  revenueMinor: number;
  /** 0–1, of the identified buyers' revenue of the year; a buyer below 0 counts as 0. */
  revenueShare: number;
  figures: Partial<Record<BuyerFigureName, FigureSpread>>;
  /** Largest first. */
  categories: readonly { category: string | null; share: number; marketShare: number }[];
  growth: number | null;
  marketGrowth: number | null;
  returnsShare: number | null;
  marketReturnsShare: number | null;
  discountShare: number | null;
  marketDiscountShare: number | null;
  priceResponse: PriceResponse | null;
};

const YEAR_DAYS = 365;
/** Growth is that of the segment where at least this share of its buyers was there a year ago. */
const MOST_OF = 0.5;

/**
 * Sum up each segment's buyers.
 *
 * @param labels - [buyers] segment of each, 0 to k − 1, each with a buyer
 * @returns [k]
 */
export function profileSegments(
  aggregates: BuyerAggregates,
  figures: BuyerFigures,
  labels: Int32Array,
  k: number,
): SegmentProfile[] {
  const members = Array.from({ length: k }, (): number[] => []);
  labels.forEach((label, i) => {
    members[label]!.push(i);
  });
  const everyone = Array.from(labels, (_, i) => i);
  const marketValue = sumOf(figures.valueMinor, everyone);
  const market = ratiosOf(aggregates, figures, everyone);
  const medians = new Map(
    buyerFigureNames.map((name) => [name, medianOf(figures[name].filter((value) => !Number.isNaN(value)))]),
  );
  const marketShares = categoryShares(aggregates, everyone);
  return members.map((rows): SegmentProfile => {
    const { growth, returnsShare, discountShare } = ratiosOf(aggregates, figures, rows);
    return {
      buyers: rows.length,
      buyersShare: rows.length / labels.length,
      revenueMinor: sumOf(aggregates.columns.yearRevenueMinor, rows),
      revenueShare: marketValue > 0 ? sumOf(figures.valueMinor, rows) / marketValue : 0,
      figures: Object.fromEntries(
        buyerFigureNames.flatMap((name) => spreadOf(name, figures[name], rows, medians.get(name)!)),
      ),
      categories: categoryShares(aggregates, rows)
        .map((share, c) => ({ category: aggregates.categories[c]!, share, marketShare: marketShares[c]! }))
        .sort((a, b) => b.share - a.share),
      ...{ growth, returnsShare, discountShare },
      marketGrowth: market.growth,
      marketReturnsShare: market.returnsShare,
      marketDiscountShare: market.discountShare,
      priceResponse: priceResponse(aggregates.columns, rows),
    };
  });
}

/** Shares of sums, over buyers of whom both parts are known. */
function ratiosOf({ columns }: BuyerAggregates, { tenureDays }: BuyerFigures, rows: readonly number[]) {
  const there = rows.filter((i) => tenureDays[i]! >= YEAR_DAYS - 1);
  const priced = rows.filter((i) => columns.listValue[i]! > 0);
  const prior = sumOf(columns.priorRevenueMinor, there);
  const sold = sumOf(columns.yearSoldMinor, rows);
  const list = sumOf(columns.listValue, priced);
  return {
    growth:
      prior > 0 && there.length >= MOST_OF * rows.length
        ? sumOf(columns.halfRevenueMinor, there) / prior - 1
        : null,
    returnsShare: sold > 0 ? sumOf(columns.yearTakenBackMinor, rows) / sold : null,
    discountShare: list > 0 ? 1 - sumOf(columns.paidValue, priced) / list : null,
  };
}

function spreadOf(
  name: BuyerFigureName,
  values: Float64Array,
  rows: readonly number[],
  market: number,
): [BuyerFigureName, FigureSpread][] {
  const sorted = Float64Array.from(rows, (i) => values[i]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0) return [];
  const at = (probability: number) => quantileOfSorted(sorted, probability);
  return [[name, { lower: at(0.25), median: at(0.5), upper: at(0.75), market }]];
}

/** [categories] shares of the year's sales; all 0 where there were none. */
function categoryShares({ categoryRevenueMinor }: BuyerAggregates, rows: readonly number[]): number[] {
  const sums = categoryRevenueMinor.map((revenue) =>
    rows.reduce((sum, i) => sum + Math.max(revenue[i]!, 0), 0),
  );
  const total = sums.reduce((sum, minor) => sum + minor, 0);
  return sums.map((minor) => (total > 0 ? minor / total : 0));
}

const sumOf = (values: Float64Array, rows: readonly number[]) => rows.reduce((sum, i) => sum + values[i]!, 0);
