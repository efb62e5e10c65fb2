import { InputError, type Market, type OwnAnswer, type SeriesRecord } from '../domain/index.ts';
import { answerIsSeen, type BelievedAnswer, believedAnswer } from './believed-answer.ts';
import { type Bends, type DemandFit, fitDemand } from './demand-fit.ts';
import { bendPrior, listPricePrior } from './list-price-prior.ts';
import { ownAnswer } from './own-answer.ts';
import type { PolicyFacts } from './policy-facts.ts';
import type { PolicySettings } from './policy-settings.ts';
import { type PriceLadder, priceLadder } from './price-ladder.ts';
import { triedLadder } from './tried-ladder.ts';

/** How a SKU's demand answers to price, and the prices that may be chosen on that ground. */
export type PriceAnswer = {
  /** By its own data alone: what it tells its category; `null` where they can't. */
  answer: OwnAnswer | null;
  believed: BelievedAnswer;
  fit: DemandFit;
  ladder: PriceLadder;
};

/** Fit how demand answers to price, drawn to what is believed before, and lay out the prices that it opens. */
export function fitPriceAnswer(
  record: SeriesRecord,
  facts: PolicyFacts,
  market: Market,
  settings: PolicySettings,
): PriceAnswer {
  const { currentMicros, landedMicros } = facts;
  const answer = ownAnswer(record, listPricePrior(currentMicros, landedMicros).elasticity);
  const believed = believedAnswer(facts, record.product.category, answer, settings);
  const fit = fitDemand(record, believed.prior, bendsOf(facts, settings), {
    seed: settings.seed,
    wave: believed.wave,
    ground: believed.ground,
  });
  const ladder = ladderOf(facts, answerIsSeen(fit, believed) ? fit : null, market, settings);
  return { answer, believed, fit, ladder };
}

/** Demand may bend between the rungs' outermost prices: at today's price, and half the largest step to both sides. */
function bendsOf({ currentMicros, landedMicros }: PolicyFacts, { rules }: PolicySettings): Bends {
  const half = rules.largestStep / 2;
  return { ratios: [1 - half, 1, 1 + half], prior: bendPrior(currentMicros, landedMicros) };
}

/** @param seen - the fit where data show how demand answers, else `null` */
function ladderOf(
  { limits, currentMicros }: PolicyFacts,
  seen: DemandFit | null,
  market: Market,
  settings: PolicySettings,
): PriceLadder {
  const ladder = priceLadder(currentMicros, {
    limits,
    currency: market.currency,
    guardPrice: settings.guardPrice,
  });
  if (ladder.priceMicros.length === 1) return ladder;
  if (seen !== null) return triedLadder(ladder, seen);
  const today = ladder.priceMicros[ladder.today];
  if (today === undefined) throw new InputError('a price ladder has no rung for today');
  const warning = "today's price is kept: the history does not show how demand answers to price";
  return { priceMicros: [today], today: 0, warnings: [...ladder.warnings, warning] };
}
