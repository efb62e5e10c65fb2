import type { SegmentStrategy } from '../domain/index.ts';
import { inBuyers, percent } from './in-words.ts';
import type { SegmentProfile } from './segment-profile.ts';

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

const ADVICE: Record<Level, string> = {
  high: 'quantity breaks and dated offers move these buyers: raise list prices here last',
  medium: 'give discounts against quantity alone',
  low: 'hold the price: sell range and service, no discounts',
  unknown: 'no price step on this evidence: try two discount bands against each other first',
};

/**
 * Judge how sensitive to price a segment is.
 *
 * By how its buyers' units answered to price, where that is known closely enough (95 % interval within ±.75): −1 and below is
 * high, −.5 and below medium. A weaker answer proves nothing, since prices that move within a month blur it. Then what
 * they pay below list price tells, against the market: 3 points more is high, 3 less low, between them medium. Else unknown.
 */
export function priceAdvice(profile: SegmentProfile): Sensitivity {
  const { priceResponse, discountShare, marketDiscountShare } = profile;
  const isSure = priceResponse !== null && NORMAL_95 * priceResponse.standardError <= SURE;
  const answer = answerOf(priceResponse, isSure);
  const { elasticity: value = 0, standardError = 0, buyers = 0 } = priceResponse ?? {};
  const elasticity = isSure ? { elasticity: { value, standardError, buyers } } : {};
  const advise = (level: Level, evidence: string): Sensitivity => ({
    ...{ level, advice: ADVICE[level], evidence },
    ...elasticity,
  });
  if (isSure && value <= MEDIUM) return advise(value <= HIGH ? 'high' : 'medium', answer);
  if (discountShare === null || marketDiscountShare === null)
    return advise('unknown', `${answer}; no list prices are known to hold what they pay against`);
  const more = discountShare - marketDiscountShare;
  const level = more >= TERMS ? 'high' : more <= -TERMS ? 'low' : 'medium';
  return advise(
    level,
    `they pay ${belowList(discountShare)}, the market ${belowList(marketDiscountShare)}; ${answer}`,
  );
}

const belowList = (share: number) =>
  share >= 0 ? `${percent(share)} below list price` : `${percent(-share)} above list price`;

function answerOf(response: SegmentProfile['priceResponse'], isSure: boolean): string {
  if (response === null)
    return 'too few of them bought an article again at another price to tell how units answer';
  const { elasticity, standardError, buyers } = response;
  const figures = `${decimal(elasticity)} ± ${decimal(NORMAL_95 * standardError)} % of units a month for 1 % of price, from ${inBuyers(buyers)}`;
  if (!isSure) return `how units answer to price is not told closely enough (${figures})`;
  return elasticity <= MEDIUM
    ? figures
    : `units hardly answered to price, or its changes were too short to see it (${figures})`;
}

const decimal = (value: number) => value.toFixed(1).replace('-', '−');
