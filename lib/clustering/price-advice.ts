import type { SegmentStrategy } from '../domain/index.ts';
import type { SegmentProfile } from './segment-profile.ts';
import type { SegmentSentences } from './words/sentences.ts';

type Sensitivity = SegmentStrategy['priceSensitivity'];
type Level = Sensitivity['level'];

/** A response is used when its 95 % interval reaches no farther than this to either side. */
const SURE = 0.75;
const NORMAL_95 = 1.96;
/** Units fall by as many per cent as the price rises, or by half as many. */
const HIGH = -1;
const MEDIUM = -0.5;
/** Points below list price, against the market, that tell of terms. */
const TERMS = 0.03;

/**
 * Judge how sensitive to price a segment is.
 *
 * By how its buyers' units answered to price, where that is known closely enough (95 % interval within ±.75): −1 and below is
 * high, −.5 and below medium. A weaker answer proves nothing, since prices that move within a month blur it. Then what
 * they pay below list price tells, against the market: 3 points more is high, 3 less low, between them medium. Else unknown.
 */
export function priceAdvice(profile: SegmentProfile, { price: words }: SegmentSentences): Sensitivity {
  const { priceResponse, discountShare, marketDiscountShare } = profile;
  const isSure = priceResponse !== null && NORMAL_95 * priceResponse.standardError <= SURE;
  const answer = answerOf(priceResponse, isSure, words);
  const { elasticity: value = 0, standardError = 0, buyers = 0 } = priceResponse ?? {};
  const elasticity = isSure ? { elasticity: { value, standardError, buyers } } : {};
  const advise = (level: Level, evidence: string): Sensitivity => ({
    ...{ level, advice: words.advice[level], evidence },
    ...elasticity,
  });
  if (isSure && value <= MEDIUM) return advise(value <= HIGH ? 'high' : 'medium', answer);
  if (discountShare === null || marketDiscountShare === null)
    return advise('unknown', words.noListPrices(answer));
  const more = discountShare - marketDiscountShare;
  const level = more >= TERMS ? 'high' : more <= -TERMS ? 'low' : 'medium';
  return advise(level, words.terms(discountShare, marketDiscountShare, answer));
}

function answerOf(
  response: SegmentProfile['priceResponse'],
  isSure: boolean,
  words: SegmentSentences['price'],
): string {
  if (response === null) return words.tooFew;
  const { elasticity, standardError, buyers } = response;
  const answer = words.answer({ elasticity, halfWidth: NORMAL_95 * standardError, buyers });
  if (!isSure) return words.notClose(answer);
  return elasticity <= MEDIUM ? answer : words.hardly(answer);
}
