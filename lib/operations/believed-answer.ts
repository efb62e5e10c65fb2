import type { OwnAnswer } from '../domain/index.ts';
import type { WavePrior } from './demand-columns.ts';
import type { DemandFit, ElasticityPrior } from './demand-fit.ts';
import { listPricePrior } from './list-price-prior.ts';
import type { PolicyFacts } from './policy-facts.ts';
import type { PolicySettings } from './policy-settings.ts';
import { joinPriors, type PooledPrior, pooledPriorOf } from './pooled-priors.ts';

/** What is believed of the answer to price before a SKU's own data, and whom it is borrowed from. */
export type BelievedAnswer = {
  prior: ElasticityPrior;
  /** What would be believed if no other SKU had told anything. */
  alone: ElasticityPrior;
  wave: WavePrior | undefined;
  /** The other SKUs that tell; `null` where it stands alone. */
  pooled: PooledPrior | null;
  /** Where `prior` comes from, in words. */
  ground: string;
};

/** An elasticity whose error is nearly that of what is believed without any data was not seen in data. */
const SEEN_SHARE = 0.9;
/** Weeks of its own from which a SKU's price may move on what its category shows, though it never moved before. */
const BORROWING_WEEKS = 26;

/**
 * Say what is believed before a SKU's own data: what the merchant believes, else what the list price tells joined with what
 * the other SKUs of its category told the night before.
 *
 * @param own - the SKU's part in that night's pool, which is taken out
 */
export function believedAnswer(
  { currentMicros, landedMicros }: Pick<PolicyFacts, 'currentMicros' | 'landedMicros'>,
  category: string | null,
  own: OwnAnswer | null,
  { rules, priors }: Pick<PolicySettings, 'rules' | 'priors'>,
): BelievedAnswer {
  const pooled = priors == null ? undefined : pooledPriorOf(priors, category, own);
  const listPrice = listPricePrior(currentMicros, landedMicros);
  const wave = pooled?.wave;
  if (rules.prior !== null)
    return { prior: rules.prior, alone: rules.prior, wave, pooled: null, ground: 'taken from the rules' };
  if (pooled === undefined)
    return { prior: listPrice, alone: listPrice, wave, pooled: null, ground: 'assumed' };
  const ground = `borrowed from ${pooled.skus} other SKUs of ${pooled.category ?? 'the market'}`;
  return { prior: joinPriors(listPrice, pooled), alone: listPrice, wave, pooled, ground };
}

/**
 * Tell whether data show how demand answers to price: the SKU's own, or those of its category once it has half a year of its
 * own to be judged by.
 */
export function answerIsSeen(fit: DemandFit, { alone, pooled }: BelievedAnswer): boolean {
  const moved = fit.priceMoves > 0 || (pooled !== null && fit.weeks >= BORROWING_WEEKS);
  return moved && fit.elasticityStandardError < SEEN_SHARE * alone.sd;
}
