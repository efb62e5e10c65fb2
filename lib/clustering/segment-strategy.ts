import type { SegmentStrategy } from '../domain/index.ts';
import { middleOf, rhythmOf, sizeOf } from './describe-segment.ts';
import { ago, inDays, inNumber, percent } from './in-words.ts';
import { offerAdvice } from './offer-advice.ts';
import { priceAdvice } from './price-advice.ts';
import type { SegmentProfile } from './segment-profile.ts';

/** Variation of the days between orders up to which the next order can be waited for. */
const PREDICTABLE = 0.6;
/** More often than this nobody needs a call. */
const SHORTEST_RHYTHM_DAYS = 7;
/** Fill rates by what a buyer is worth; a rhythm that can be planned for, or none at all, moves them by a step. */
const FILL_RATES = { large: 0.97, 'mid-sized': 0.95, small: 0.92 } as const;
const STEP = 0.01;
const LAPSED_FILL_RATE = 0.9;

/** Suggest how to treat a segment, each suggestion with the figures behind it. `docs/segments.md` has the rules. */
export function segmentStrategy(profile: SegmentProfile): SegmentStrategy {
  return {
    priceSensitivity: priceAdvice(profile),
    contact: contactAdvice(profile),
    offers: offerAdvice(profile),
    service: serviceAdvice(profile),
  };
}

function contactAdvice(profile: SegmentProfile): SegmentStrategy['contact'] {
  const rhythm = rhythmOf(profile);
  const cadence = middleOf(profile, 'cadenceDays');
  const silence = `last order ${ago(middleOf(profile, 'recencyDays'))}`;
  if (rhythm === 'lapsed')
    return {
      everyDays: null,
      advice: 'one call to win back, the largest first; then no more than the newsletter',
      evidence:
        middleOf(profile, 'orderDays') < 2
          ? `${silence}, and no other`
          : `${silence}, when they used to order every ${inDays(cadence)}`,
    };
  if (middleOf(profile, 'orderDays') < 2) {
    const usual = profile.figures.cadenceDays?.market ?? cadence;
    return {
      everyDays: Math.max(SHORTEST_RHYTHM_DAYS, Math.round(usual / 2)),
      advice: 'call for the second order, before the market’s usual interval is over',
      evidence: `ordered once so far, ${silence}; the market’s middle buyer orders every ${inDays(usual)}`,
    };
  }
  const everyDays = Math.max(SHORTEST_RHYTHM_DAYS, Math.round(cadence));
  const variation = profile.figures.gapVariation?.median;
  const evidence = `orders every ${inDays(cadence)}${variation === undefined ? '' : `, varying by ${percent(variation)}`}, ${silence}`;
  return variation !== undefined && variation <= PREDICTABLE
    ? { everyDays, advice: 'remind shortly before the next order is due', evidence }
    : {
        everyDays,
        advice: `keep in touch at this rhythm, and call when one has been silent for ${inDays(2 * cadence)}`,
        evidence,
      };
}

function serviceAdvice(profile: SegmentProfile): SegmentStrategy['service'] {
  const { revenueShare, buyersShare } = profile;
  const worth = `a buyer is worth ${inNumber(revenueShare / buyersShare)} times the market’s mean`;
  if (rhythmOf(profile) === 'lapsed')
    return {
      fillRate: LAPSED_FILL_RATE,
      advice: 'hold no stock for them: what others need is enough',
      evidence: `${worth}, last order ${ago(middleOf(profile, 'recencyDays'))}`,
    };
  const size = sizeOf(profile);
  const variation = profile.figures.gapVariation?.median;
  const step = variation === undefined ? 0 : variation <= PREDICTABLE ? STEP : -STEP;
  const fillRate = Math.round(100 * (FILL_RATES[size] + step)) / 100;
  const rhythm =
    variation === undefined
      ? 'their rhythm is not known yet'
      : `their days between orders vary by ${percent(variation)}`;
  return {
    fillRate,
    advice: `serve ${percent(fillRate)} of their demand from stock`,
    evidence: `${worth}; ${rhythm}`,
  };
}
