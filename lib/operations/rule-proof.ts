import { type Money, majorOf, type RuleProof, type RuleStanding } from '../domain/index.ts';
import type { Interval } from '../numeric/index.ts';
import { shortNumber } from './number-text.ts';
import { wholeMinor } from './policy-gain.ts';
import { ruleStanding } from './rule-standing.ts';

/** Of every interval of a proof. */
export const PROOF_LEVEL = 0.9;
/** Fewer SKUs bound nothing: the t quantile alone would double the interval. */
export const FEWEST_SKUS = 8;

/** How much was looked at: SKUs, and SKU × week pairs. */
export type ProofGround = { skus: number; weeks: number };

/** Say that a rule's gain cannot be told, and why; what it may do stays as it was. */
export function noEvidence(previous: RuleStanding | null, ground: ProofGround, text: string): RuleProof {
  return { kind: 'noEvidence', ...ruleStanding(previous, null), ...ground, text };
}

/**
 * Put a measured gain into the proof: money, the verdict in words, and what follows for acting by itself.
 *
 * @param gain - minor units a day, of the SKUs measured together
 * @param measured.words - how it was measured: the beginning of the sentence
 */
export function measuredProof(
  previous: RuleStanding | null,
  gain: Interval,
  measured: ProofGround & { gainShare: number | null; currency: string; words: string },
): RuleProof {
  const { skus, weeks, gainShare, currency, words } = measured;
  const money = (minor: number): Money => ({ minor: wholeMinor(minor), currency });
  const [gainPerDay, lower, upper] = [money(gain.mean), money(gain.lower), money(gain.upper)];
  const standing = ruleStanding(previous, lower.minor);
  const verdict =
    lower.minor > 0
      ? 'it gains'
      : upper.minor < 0
        ? 'it loses'
        : 'the difference may be chance: it is not proven to gain';
  const text = (amount: Money) => `${shortNumber(majorOf(amount.minor, currency))} ${currency}`;
  return {
    kind: 'measured',
    ...standing,
    ...{ gainPerDay, lower, upper, level: PROOF_LEVEL, gainShare, skus, weeks },
    text: `${words}: ${text(gainPerDay)} a day more than today's practice, between ${text(lower)} and ${text(upper)} with ${PROOF_LEVEL * 100} % certainty; ${verdict}${consequence(standing)}.`,
  };
}

function consequence({ withdrawn, nightsAboveZero }: RuleStanding): string {
  if (!withdrawn) return '';
  return nightsAboveZero === 0
    ? ', so it acts by itself nowhere in the market'
    : `, but it acts by itself only after seven nights above zero (${nightsAboveZero} so far)`;
}
