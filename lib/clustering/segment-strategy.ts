import type { SegmentStrategy } from '../domain/index.ts';
import { middleOf, rhythmOf, sizeOf } from './describe-segment.ts';
import { offerAdvice } from './offer-advice.ts';
import { priceAdvice } from './price-advice.ts';
import type { SegmentProfile } from './segment-profile.ts';
import { english } from './words/en.ts';
import type { SegmentSentences } from './words/sentences.ts';

/** Variation of the days between orders up to which the next order can be waited for. */
const PREDICTABLE = 0.6;
/** More often than this nobody needs a call. */
const SHORTEST_RHYTHM_DAYS = 7;
/** Fill rates by what a buyer is worth; a rhythm that can be planned for, or none at all, moves them by a step. */
const FILL_RATES = { large: 0.97, 'mid-sized': 0.95, small: 0.92 } as const;
const STEP = 0.01;
const LAPSED_FILL_RATE = 0.9;

/** Suggest how to treat a segment, each suggestion with the figures behind it. `docs/segments.md` has the rules. */
export function segmentStrategy(profile: SegmentProfile, words: SegmentSentences = english): SegmentStrategy {
  return {
    priceSensitivity: priceAdvice(profile, words),
    contact: contactAdvice(profile, words),
    offers: offerAdvice(profile, words),
    service: serviceAdvice(profile, words),
  };
}

function contactAdvice(
  profile: SegmentProfile,
  { contact: words }: SegmentSentences,
): SegmentStrategy['contact'] {
  const cadence = middleOf(profile, 'cadenceDays');
  const recency = middleOf(profile, 'recencyDays');
  const orderedOnce = middleOf(profile, 'orderDays') < 2;
  if (rhythmOf(profile) === 'lapsed')
    return {
      everyDays: null,
      advice: words.winBack,
      evidence: words.lapsed(recency, orderedOnce ? null : cadence),
    };
  if (orderedOnce) {
    const usual = profile.figures.cadenceDays?.market ?? cadence;
    return {
      everyDays: Math.max(SHORTEST_RHYTHM_DAYS, Math.round(usual / 2)),
      advice: words.secondOrder,
      evidence: words.once(recency, usual),
    };
  }
  const variation = profile.figures.gapVariation?.median;
  const isPredictable = variation !== undefined && variation <= PREDICTABLE;
  return {
    everyDays: Math.max(SHORTEST_RHYTHM_DAYS, Math.round(cadence)),
    advice: isPredictable ? words.remind : words.keepInTouch(2 * cadence),
    evidence: words.rhythm(cadence, variation, recency),
  };
}

function serviceAdvice(
  profile: SegmentProfile,
  { service: words }: SegmentSentences,
): SegmentStrategy['service'] {
  const { revenueShare, buyersShare } = profile;
  const worth = revenueShare / buyersShare;
  if (rhythmOf(profile) === 'lapsed')
    return {
      fillRate: LAPSED_FILL_RATE,
      advice: words.none,
      evidence: words.lapsed(worth, middleOf(profile, 'recencyDays')),
    };
  const variation = profile.figures.gapVariation?.median;
  const step = variation === undefined ? 0 : variation <= PREDICTABLE ? STEP : -STEP;
  const fillRate = Math.round(100 * (FILL_RATES[sizeOf(profile)] + step)) / 100;
  return { fillRate, advice: words.serve(fillRate), evidence: words.worth(worth, variation) };
}
