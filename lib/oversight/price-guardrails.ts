import {
  type AppliedLimit,
  type GuardedPrice,
  InputError,
  type PriceProposal,
  unitPriceText,
} from '../domain/index.ts';

/**
 * Bring a proposed price within its limits: floor, ceiling, largest step from today's price, rounding, contract.
 *
 * A contract is a hard bound: its price is the answer, whatever the others say. A proposal to keep today's price is
 * kept as it stands when floor and ceiling allow it, unrounded. Any other is moved to the nearest price that all limits
 * allow, first among those with the charm ending, then among the multiples of the rounding step; ties go to the lower
 * price. Limits that leave no price contradict each other: today's price is kept, and the contradiction named, for a
 * person to solve.
 *
 * @returns priceMicros: within [floor, ceiling] and largest step, or the contract's, or today's where `contradiction` is set
 * @throws InputError when a price or limit is not a finite number ≥ 0
 */
export function guardPrice(proposal: PriceProposal): GuardedPrice {
  checkProposal(proposal);
  if (proposal.contractMicros !== undefined) return holdContract(proposal, proposal.contractMicros);
  const bounds = boundsOf(proposal);
  const contradiction = contradictionOf(proposal, bounds);
  if (contradiction !== null) return keep(proposal, contradiction);
  const { proposedMicros, currentMicros } = proposal;
  if (proposedMicros === currentMicros) return clampWithin(proposal, bounds);
  return roundWithin(proposal, bounds);
}

/** The prices that floor, ceiling and largest step all allow: a closed interval of whole micros. */
type Bounds = { lower: number; upper: number };

function boundsOf({ currentMicros, limits }: PriceProposal): Bounds {
  const { floorMicros, ceilingMicros, largestStep } = limits;
  return {
    lower: Math.max(floorMicros, Math.ceil(currentMicros * (1 - largestStep))),
    upper: Math.min(ceilingMicros ?? Number.MAX_SAFE_INTEGER, Math.floor(currentMicros * (1 + largestStep))),
  };
}

function contradictionOf({ currentMicros, limits, currency }: PriceProposal, bounds: Bounds): string | null {
  const { floorMicros, ceilingMicros, largestStep } = limits;
  const text = (micros: number) => unitPriceText(micros, currency);
  const floor = floorText({ currency, limits });
  if (ceilingMicros !== null && floorMicros > ceilingMicros)
    return `the floor ${floor} is above the ceiling ${text(ceilingMicros)}`;
  if (bounds.lower <= bounds.upper) return null;
  const step = `a step of ${percent(largestStep)} from today's ${text(currentMicros)}`;
  return floorMicros > bounds.upper
    ? `${step} does not reach the floor ${floor}`
    : `${step} does not reach the ceiling ${text(ceilingMicros ?? bounds.upper)}`;
}

function clampWithin(proposal: PriceProposal, { lower, upper }: Bounds): GuardedPrice {
  const { proposedMicros } = proposal;
  if (proposedMicros >= lower && proposedMicros <= upper)
    return { priceMicros: proposedMicros, limitsApplied: [], contradiction: null };
  return roundWithin(proposal, { lower, upper });
}

function roundWithin(proposal: PriceProposal, { lower, upper }: Bounds): GuardedPrice {
  const { proposedMicros, currentMicros, limits, currency } = proposal;
  const limitsApplied = limitsBroken(proposal);
  const { roundingStepMicros: step, charmEndingMicros: ending } = limits;
  const charmed =
    ending === null || ending === 0
      ? null
      : nearestOnGrid(proposedMicros, { every: 10 ** String(ending).length, from: ending }, { lower, upper });
  const rounded = charmed ?? nearestOnGrid(proposedMicros, { every: step, from: 0 }, { lower, upper });
  if (rounded === null) {
    const grid = `no multiple of ${unitPriceText(step, currency)} lies between ${unitPriceText(lower, currency)} and ${unitPriceText(upper, currency)}`;
    if (currentMicros < lower || currentMicros > upper) return keep(proposal, grid);
    limitsApplied.push({ limit: 'rounding', detail: `${grid}: today's price is kept` });
    return { priceMicros: currentMicros, limitsApplied, contradiction: null };
  }
  if (rounded !== Math.min(upper, Math.max(lower, proposedMicros)))
    limitsApplied.push({
      limit: charmed === null ? 'rounding' : 'charmPrice',
      detail: `rounded to ${unitPriceText(rounded, currency)}`,
    });
  return { priceMicros: rounded, limitsApplied, contradiction: null };
}

/** Name every limit that the proposal itself does not keep. */
function limitsBroken({ proposedMicros, currentMicros, limits, currency }: PriceProposal): AppliedLimit[] {
  const { floorMicros, ceilingMicros, largestStep } = limits;
  const broken: AppliedLimit[] = [];
  const text = (micros: number) => unitPriceText(micros, currency);
  if (proposedMicros < floorMicros)
    broken.push({
      limit: 'floor',
      detail: `not below the floor ${floorText({ currency, limits })}`,
    });
  if (ceilingMicros !== null && proposedMicros > ceilingMicros)
    broken.push({ limit: 'ceiling', detail: `not above the ceiling ${text(ceilingMicros)}` });
  const away = Math.abs(proposedMicros - currentMicros);
  if (away > currentMicros * largestStep)
    broken.push({
      limit: 'largestStep',
      detail: `at most ${percent(largestStep)} from today's ${text(currentMicros)}`,
    });
  return broken;
}

/** Write the floor as the lowest price of the rounding that keeps it: 12.631579 reads 12.64. */
function floorText({ limits, currency }: Pick<PriceProposal, 'limits' | 'currency'>): string {
  const { floorMicros, roundingStepMicros } = limits;
  const rounded = Math.ceil(floorMicros / roundingStepMicros) * roundingStepMicros;
  return unitPriceText(floorMicros < roundingStepMicros ? floorMicros : rounded, currency);
}

/** Find the number `from` + n · `every` nearest to a target within bounds; ties go down; `null` where there is none. */
function nearestOnGrid(
  target: number,
  { every, from }: { every: number; from: number },
  { lower, upper }: Bounds,
): number | null {
  const first = Math.ceil((lower - from) / every);
  const last = Math.floor((upper - from) / every);
  if (first > last) return null;
  const below = Math.floor((target - from) / every);
  const n = target - (from + below * every) <= from + (below + 1) * every - target ? below : below + 1;
  return from + Math.min(last, Math.max(first, n)) * every;
}

function holdContract({ currency, limits }: PriceProposal, contractMicros: number): GuardedPrice {
  const contract = unitPriceText(contractMicros, currency);
  const below = contractMicros < limits.floorMicros;
  return {
    priceMicros: contractMicros,
    limitsApplied: [{ limit: 'contract', detail: `the contract price ${contract} holds` }],
    contradiction: below
      ? `the contract price ${contract} is below the floor ${floorText({ currency, limits })}`
      : null,
  };
}

function keep({ currentMicros }: PriceProposal, contradiction: string): GuardedPrice {
  return {
    priceMicros: currentMicros,
    limitsApplied: [{ limit: 'contradiction', detail: `${contradiction}: today's price is kept` }],
    contradiction,
  };
}

function checkProposal({ proposedMicros, currentMicros, limits, contractMicros = 0 }: PriceProposal): void {
  const { floorMicros, ceilingMicros, largestStep, roundingStepMicros } = limits;
  const numbers = [
    proposedMicros,
    currentMicros,
    contractMicros,
    floorMicros,
    ceilingMicros ?? 0,
    largestStep,
  ];
  if (!numbers.every((number) => Number.isFinite(number) && number >= 0) || !(roundingStepMicros > 0))
    throw new InputError(`a price or limit is not a finite number ≥ 0: ${JSON.stringify(numbers)}`);
}

function percent(rate: number): string {
  return `${Math.round(rate * 1000) / 10} %`;
}
