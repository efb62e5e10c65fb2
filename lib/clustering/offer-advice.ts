import type { Advice } from '../domain/index.ts';
import { middleOf } from './describe-segment.ts';
import { inNumber, percent, signedPercent } from './in-words.ts';
import type { SegmentProfile } from './segment-profile.ts';

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
export function offerAdvice(profile: SegmentProfile): Advice[] {
  const advice = [
    ...categoryAdvice(profile),
    ...basketAdvice(profile),
    ...growthAdvice(profile),
    ...returnsAdvice(profile),
  ];
  const nothingSpecial = {
    advice: 'each buyer’s own list of offers: what is due again, and what similar buyers take',
    evidence: 'categories, baskets, growth and returns are about the market’s',
  };
  return advice.length > 0 ? advice : [nothingSpecial];
}

function categoryAdvice({ categories }: SegmentProfile): Advice[] {
  const named = categories.filter(({ category }) => category !== null);
  const evidence = ({ share, marketShare }: (typeof named)[number]) =>
    `${percent(share)} of what they buy, ${percent(marketShare)} in the market`;
  const own = named
    .filter(({ share, marketShare }) => share >= OWN_SHARE && share >= OVER * marketShare)
    .toSorted((a, b) => b.share - b.marketShare - (a.share - a.marketShare))[0];
  const missing = named
    .filter(({ share, marketShare }) => marketShare >= MARKET_SHARE && share <= UNDER * marketShare)
    .toSorted((a, b) => b.marketShare - b.share - (a.marketShare - a.share))[0];
  return [
    ...(own === undefined ? [] : [{ advice: `lead with ${own.category}`, evidence: evidence(own) }]),
    ...(missing === undefined
      ? []
      : [{ advice: `show ${missing.category}, which they hardly buy here`, evidence: evidence(missing) }]),
  ];
}

function basketAdvice(profile: SegmentProfile): Advice[] {
  const spread = profile.figures.skusPerOrder;
  if (spread === undefined || spread.median > NARROW * spread.market) return [];
  return [
    {
      advice: 'widen the basket: offer what is bought together with their articles',
      evidence: `${inNumber(middleOf(profile, 'skusPerOrder'))} articles an order, the market’s middle buyer has ${inNumber(spread.market)}`,
    },
  ];
}

function growthAdvice({ growth, marketGrowth }: SegmentProfile): Advice[] {
  if (growth === null || marketGrowth === null || Math.abs(growth - marketGrowth) < GROWTH) return [];
  const evidence = `revenue of the half-year ${signedPercent(growth)} against the one before, the market ${signedPercent(marketGrowth)}`;
  return growth > marketGrowth
    ? [{ advice: 'new articles first: they are growing', evidence }]
    : [{ advice: 'ask what changed before offering more: they buy less', evidence }];
}

function returnsAdvice({ returnsShare, marketReturnsShare, figures }: SegmentProfile): Advice[] {
  if (returnsShare === null || returnsShare < RETURNS_SHARE) return [];
  // one order that was undone makes no habit: a quarter of the buyers must have given something back
  if (!((figures.returnsShare?.upper ?? 0) > 0)) return [];
  if (returnsShare < RETURNS * (marketReturnsShare ?? 0)) return [];
  return [
    {
      advice: 'check descriptions, packs and damages before offering more: they give much back',
      evidence: `${percent(returnsShare)} of sales were returned or cancelled, ${percent(marketReturnsShare ?? 0)} in the market`,
    },
  ];
}
