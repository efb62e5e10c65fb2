import { addDays, type PriceLimits, type SeriesRecord } from '../domain/index.ts';
import { unitsText } from './number-text.ts';
import type { PolicyRules } from './policy-rules.ts';
import type { PriceMove } from './prior-price.ts';

/**
 * List everyone's list prices with the day from which each held, oldest first: as the price files have them.
 *
 * @returns none where no price file tells, or nobody buys at everyone's price
 */
export function listMoves({ priceSource, groups, start }: SeriesRecord): PriceMove[] {
  if (priceSource !== 'list') return [];
  const everyone = groups.find(({ priceGroup }) => priceGroup === '');
  return (everyone?.priceSteps ?? []).map(([day, priceMicros]) => ({ on: addDays(start, day), priceMicros }));
}

/** Find the day of the last move, where the price still rests from it on the day after `asOf`; else `null`. */
export function restsSince(record: SeriesRecord, asOf: string, days: number): string | null {
  // the first price that is known is no move
  const moved = listMoves(record).slice(1).at(-1)?.on;
  return moved !== undefined && addDays(moved, days) > addDays(asOf, 1) ? moved : null;
}

/** Say that a rest is asked for and that no file tells when the price moved. */
export function restWarning(
  record: SeriesRecord,
  { priceCoolDownDays }: Pick<PolicyRules, 'priceCoolDownDays'>,
): string[] {
  if (priceCoolDownDays === null || listMoves(record).length > 0) return [];
  return [
    `a price rests for ${unitsText(priceCoolDownDays)} days after a move, and no price file tells when it moved last`,
  ];
}

/**
 * Find what other groups pay for a single unit, and how far apart comparable buyers may be: the merchant's widest gap, or
 * today's where that is wider already, so that no move widens it.
 *
 * Two price groups count as comparable: volume and terms that set them apart stand in no file.
 *
 * @returns `undefined` where everyone has one list
 */
export function parityOf(
  { priceList }: Pick<SeriesRecord, 'priceList'>,
  currentMicros: number,
  { largestGap }: Pick<PolicyRules, 'largestGap'>,
): PriceLimits['parity'] {
  const others = priceList
    .filter(
      ({ priceGroup, minQuantity, unitPriceMicros }) =>
        priceGroup !== '' && minQuantity <= 1 && unitPriceMicros > 0,
    )
    .map(({ unitPriceMicros }) => unitPriceMicros);
  if (others.length === 0) return undefined;
  const [lowestMicros, highestMicros] = [Math.min(...others), Math.max(...others)];
  const gap = Math.max(highestMicros, currentMicros) / Math.min(lowestMicros, currentMicros) - 1;
  // a hair more, so that today's own price is not rounded out of its bounds
  return { lowestMicros, highestMicros, largestGap: Math.max(largestGap, gap * (1 + 1e-12)) };
}
