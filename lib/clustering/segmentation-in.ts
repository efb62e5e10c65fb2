import type { Language, Segment, Segmentation } from '../domain/index.ts';
import { describeSegments } from './describe-segment.ts';
import type { SegmentProfile } from './segment-profile.ts';
import { segmentStrategy } from './segment-strategy.ts';
import { english } from './words/en.ts';
import type { SegmentSentences } from './words/sentences.ts';
import { chinese } from './words/zh.ts';

const sentences: Record<Language, SegmentSentences> = { en: english, zh: chinese };

/**
 * Say a stored segmentation in a language: names, descriptions and strategies are made anew from its numbers by the rules of the night, so
 * that they say the same. What was stored before the market's own figures were kept stays as the night said it.
 */
export function segmentationIn(segmentation: Segmentation, language: Language): Segmentation {
  if (language === 'en' || segmentation.marketFigures === undefined) return segmentation;
  const words = sentences[language];
  const profiles = segmentation.segments.map((segment) => profileOf(segment, segmentation));
  const described = describeSegments(profiles, words);
  return {
    ...segmentation,
    segments: segmentation.segments.map((segment, i) => ({
      ...segment,
      ...described[i]!,
      strategy: segmentStrategy(profiles[i]!, words),
    })),
  };
}

function profileOf(segment: Segment, { buyers: all, marketFigures }: Segmentation): SegmentProfile {
  const { buyers, revenue, revenueShare, figures, categories, growth, returnsShare, discountShare } = segment;
  return {
    ...{ buyers, buyersShare: buyers / all, revenueMinor: revenue.minor, revenueShare },
    ...{ figures, categories, growth, returnsShare, discountShare },
    marketGrowth: marketFigures?.growth ?? null,
    marketReturnsShare: marketFigures?.returnsShare ?? null,
    marketDiscountShare: marketFigures?.discountShare ?? null,
    priceResponse: segment.priceResponse ?? null,
  };
}
