import type { Advice } from '../domain/index.ts';
import { middleOf } from './describe-segment.ts';
import type { SegmentProfile } from './segment-profile.ts';
import type { SegmentSentences } from './words/sentences.ts';

type Words = SegmentSentences['offers'];

/** A category is a segment's own from this many times the market's share, if it is this large in the segment. */
const OVER = 1.25;
const OWN_SHARE = 0.05;
/** It is missing up to this many times the market's share, if it is this large in the market. */
const UNDER = 0.7;
const MARKET_SHARE = 0.1;
/** Baskets are narrow up to this many times the market's articles an order. */
const NARROW = 0.7;
/** Growth that differs by this from the market's, and returns of this share and this many times the market's. */
const GROWTH = 0.15;
const RETURNS_SHARE = 0.03;
const RETURNS = 1.5;

/** Suggest what to offer a segment: from its categories, its baskets, its growth and its returns against the market's. One suggestion or more. */
export function offerAdvice(profile: SegmentProfile, { offers: words }: SegmentSentences): Advice[] {
  const advice = [
    ...categoryAdvice(profile, words),
    ...basketAdvice(profile, words),
    ...growthAdvice(profile, words),
    ...returnsAdvice(profile, words),
  ];
  return advice.length > 0 ? advice : [words.nothingSpecial];
}

function categoryAdvice({ categories }: SegmentProfile, words: Words): Advice[] {
  const named = categories.flatMap(({ category, ...shares }) =>
    category === null ? [] : [{ category, ...shares }],
  );
  const own = named
    .filter(({ share, marketShare }) => share >= OWN_SHARE && share >= OVER * marketShare)
    .toSorted((a, b) => b.share - b.marketShare - (a.share - a.marketShare))[0];
  const missing = named
    .filter(({ share, marketShare }) => marketShare >= MARKET_SHARE && share <= UNDER * marketShare)
    .toSorted((a, b) => b.marketShare - b.share - (a.marketShare - a.share))[0];
  return [
    ...(own === undefined ? [] : [{ advice: words.lead(own.category), evidence: words.shares(own) }]),
    ...(missing === undefined
      ? []
      : [{ advice: words.show(missing.category), evidence: words.shares(missing) }]),
  ];
}

function basketAdvice(profile: SegmentProfile, words: Words): Advice[] {
  const spread = profile.figures.skusPerOrder;
  if (spread === undefined || spread.median > NARROW * spread.market) return [];
  return [{ advice: words.widen, evidence: words.basket(middleOf(profile, 'skusPerOrder'), spread.market) }];
}

function growthAdvice({ growth, marketGrowth }: SegmentProfile, words: Words): Advice[] {
  if (growth === null || marketGrowth === null || Math.abs(growth - marketGrowth) < GROWTH) return [];
  const evidence = words.growth(growth, marketGrowth);
  return [{ advice: growth > marketGrowth ? words.newFirst : words.askWhatChanged, evidence }];
}

function returnsAdvice(
  { returnsShare, marketReturnsShare, figures }: SegmentProfile,
  words: Words,
): Advice[] {
  if (returnsShare === null || returnsShare < RETURNS_SHARE) return [];
  // one order that was undone makes no habit: a quarter of the buyers must have given something back
  if (!((figures.returnsShare?.upper ?? 0) > 0)) return [];
  if (returnsShare < RETURNS * (marketReturnsShare ?? 0)) return [];
  return [{ advice: words.checkReturns, evidence: words.returns(returnsShare, marketReturnsShare ?? 0) }];
}
