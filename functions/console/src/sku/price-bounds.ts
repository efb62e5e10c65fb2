import type { PlottedPrices } from '../../../../lib/charts/index.ts';
import type { Recommendation, SkuDetail } from '../../../../lib/domain/index.ts';

/** What a price on the axis is. */
export const priceNames = [
  'inForce',
  'list',
  'proposed',
  'floor',
  'ceiling',
  'advertised',
  'prior',
  'othersLowest',
  'othersHighest',
] as const;
export type PriceName = (typeof priceNames)[number];

/** Every price that is known of a SKU and bounds or places the one to charge, millionths of the currency's unit. */
export type KnownPrice = { name: PriceName; micros: number };

/** Gather what is known: today's price and the proposed one, and all that bounds them. */
export function knownPrices(recommendation: Recommendation, detail: SkuDetail): KnownPrice[] {
  const { price, priceLimits } = detail;
  const { effective } = recommendation;
  const isReady = recommendation.kind === 'ready';
  const found: [PriceName, number | null | undefined][] = [
    ['inForce', effective.price?.micros ?? price?.micros],
    // told apart only where another one is charged
    ['list', effective.price === null || effective.price.micros === price?.micros ? null : price?.micros],
    ['proposed', isReady ? recommendation.proposal?.price.micros : null],
    ['floor', priceLimits?.floorMicros || null],
    ['ceiling', priceLimits?.ceilingMicros],
    ['advertised', advertisedMicros(recommendation)],
    ['prior', isReady ? recommendation.priorPrice?.price.micros : null],
    ['othersLowest', priceLimits?.parity?.lowestMicros],
    ['othersHighest', priceLimits?.parity?.highestMicros],
  ];
  return found.flatMap(([name, micros]) => (micros == null ? [] : [{ name, micros }]));
}

/** The least that resellers may advertise, as the answer's limits tell it. */
function advertisedMicros({ limitsApplied }: Recommendation): number | undefined {
  const told = limitsApplied.find(({ limit }) => limit === 'minimumAdvertisedPrice')?.figures?.price;
  return typeof told === 'object' && told !== null && 'micros' in told ? Number(told.micros) : undefined;
}

/** Lay the prices out for the axis: what may be charged at all, and at the next move. `undefined` where no price is known. */
export function plottedPrices(
  known: readonly KnownPrice[],
  limits: SkuDetail['priceLimits'],
  words: Readonly<Record<PriceName, string>>,
): PlottedPrices | undefined {
  const today = known.find(({ name }) => name === 'list') ?? known.find(({ name }) => name === 'inForce');
  if (today === undefined) return undefined;
  const floor = limits?.floorMicros ?? 0;
  const ceiling = limits?.ceilingMicros ?? null;
  const step = limits?.largestStep ?? 0;
  return {
    prices: known.map(({ name, micros }) => ({
      ...{ words: words[name], micros },
      kind: name === 'inForce' || name === 'proposed' ? name : 'bound',
    })),
    allowed: { lowMicros: floor, highMicros: ceiling },
    reachable:
      step === 0
        ? undefined
        : {
            lowMicros: Math.max(floor, today.micros * (1 - step)),
            highMicros: Math.min(ceiling ?? Number.POSITIVE_INFINITY, today.micros * (1 + step)),
          },
  };
}
