import type { FairnessEntry, RunName, SegmentRates } from '../../domain/index.ts';
import { type ChargedLine, comparePrices, type ParityGap } from './price-parity.ts';

/** What was read of a market's order lines. */
export type ParityFound = {
  days: number;
  /** What the buyers of the widest gaps paid. */
  rows: readonly ChargedLine[];
  compared: number;
  alarms: number;
  unlisted: number;
};

/** Gaps that an entry names. */
const NAMED = 10;

/**
 * Judge what a night found of price parity against what the merchant allows: the night's entry.
 *
 * @param rates - of its segments; `undefined` where it has none
 */
export function judgeFairness(
  { asOf, runId }: Pick<RunName, 'asOf' | 'runId'>,
  { days, rows, compared, alarms, unlisted }: ParityFound,
  largestGap: number,
  rates?: SegmentRates,
): FairnessEntry {
  const { largest, largestUnexplained, alarms: found } = comparePrices(rows, largestGap);
  const notes = [
    ...(unlisted > 0
      ? [
          `no price file has a list price of the day for ${unlisted} order lines: the middle of what was paid for the SKU stands for it`,
        ]
      : []),
    ...(rates === undefined ? ['the night has no segments of buyers: no rates were compared'] : []),
  ];
  return {
    ...{ asOf, runId, days, largestGap, compared, alarms },
    largest: largest === null ? null : named(largest),
    largestUnexplained: largestUnexplained === null ? null : named(largestUnexplained),
    widest: found.slice(0, NAMED).map(named),
    ...(rates === undefined ? {} : { rates }),
    notes,
  };
}

const named = ({ market: _, ...gap }: ParityGap) => gap;
