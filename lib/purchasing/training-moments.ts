import { createRandom, type Random } from '../numeric/index.ts';
import { firstRowFrom, type PurchaseLog } from './purchase-log.ts';

/** A buyer on a past day, and the rows of the log that hold what it took from then on. */
export type TrainingMoment = { customer: number; day: number; from: number; to: number };

/** What is foretold: all a buyer takes in the next days, or its next order alone. */
export type Target = { kind: 'window'; days: number } | { kind: 'next-order' };

/** Windows start this many days apart: they overlap, so that each season of the market is seen from several days. */
const STRIDE_DAYS = 20;

/** Days of the log that must lie before a moment: without them every buyer looks new. */
const LEAST_PAST_DAYS = 60;

/** Orders of one buyer that are foretold in training, its latest. */
const ORDERS_A_BUYER = 6;

/** Moments in training at most; a large market is sampled, and 5,000 buyers teach as much as 300,000. */
const MOST_MOMENTS = 5_500;

/** Buyers whose moments are listed at most. */
const MOST_BUYERS = 20_000;

/**
 * List the past moments a ranker is trained on: windows that end before `until`, or the latest orders of every buyer that has
 * ordered before. Ascending by day. Deterministic for a seed.
 *
 * @param until - the first day unseen
 */
export function trainingMoments(
  log: PurchaseLog,
  target: Target,
  until: number,
  seed: number,
): TrainingMoment[] {
  const random = createRandom(seed);
  // of those who bought at all: a name that comes up later must not move the sample
  const known = log.customers.flatMap((_, c) => (log.start[c + 1]! > log.start[c]! ? [c] : []));
  const buyers = takeSome(known, MOST_BUYERS, random);
  const moments = target.kind === 'window' ? windows(log, buyers, target.days, until) : orders(log, buyers);
  const sample = takeSome(moments, MOST_MOMENTS, random);
  return sample.sort((a, b) => a.day - b.day || a.customer - b.customer);
}

function windows(log: PurchaseLog, buyers: readonly number[], days: number, until: number): TrainingMoment[] {
  const moments: TrainingMoment[] = [];
  for (let day = until - days; day >= log.firstDay + LEAST_PAST_DAYS; day -= STRIDE_DAYS) {
    for (const customer of buyers) {
      const from = firstRowFrom(log, customer, day);
      if (from === log.start[customer]) continue;
      const to = firstRowFrom(log, customer, day + days);
      if (to > from) moments.push({ customer, day, from, to });
    }
  }
  return moments;
}

function orders(log: PurchaseLog, buyers: readonly number[]): TrainingMoment[] {
  const moments: TrainingMoment[] = [];
  for (const customer of buyers) {
    let to = log.start[customer + 1]!;
    for (let taken = 0; taken < ORDERS_A_BUYER && to > log.start[customer]!; taken++) {
      const day = log.day[to - 1]!;
      const from = firstRowFrom(log, customer, day);
      if (from === log.start[customer]) break;
      if (day >= log.firstDay + LEAST_PAST_DAYS) moments.push({ customer, day, from, to });
      to = from;
    }
  }
  return moments;
}

/** A sample without replacement (Fisher & Yates, cut short); all where there are no more than `most`. */
function takeSome<T>(all: T[], most: number, random: Random): T[] {
  if (all.length <= most) return all;
  for (let i = 0; i < most; i++) {
    const j = i + Math.floor(random() * (all.length - i));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, most);
}
