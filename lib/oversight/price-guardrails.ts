import {
  type AppliedLimit,
  contradictionFigures,
  type GuardedPrice,
  type HardLimit,
  InputError,
  type PriceProposal,
  unitPriceText,
} from '../domain/index.ts';
import {
  boundsOf,
  type Contradiction,
  contradictionOf,
  intersectionOf,
  limitsBroken,
  type PriceBound,
} from './price-bounds.ts';
import { roundPrice } from './price-grid.ts';

/**
 * Bring a proposed price within its limits: floor, ceiling, largest step from today's price, rest after a move, parity with
 * comparable buyers, rounding, contract and quote.
 *
 * A contract or a valid quote is a hard bound: its price is the answer, whatever the others say; of both the lower. A
 * proposal to keep today's price is kept as it stands when the limits allow it, unrounded. Any other is moved to the nearest
 * price that all limits allow, first among those with the charm ending, then among the multiples of the rounding step; ties
 * go to the lower price. Limits that leave no price contradict each other: today's price is kept, since somebody answers for
 * it already, and the contradiction named, for a person to solve.
 *
 * @returns priceMicros: within every limit; or, with `contradiction` set, the agreed price or today's, which `outside` says to
 * break a hard limit where it does
 * @throws InputError when a price or limit is not a finite number ≥ 0, or beyond what whole micros can hold
 */
export function guardPrice(proposal: PriceProposal): GuardedPrice {
  checkProposal(proposal);
  const bounds = boundsOf(proposal);
  const guarded = agreedWith(proposal, bounds) ?? boundPrice(proposal, bounds);
  return { ...guarded, outside: outsideOf(guarded.priceMicros, bounds), told: toldOf(proposal) };
}

type Bounded = Omit<GuardedPrice, 'outside' | 'told'>;

function boundPrice(proposal: PriceProposal, bounds: readonly PriceBound[]): Bounded {
  const contradiction = contradictionOf(bounds, proposal.currency);
  if (contradiction !== null) return keep(proposal, contradiction, bounds);
  const { proposedMicros, currentMicros, limits, currency } = proposal;
  const { lower, upper } = intersectionOf(bounds);
  if (proposedMicros === currentMicros && proposedMicros >= lower && proposedMicros <= upper)
    return { priceMicros: proposedMicros, limitsApplied: [], contradiction: null };
  const limitsApplied = limitsBroken(proposedMicros, bounds);
  // a price that must not move at all is not rounded either
  if (lower === upper && lower === currentMicros)
    return { priceMicros: currentMicros, limitsApplied, contradiction: null };
  const rounded = roundPrice(proposedMicros, limits, { lower, upper });
  const text = (micros: number) => unitPriceText(micros, currency);
  if (rounded === null) {
    const grid = `no multiple of ${text(limits.roundingStepMicros)} lies between ${text(lower)} and ${text(upper)}`;
    const price = (micros: number) => ({ micros, currency });
    const [step, lowest, highest] = [price(limits.roundingStepMicros), price(lower), price(upper)];
    if (currentMicros < lower || currentMicros > upper) {
      const ends = { step, leastPrice: lowest, mostPrice: highest };
      const figures = contradictionFigures({ kind: 'grid', ...ends });
      return keep(proposal, { words: grid, figures }, bounds);
    }
    limitsApplied.push({
      ...{ limit: 'rounding', detail: `${grid}: today's price is kept` },
      figures: { price: null, step, lowest, highest },
    });
    return { priceMicros: currentMicros, limitsApplied, contradiction: null };
  }
  const { priceMicros, rule } = rounded;
  if (priceMicros !== Math.min(upper, Math.max(lower, proposedMicros)))
    limitsApplied.push({
      ...{ limit: rule, detail: `rounded to ${text(priceMicros)}` },
      figures: { price: { micros: priceMicros, currency }, step: null, lowest: null, highest: null },
    });
  return { priceMicros, limitsApplied, contradiction: null };
}

/** Keep today's price, and say so where it breaks a hard limit itself: nobody but a person may resolve that. */
function keep(
  { currentMicros, currency }: PriceProposal,
  { words, figures }: Contradiction,
  bounds: readonly PriceBound[],
): Bounded {
  const broken = outsideOf(currentMicros, bounds);
  const outside = broken.map((limit) => (limit === 'floor' ? 'below its floor' : 'above its ceiling'));
  const kept =
    outside.length === 0
      ? "today's price is kept"
      : `today's price is kept, though ${unitPriceText(currentMicros, currency)} is itself ${outside.join(' and ')}: a person must set it`;
  return {
    priceMicros: currentMicros,
    limitsApplied: [
      {
        ...{ limit: 'contradiction', detail: `${words}: ${kept}` },
        figures: { ...figures, keptPrice: { micros: currentMicros, currency }, outside: broken },
      },
    ],
    contradiction: words,
  };
}

/** Hold what was agreed with the buyer; `null` where nothing was. */
function agreedWith(proposal: PriceProposal, bounds: readonly PriceBound[]): Bounded | null {
  const { contractMicros, quoteMicros, currency } = proposal;
  if (contractMicros === undefined && quoteMicros === undefined) return null;
  const priceMicros = Math.min(contractMicros ?? Infinity, quoteMicros ?? Infinity);
  const kind = priceMicros === contractMicros ? 'contract' : 'quote';
  const name = kind === 'contract' ? 'the contract price' : 'the quoted price';
  const price = unitPriceText(priceMicros, currency);
  const limitsApplied: AppliedLimit[] = [
    { limit: kind, detail: `${name} ${price} holds`, figures: { price: { micros: priceMicros, currency } } },
  ];
  const broken = bounds.find((bound) => isHard(bound) && isOutside(priceMicros, bound));
  const side = broken?.limit === 'floor' ? 'below' : 'above';
  const contradiction =
    broken === undefined ? null : `${name} ${price} is ${side} ${broken.least || broken.most}`;
  return { priceMicros, limitsApplied, contradiction };
}

function outsideOf(priceMicros: number, bounds: readonly PriceBound[]): HardLimit[] {
  return bounds.flatMap((bound) => (isHard(bound) && isOutside(priceMicros, bound) ? [bound.limit] : []));
}

const isHard = (bound: PriceBound): bound is PriceBound & { limit: HardLimit } =>
  bound.limit === 'floor' || bound.limit === 'ceiling';

const isOutside = (priceMicros: number, { lower, upper }: PriceBound) =>
  priceMicros < lower || priceMicros > upper;

/** A minimum advertised price bounds what a reseller shows, not what the seller charges the reseller. */
function toldOf({ advertisedMicros, currency }: PriceProposal): AppliedLimit[] {
  if (advertisedMicros === undefined) return [];
  const detail = `resellers may not advertise it below ${unitPriceText(advertisedMicros, currency)}; that does not bound the seller's own price`;
  const figures = { price: { micros: advertisedMicros, currency } };
  return [{ limit: 'minimumAdvertisedPrice', detail, figures }];
}

function checkProposal({ limits, ...prices }: PriceProposal): void {
  const { floorMicros, ceilingMicros, largestStep, roundingStepMicros, parity } = limits;
  const { proposedMicros, currentMicros, contractMicros = 0, quoteMicros = 0, advertisedMicros = 0 } = prices;
  const micros = [
    ...[proposedMicros, currentMicros, contractMicros, quoteMicros, advertisedMicros],
    ...[floorMicros, ceilingMicros ?? 0, roundingStepMicros, limits.charmEndingMicros ?? 0],
    ...(parity === undefined ? [] : [parity.lowestMicros, parity.highestMicros]),
  ];
  const rates = [largestStep, parity?.largestGap ?? 0];
  const fits =
    micros.every((number) => number >= 0 && number <= Number.MAX_SAFE_INTEGER) &&
    rates.every((rate) => Number.isFinite(rate) && rate >= 0);
  if (!fits || !(roundingStepMicros > 0))
    throw new InputError(
      `a price or limit is not a finite number ≥ 0 of at most ${Number.MAX_SAFE_INTEGER} micros: ${JSON.stringify({ ...prices, limits })}`,
    );
  const whole = [
    currentMicros,
    contractMicros,
    quoteMicros,
    roundingStepMicros,
    limits.charmEndingMicros ?? 0,
  ];
  if (!whole.every(Number.isSafeInteger))
    throw new InputError(`a price is no whole number of micros: ${JSON.stringify({ ...prices, limits })}`);
}
