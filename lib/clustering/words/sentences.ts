import type { Rhythm, Size } from '../describe-segment.ts';

/** A category's share of what a segment buys, and of what the market does. */
export type CategoryShares = { category: string; share: number; marketShare: number };

/** How units answer to price, with the half-width of its 95 % interval. */
export type PriceAnswer = { elasticity: number; halfWidth: number; buyers: number };

/**
 * What is said of segments, in one language. Rules decide what is said, from a segment's numbers alone; these sentences say it and write the
 * numbers. They begin in lower case and end without a full stop, since they are set into other ones.
 */
export type SegmentSentences = {
  /** A plural without a number: `large regulars`. `size` is `null` where nobody bought for money. */
  name(size: Size | null, rhythm: Rhythm): string;
  /** What is added to names that are alike. */
  apart: {
    growing: string;
    declining: string;
    silentFor(days: number): string;
    every(days: number): string;
    ofRevenue(share: number): string;
    numbered(name: string, place: number): string;
  };
  /** @param cadenceDays - `null` for those that ordered once */
  description(said: {
    buyers: number;
    size: Size | null;
    rhythm: Rhythm;
    revenueShare: number;
    cadenceDays: number | null;
    recencyDays: number;
  }): string;
  price: {
    advice: Record<'high' | 'medium' | 'low' | 'unknown', string>;
    tooFew: string;
    answer(answer: PriceAnswer): string;
    notClose(answer: string): string;
    hardly(answer: string): string;
    noListPrices(answer: string): string;
    /** @param share - below list price; negative for above it */
    terms(share: number, marketShare: number, answer: string): string;
  };
  contact: {
    winBack: string;
    lapsed(recencyDays: number, cadenceDays: number | null): string;
    secondOrder: string;
    once(recencyDays: number, marketCadenceDays: number): string;
    remind: string;
    keepInTouch(silentDays: number): string;
    rhythm(cadenceDays: number, variation: number | undefined, recencyDays: number): string;
  };
  offers: {
    nothingSpecial: { advice: string; evidence: string };
    lead(category: string): string;
    show(category: string): string;
    shares(shares: CategoryShares): string;
    widen: string;
    basket(skusPerOrder: number, market: number): string;
    newFirst: string;
    askWhatChanged: string;
    growth(growth: number, market: number): string;
    checkReturns: string;
    returns(share: number, market: number): string;
  };
  service: {
    none: string;
    serve(fillRate: number): string;
    lapsed(worth: number, recencyDays: number): string;
    /** @param variation - of the days between orders; `undefined` where no rhythm is known */
    worth(worth: number, variation: number | undefined): string;
  };
};
