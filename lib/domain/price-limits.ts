import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import type { AppliedLimit } from './recommendation.ts';

const micros = z.int().check(z.nonnegative());

/** The bounds a recommended price must keep; `null`, or absent, where nothing is set. */
export const priceLimitsSchema = z.object({
  floorMicros: micros,
  ceilingMicros: z.nullable(micros),
  /** Largest move from today's price, 0–1. */
  largestStep: z.number().check(z.nonnegative()),
  /** Multiple to which prices are rounded, and the ending they take, as the market's rule says. */
  roundingStepMicros: z.int().check(z.positive()),
  charmEndingMicros: z.nullable(micros),
  /**
   * Days that a price rests after a move; `movedOn` is the last move, `null` where none was seen or its rest is over; `endsAt` the moment at
   * which the day begins in the market on which it is over.
   */
  coolDown: z.optional(
    z.object({
      days: z.int().check(z.positive()),
      movedOn: z.nullable(isoDate),
      endsAt: z.optional(isoInstant),
    }),
  ),
  /** What other buyers on comparable terms pay, and the widest gap to them: dearest over cheapest, less 1. */
  parity: z.optional(
    z.object({
      lowestMicros: micros,
      highestMicros: micros,
      largestGap: z.number().check(z.nonnegative()),
    }),
  ),
});
export type PriceLimits = z.infer<typeof priceLimitsSchema>;

/** A price that somebody would like to charge, and all that bounds it. Millionths of the currency's unit. */
export type PriceProposal = {
  proposedMicros: number;
  /** Today's price: where the largest step is measured from, and what is kept in doubt. */
  currentMicros: number;
  limits: PriceLimits;
  currency: string;
  /** The moment at which it would be charged, RFC 3339 UTC: left out, a price that moved still rests. */
  now?: string;
  /** Whether today's price is not that of the files: it has moved since, on a day that nobody has told. */
  movedSince?: boolean;
  /** A contract price that holds for this buyer: a hard bound. */
  contractMicros?: number;
  /** A valid quote to this buyer, likewise; of contract and quote the lower holds. */
  quoteMicros?: number;
  /** What a reseller may advertise at least, by a policy of its supplier. Never a bound of the seller's own price: it is told. */
  advertisedMicros?: number;
};

/** A limit that a price can lie outside of. */
export type HardLimit = 'floor' | 'ceiling';

/** The price that may be charged, and why it is that one. */
export type GuardedPrice = {
  priceMicros: number;
  /** Every limit that bound it. */
  limitsApplied: AppliedLimit[];
  /** Limits that contradict each other: then a price that somebody has set already is kept, and a person must look. */
  contradiction: string | null;
  /** Hard limits that the price does not keep itself: none unless `contradiction` is set. */
  outside: HardLimit[];
  /** What is known of a limit that does not bind here. */
  told: AppliedLimit[];
};

/** The guardrail as engines are handed it (`lib/oversight/price-guardrails.ts`). */
export type GuardPrice = (proposal: PriceProposal) => GuardedPrice;
