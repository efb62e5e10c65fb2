import { InputError } from '../domain/errors.ts';
import type { Assortment } from './assortment.ts';
import { type Purchase, toColumns } from './purchase-columns.ts';
import { indexPurchases, type PurchaseLog } from './purchase-log.ts';
import { type Recommendation, trainRecommender } from './recommender.ts';
import type { Target } from './training-moments.ts';

/** Whom to serve, with how many items, as of when. */
export type RecommendOptions = {
  customers: readonly string[];
  /** Items a buyer, at most. */
  k: number;
  /** The first day unseen: one for all, or one for each buyer. Later purchases of that buyer are not read. */
  asOf: number | ReadonlyMap<string, number>;
  /** Default 1. */
  seed?: number;
  /** Foretell what a buyer takes in so many days (default, 30), or where `asOf` is a map, in its next order. */
  horizonDays?: number;
  assortment?: Assortment;
  /** Places of a list kept for items new to its buyer, where there are such: repeats fill nearly all else. Default 0. */
  newPlaces?: number;
};

/** Days foretold where none are named. */
export const HORIZON_DAYS = 30;

/**
 * Recommend to each buyer what it is likely to take next: what it will need again and what similar buyers take, as one list.
 *
 * A ranker (LambdaMART) is trained on past moments of the same purchases, then asked as of `asOf`; nothing on or after a buyer's
 * day is read of that buyer, and of others only what lies before. With too little history to train on, a plain order stands in: what
 * was bought often and lately, then what is bought together, then what sells. A buyer unknown gets the best sellers of the market.
 *
 * Deterministic for a seed, whatever the order of the rows. About 20 s of CPU for 250,000 rows.
 *
 * @param purchases - any order; may be frozen; not changed; returns (quantity ≤ 0) are passed over
 * @returns by customer, in the order asked, the best first, at most k each, no item twice
 * @throws InputError when k, a day, the seed or the horizon is no whole number in its range
 */
export function recommend(
  purchases: readonly Purchase[],
  options: RecommendOptions,
): Map<string, Recommendation[]> {
  const { customers, k, asOf } = options;
  checkOptions(options);
  const columns = toColumns(purchases);
  const log = indexPurchases(
    columns,
    columns.customers.map((name) => dayFor(asOf, name)),
  );
  const until = typeof asOf === 'number' ? asOf : latestDay(asOf, log);
  const target: Target =
    typeof asOf === 'number'
      ? { kind: 'window', days: options.horizonDays ?? HORIZON_DAYS }
      : { kind: 'next-order' };
  const { rankedList } = trainRecommender(log, {
    ...{ target, until, seed: options.seed ?? 1 },
    assortment: options.assortment ?? {},
    newPlaces: options.newPlaces ?? 0,
  });
  const numbers = new Map(columns.customers.map((name, number) => [name, number]));
  const asked = [...new Set(customers)].map((name) => {
    const day = dayFor(asOf, name);
    return { name, k, day: Number.isFinite(day) ? day : until, customer: numbers.get(name) ?? -1 };
  });
  asked.sort((a, b) => a.day - b.day);
  const lists = new Map(asked.map((each) => [each.name, rankedList(each)]));
  return new Map(customers.map((name) => [name, lists.get(name) ?? []]));
}

function checkOptions(options: RecommendOptions): void {
  const { k, asOf, seed = 1, horizonDays = HORIZON_DAYS, newPlaces = 0 } = options;
  for (const [name, value] of Object.entries({ k, newPlaces }))
    if (!(Number.isInteger(value) && value >= 0))
      throw new InputError(`${name} is ${value}: a whole number ≥ 0 is needed`);
  if (!(Number.isInteger(horizonDays) && horizonDays >= 1))
    throw new InputError(`horizonDays is ${horizonDays}: a whole number ≥ 1 is needed`);
  const wrong = [...(typeof asOf === 'number' ? [asOf] : asOf.values()), seed].find(
    (value) => !Number.isInteger(value),
  );
  if (wrong !== undefined)
    throw new InputError(`asOf and seed must be whole numbers; one of them is ${wrong}`);
}

function dayFor(asOf: RecommendOptions['asOf'], customer: string): number {
  return typeof asOf === 'number' ? asOf : (asOf.get(customer) ?? Number.POSITIVE_INFINITY);
}

function latestDay(asOf: ReadonlyMap<string, number>, log: PurchaseLog): number {
  let latest = Number.isFinite(log.lastDay) ? log.lastDay + 1 : 0;
  for (const day of asOf.values()) latest = Math.max(latest, day);
  return latest;
}
