import type { EvidenceGate, Proof, Reason, RuleProof, ServedRow, SkuDrift } from '../domain/index.ts';

/** What a gate is judged by. */
export type GateFacts = {
  /** Weeks of history that could be used. */
  weeks: number;
  /** Prices of the ladder that the history has tried (`triedPrices`). */
  triedMicros: readonly number[];
  /** The market's newest proof before this night; `null` where there is none yet. */
  proof: Pick<Proof, 'orders' | 'prices'> | null;
  /** What has changed in the SKU, in words, while an alarm stands. */
  drift?: string | undefined;
};

/** Below: measured, 7 to 23 % of plans on less than 26 weeks are worse than the human rule. */
const WEEKS_TO_ACT = 52;
/** Measured: none of the plans on so many weeks is worse than the human rule; 2 % are on 52 weeks with price tests. */
const WEEKS_TO_PRICE_FREELY = 104;

/**
 * Judge how far a SKU's policy may act by itself: under 52 weeks it only suggests, then orders and prices that were tried
 * may take effect, from 104 weeks any price; so from 52 weeks where the price rule's gain is proven to lie above zero.
 *
 * A SKU that drifts only suggests, whatever its history: it tells of another demand.
 *
 * A rule that is withdrawn in its market (`ruleStanding`) only suggests, whatever the history.
 */
export function evidenceGate({ weeks, triedMicros, proof, drift }: GateFacts): EvidenceGate {
  const byWeeks = levelByWeeks(weeks, proof?.prices);
  const orders =
    drift !== undefined || byWeeks.level === 'suggest' || proof?.orders.withdrawn === true
      ? ('suggest' as const)
      : ('automatic' as const);
  const prices =
    drift !== undefined || proof?.prices.withdrawn === true ? ('suggest' as const) : byWeeks.level;
  return {
    level: orders === 'suggest' ? 'suggest' : prices,
    orders,
    prices,
    ...(prices === 'testedPrices' ? { triedMicros: [...triedMicros] } : {}),
    ...(drift === undefined ? {} : { drift }),
    reasons: [byWeeks.reason, ...withdrawal('order', proof?.orders), ...withdrawal('price', proof?.prices)],
  };
}

function levelByWeeks(
  weeks: number,
  prices: RuleProof | undefined,
): { level: EvidenceGate['level']; reason: string } {
  const known = `${weeks} weeks of history can be used`;
  if (weeks < WEEKS_TO_ACT)
    return {
      level: 'suggest',
      reason: `${known}, under ${WEEKS_TO_ACT}: of plans on so little up to a quarter did worse than a person's rule, so everything is only suggested`,
    };
  if (weeks >= WEEKS_TO_PRICE_FREELY)
    return { level: 'automatic', reason: `${known}: orders and prices may take effect by themselves` };
  if (prices?.kind === 'measured' && prices.lower.minor > 0 && !prices.withdrawn)
    return {
      level: 'automatic',
      reason: `${known}, and the market's price rule is proven to gain: orders and prices may take effect by themselves`,
    };
  return {
    level: 'testedPrices',
    reason: `${known}, under ${WEEKS_TO_PRICE_FREELY}: orders may take effect by themselves, and prices that were tried for three weeks`,
  };
}

function withdrawal(rule: 'order' | 'price', proof: RuleProof | undefined): string[] {
  return proof?.withdrawn === true
    ? [
        `the market's ${rule} rule is withdrawn until its proven gain has stayed above zero for a week: ${proof.text}`,
      ]
    : [];
}

/** What may take effect without asking. */
export type Permission = { price: boolean; orders: boolean };

/**
 * Tell whether a proposed price and an order may take effect; a row without a gate is bound by the mode alone.
 *
 * @param currentMicros - the price in force: keeping it needs no ground
 * @param testing - the price is that of a price test, which the merchant's rules ask for: it need not have been tried
 */
export function mayAct(
  gate: EvidenceGate | undefined,
  proposedMicros: number,
  currentMicros: number,
  testing = false,
): Permission {
  if (gate === undefined) return { price: true, orders: true };
  const {
    level,
    orders = level === 'suggest' ? 'suggest' : 'automatic',
    prices = level,
    triedMicros = [],
  } = gate;
  const tried = testing || proposedMicros === currentMicros || triedMicros.includes(proposedMicros);
  return {
    price: prices === 'automatic' || (prices === 'testedPrices' && tried),
    orders: orders === 'automatic',
  };
}

/** Say what the gate holds back, and why. */
export function gateReasons(
  row: Pick<ServedRow, 'gate' | 'drift'> & { evidence: Pick<ServedRow['evidence'], 'weeks'> },
  { price, orders }: Permission,
): Reason[] {
  const { gate } = row;
  if (gate === undefined || (price && orders)) return [];
  if (gate.drift !== undefined) return [driftReason(gate.drift, row.drift)];
  const held = price ? 'The order' : orders ? 'The price' : 'Price and order';
  return [
    {
      code: 'evidence',
      text: `${held} ${price || orders ? 'waits' : 'wait'} for approval: ${gate.reasons.join('; ')}.`,
      figures: {
        held: price ? 'order' : orders ? 'price' : 'both',
        ...gateFigures(gate, row.evidence.weeks),
      },
    },
  ];
}

/** Read off a gate what its words say: how many weeks are lacking, and which rules are withdrawn. */
function gateFigures({ level, orders, prices = level }: EvidenceGate, weeks: number) {
  const few = weeks < WEEKS_TO_ACT;
  const triedOnly = prices === 'testedPrices';
  const withdrawn: ('order' | 'price')[] = few
    ? []
    : [
        ...((orders ?? level) === 'suggest' ? (['order'] as const) : []),
        ...(prices === 'suggest' ? (['price'] as const) : []),
      ];
  const neededWeeks = few ? WEEKS_TO_ACT : triedOnly ? WEEKS_TO_PRICE_FREELY : null;
  return { weeks, neededWeeks, triedOnly, withdrawn };
}

function driftReason(words: string, drift: SkuDrift | undefined): Reason {
  return {
    code: 'drift',
    text: `Price and order wait for approval: the SKU ${words}; it acts by itself again when it has settled.`,
    figures: {
      signal: drift?.signal ?? null,
      rises: drift === undefined ? null : drift.direction > 0,
      sizeShare: drift?.size ?? null,
      since: drift?.since ?? null,
    },
  };
}
