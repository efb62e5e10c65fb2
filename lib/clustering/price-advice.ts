import type { SegmentStrategy } from '../domain/index.ts';
import { inBuyers, percent } from './in-words.ts';
import type { SegmentProfile } from './segment-profile.ts';

type Sensitivity = SegmentStrategy['priceSensitivity'];
type Level = Sensitivity['level'];

/** An elasticity is used when its 95 % interval reaches no farther than this to either side. */
const SURE = 0.75;
const NORMAL_95 = 1.96;
/** Units fall by as many per cent as the price rises, or by half as many. */
const HIGH = -1;
const MEDIUM = -0.5;
/** Points below list price, against the market, that tell of terms. */
const TERMS = 0.03;

const ADVICE: Record<Level, string> = {
  high: 'quantity breaks and dated offers move these buyers: raise list prices here last',
  medium: 'give discounts against quantity alone',
  low: 'hold the price: sell range and service, no discounts',
  unknown: 'no price step on this evidence: try two discount bands against each other first',
};

/**
 * Judge how sensitive to price a segment is: by how its buyers' units answered to price where that is known closely enough (95 %
 * interval within ±.75; −1 and below is high, −.5 and below medium), else by what they pay below list price against the market (3
 * points more is high, 3 less is low), else unknown.
 */
export function priceAdvice(profile: SegmentProfile): Sensitivity {
  const { priceResponse, discountShare, marketDiscountShare } = profile;
  const answer = answerOf(profile);
  if (priceResponse !== null && NORMAL_95 * priceResponse.standardError <= SURE) {
    const { elasticity, standardError, buyers } = priceResponse;
    const level = elasticity <= HIGH ? 'high' : elasticity <= MEDIUM ? 'medium' : 'low';
    return {
      level,
      advice: ADVICE[level],
      evidence: answer,
      elasticity: { value: elasticity, standardError, buyers },
    };
  }
  if (discountShare === null || marketDiscountShare === null)
    return {
      level: 'unknown',
      advice: ADVICE.unknown,
      evidence: `${answer}; no list prices are known to hold what they pay against`,
    };
  const more = discountShare - marketDiscountShare;
  const level = more >= TERMS ? 'high' : more <= -TERMS ? 'low' : 'medium';
  return {
    level,
    advice: ADVICE[level],
    evidence: `they pay ${belowList(discountShare)}, the market ${belowList(marketDiscountShare)}; ${answer}`,
  };
}

const belowList = (share: number) =>
  share >= 0 ? `${percent(share)} below list price` : `${percent(-share)} above list price`;

function answerOf({ priceResponse }: SegmentProfile): string {
  if (priceResponse === null)
    return 'too few of them bought the same article at two prices to tell how units answer';
  const { elasticity, standardError, buyers } = priceResponse;
  const figures = `${decimal(elasticity)} ± ${decimal(NORMAL_95 * standardError)} % of a line’s units for 1 % of price, from ${inBuyers(buyers)}`;
  return NORMAL_95 * standardError <= SURE
    ? figures
    : `how units answer to price is not told closely enough (${figures})`;
}

const decimal = (value: number) => value.toFixed(1).replace('-', '−');
