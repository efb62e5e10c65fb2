import {
  type AppliedLimit,
  addDays,
  contradictionFigures,
  hasCome,
  type LimitFigures,
  type PriceBoundName,
  type PriceProposal,
  unitPriceText,
} from '../domain/index.ts';

/** A closed interval of whole micros that one limit allows, and that limit in words. */
export type PriceBound = {
  limit: PriceBoundName;
  lower: number;
  upper: number;
  /** What it is, where it is named beside one that it contradicts: by its lower and by its upper end. */
  least: string;
  most: string;
  /** What it did to a price that lay below, or above; `null` where it has no such end. */
  raised: AppliedLimit | null;
  lowered: AppliedLimit | null;
};

/** Dearest and cheapest price that whole micros may hold. */
const WIDEST = { lower: 0, upper: Number.MAX_SAFE_INTEGER };

/** List every limit of a price that holds on the day, floor and ceiling first. */
export function boundsOf(proposal: PriceProposal): PriceBound[] {
  return [
    floorOf(proposal),
    ...ceilingOf(proposal),
    stepOf(proposal),
    ...coolDownOf(proposal),
    ...parityOf(proposal),
  ];
}

/** The prices that all limits allow; `lower` above `upper` where there are none. */
export function intersectionOf(bounds: readonly PriceBound[]): { lower: number; upper: number } {
  return {
    lower: Math.max(...bounds.map(({ lower }) => lower)),
    upper: Math.min(...bounds.map(({ upper }) => upper)),
  };
}

/** Limits that leave no price, in words and figures. */
export type Contradiction = { words: string; figures: LimitFigures['contradiction'] };

/** Name two limits that leave no price between them; `null` where all can be kept. */
export function contradictionOf(bounds: readonly PriceBound[], currency: string): Contradiction | null {
  const { lower, upper } = intersectionOf(bounds);
  if (lower <= upper) return null;
  const highest = bounds.find((bound) => bound.lower === lower);
  const lowest = bounds.find((bound) => bound.upper === upper);
  if (highest === undefined || lowest === undefined) return null;
  const figures = contradictionFigures({
    kind: 'limits',
    least: highest.limit,
    leastPrice: { micros: lower, currency },
    most: lowest.limit,
    mostPrice: { micros: upper, currency },
  });
  return { words: inWords(highest, lowest), figures };
}

function inWords(highest: PriceBound, lowest: PriceBound): string {
  if (lowest.limit === 'largestStep') return `${lowest.most} does not reach ${highest.least}`;
  if (highest.limit === 'largestStep') return `${highest.least} does not reach ${lowest.most}`;
  return `${highest.least} is above ${lowest.most}`;
}

/** Name every limit that a price does not keep. */
export function limitsBroken(priceMicros: number, bounds: readonly PriceBound[]): AppliedLimit[] {
  return bounds.flatMap(
    ({ lower, upper, raised, lowered }) =>
      (priceMicros < lower ? raised : priceMicros > upper ? lowered : null) ?? [],
  );
}

function floorOf({ limits, currency }: PriceProposal): PriceBound {
  const least = `the floor ${floorText(limits, currency)}`;
  const raised = {
    ...{ limit: 'floor' as const, detail: `not below ${least}` },
    figures: { floor: { micros: Math.min(WIDEST.upper, roundedFloor(limits)), currency } },
  };
  return {
    ...{ limit: 'floor', ...WIDEST, lower: Math.ceil(limits.floorMicros) },
    ...{ least, most: '', raised, lowered: null },
  };
}

function ceilingOf({ limits: { ceilingMicros }, currency }: PriceProposal): PriceBound[] {
  if (ceilingMicros === null) return [];
  const most = `the ceiling ${unitPriceText(ceilingMicros, currency)}`;
  const lowered = {
    ...{ limit: 'ceiling' as const, detail: `not above ${most}` },
    figures: { ceiling: { micros: Math.floor(ceilingMicros), currency } },
  };
  return [
    {
      ...{ limit: 'ceiling', ...WIDEST, upper: Math.floor(ceilingMicros) },
      ...{ least: '', most, raised: null, lowered },
    },
  ];
}

function stepOf({ currentMicros, limits: { largestStep }, currency }: PriceProposal): PriceBound {
  const today = unitPriceText(currentMicros, currency);
  const step = `a step of ${percent(largestStep)} from today's ${today}`;
  const bound = {
    ...{ limit: 'largestStep' as const, detail: `at most ${percent(largestStep)} from today's ${today}` },
    figures: { stepShare: largestStep, currentPrice: { micros: currentMicros, currency } },
  };
  return {
    limit: 'largestStep',
    lower: Math.max(WIDEST.lower, Math.ceil(currentMicros * (1 - largestStep))),
    upper: Math.min(WIDEST.upper, Math.floor(currentMicros * (1 + largestStep))),
    ...{ least: step, most: step, raised: bound, lowered: bound },
  };
}

/** A price that has moved since its files were written has done so on an unknown day: it rests until the next files. */
function coolDownOf(proposal: PriceProposal): PriceBound[] {
  const { currentMicros, limits, currency, movedSince = false } = proposal;
  if (limits.coolDown === undefined) return [];
  const { days, movedOn } = limits.coolDown;
  const until = movedOn === null ? null : addDays(movedOn, days);
  if (!movedSince && (until === null || isRested(proposal, until))) return [];
  const since = movedSince || until === null ? 'since the newest files' : `on ${movedOn}`;
  const rest =
    movedSince || until === null ? `it rests for ${days} days` : `it rests for ${days} days, until ${until}`;
  const today = `today's ${unitPriceText(currentMicros, currency)}, which moved ${since}: ${rest}`;
  const unknown = movedSince || until === null;
  const words = {
    ...{ limit: 'coolDown' as const, detail: `the price moved ${since}: ${rest}` },
    figures: { restDays: days, movedOn: unknown ? null : movedOn, until: unknown ? null : until },
  };
  return [
    {
      ...{ limit: 'coolDown', lower: currentMicros, upper: currentMicros },
      ...{ least: today, most: today, raised: words, lowered: words },
    },
  ];
}

/** By the market's own day, where the policy says when that begins, else by that of UTC; without a moment it rests still. */
function isRested({ limits: { coolDown }, now }: PriceProposal, until: string): boolean {
  return now !== undefined && hasCome(coolDown?.endsAt ?? `${until}T00:00:00Z`, now);
}

/** Where the others are further apart than the gap already, no price is comparable with both. */
function parityOf({ limits: { parity }, currency }: PriceProposal): PriceBound[] {
  if (parity === undefined) return [];
  const { lowestMicros, highestMicros, largestGap } = parity;
  const lower = Math.ceil(highestMicros / (1 + largestGap));
  const upper = Math.min(WIDEST.upper, Math.floor(lowestMicros * (1 + largestGap)));
  const text = (micros: number) => unitPriceText(micros, currency);
  const gap = `at most ${percent(largestGap)} apart`;
  const bound = (micros: number, others: number) =>
    `${text(micros)} by parity with comparable buyers, who pay ${text(others)} (${gap})`;
  const price = (micros: number) => ({ micros, currency });
  const said = (end: 'lowest' | 'highest', detail: string, micros: number, others: number): AppliedLimit => ({
    ...{ limit: 'parity', detail },
    figures: { end, price: price(micros), othersPrice: price(others), gapShare: largestGap },
  });
  return [
    {
      ...{ limit: 'parity', lower, upper },
      ...{ least: bound(lower, highestMicros), most: bound(upper, lowestMicros) },
      raised: said('lowest', `not below ${bound(lower, highestMicros)}`, lower, highestMicros),
      lowered: said('highest', `not above ${bound(upper, lowestMicros)}`, upper, lowestMicros),
    },
  ];
}

/** Write the floor as the lowest price of the rounding that keeps it: 12.631579 reads 12.64. */
export function floorText(limits: PriceProposal['limits'], currency: string): string {
  return unitPriceText(roundedFloor(limits), currency);
}

function roundedFloor({ floorMicros, roundingStepMicros }: PriceProposal['limits']): number {
  const rounded = Math.ceil(floorMicros / roundingStepMicros) * roundingStepMicros;
  return Math.ceil(floorMicros < roundingStepMicros ? floorMicros : rounded);
}

function percent(rate: number): string {
  return `${Math.round(rate * 1000) / 10} %`;
}
