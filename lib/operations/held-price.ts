import {
  type AppliedLimit,
  type GuardPrice,
  type Recommendation,
  type ServedRow,
  unitPriceText,
} from '../domain/index.ts';

type Effective = Extract<Recommendation, { kind: 'ready' }>['effective'];

/**
 * Hold the price in force through the guardrail, so that the answer says why the proposal does not apply, and where that price
 * breaks a hard limit itself: it was agreed, listed or charged before, and nobody but a person may take it back.
 */
export function heldPrice(
  { limits, currency }: Pick<ServedRow, 'limits' | 'currency'>,
  { price, source }: Pick<Effective, 'price' | 'source'>,
  guardPrice: GuardPrice,
): { limitsApplied: AppliedLimit[]; warnings: string[] } {
  if (price === null) return { limitsApplied: [], warnings: [] };
  const { micros } = price;
  const held = { proposedMicros: micros, currentMicros: micros, limits, currency };
  const agreed = source === 'quote' ? { quoteMicros: micros } : { contractMicros: micros };
  const { limitsApplied, outside } = guardPrice({ ...held, ...agreed });
  const text = (bound: number) => unitPriceText(bound, currency);
  const warnings = outside.map((limit) => {
    const broken =
      limit === 'floor'
        ? `below the floor ${text(limits.floorMicros)}`
        : `above the ceiling ${text(limits.ceilingMicros ?? micros)}`;
    return `${NAMES[source]} ${text(micros)} is ${broken}: it holds until a person changes it`;
  });
  return { limitsApplied: source === 'contract' || source === 'quote' ? limitsApplied : [], warnings };
}

const NAMES: Readonly<Record<Effective['source'], string>> = {
  contract: 'the contract price',
  quote: 'the quoted price',
  priceGroup: "the price group's price",
  quantityBreak: "the quantity break's price",
  automatic: 'the price',
  approved: 'the approved price',
  current: "today's price",
  none: 'the price',
};
