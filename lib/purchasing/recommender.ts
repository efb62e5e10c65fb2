import { type Assortment, type OfferRule, offerRule } from './assortment.ts';
import { meanGapDays } from './own-history.ts';
import { plainScores } from './plain-order.ts';
import type { PurchaseLog } from './purchase-log.ts';
import { type CandidateGroup, createCandidateReader } from './rank-candidates.ts';
import { recommendationReason } from './recommendation-reason.ts';
import { type Ranker, rankerScores, trainRanker } from './train-ranker.ts';
import { type Target, trainingMoments } from './training-moments.ts';

/** One item offered to one buyer. */
export type Recommendation = {
  sku: string;
  /** Above 0: the greater, the sooner. */
  score: number;
  /** Why, in words and numbers. */
  reason: string;
  /** `repeat`: it bought this before; `new`: it never did. */
  kind: 'repeat' | 'new';
  /**
   * 0 to 1: of such items, how many are taken in the days (or the order) foretold by buyers who buy anything at all; absent
   * where there was too little history to learn it.
   */
  chance?: number;
  /** The day on which it is bought again where its buyer keeps its rhythm; may be past; absent where bought once or never. */
  dueDay?: number;
};

/** Whom to serve, with how many items at most, as of which day. */
export type Asked = {
  /** Its number in the log; −1 where it has no history. */
  customer: number;
  name: string;
  /** The first day unseen; ask in ascending order, what holds for the whole market being worked out once a day. */
  day: number;
  k: number;
};

/** Makes a buyer's list, best first, no item twice. */
export type Recommender = (asked: Asked) => Recommendation[];

export type RecommenderOptions = {
  target: Target;
  /** The first day that training doesn't see. */
  until: number;
  seed: number;
  assortment: Assortment;
};

/**
 * Train a recommender on a market's purchases.
 *
 * @throws InputError when the margin's weight is negative or not finite
 */
export function trainRecommender(log: PurchaseLog, options: RecommenderOptions): Recommender {
  const { target, until, seed, assortment } = options;
  const rule = offerRule(assortment);
  const moments = trainingMoments(log, target, until, seed);
  const ranker = trainRanker(log, createCandidateReader(log), moments, seed);
  const read = createCandidateReader(log);
  return (asked) => {
    const group = read(asked.customer, asked.day);
    return chooseItems({ log, ranker, rule, group, asked });
  };
}

type Choice = {
  log: PurchaseLog;
  ranker: Ranker | null;
  rule: OfferRule;
  group: CandidateGroup;
  asked: Asked;
};

function chooseItems({ log, ranker, rule, group, asked }: Choice): Recommendation[] {
  const { items, features, own, repeats, places } = group;
  const country = asked.customer < 0 ? '' : log.countries[log.customerCountry[asked.customer]!]!;
  const chances = ranker && own.rows > 0 ? rankerScores(ranker, features) : null;
  const scores = chances ?? plainScores(group);
  const offered = Array.from(items, (item, i) => {
    const sku = log.items[item]!;
    const factor = rule({ customer: asked.name, country, sku, isRepeat: i < repeats });
    return { item, sku, chance: chances?.[i], score: scores[i]! * factor };
  }).filter(({ score }) => score > 0);
  offered.sort((a, b) => b.score - a.score || a.item - b.item);
  return offered.slice(0, asked.k).map(({ item, sku, score, chance }) => {
    const place = places[item]!;
    const isDue = place >= 0 && own.times[place]! > 1;
    return {
      ...{ sku, score, reason: recommendationReason(log, group, item, country) },
      kind: place >= 0 ? ('repeat' as const) : ('new' as const),
      ...(chance === undefined ? {} : { chance }),
      ...(isDue ? { dueDay: own.lastDay[place]! + meanGapDays(own, place) } : {}),
    };
  });
}
