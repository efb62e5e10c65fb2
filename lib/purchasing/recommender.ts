import type { BuyingGround } from '../domain/index.ts';
import { type Assortment, type OfferRule, offerRule } from './assortment.ts';
import { meanGapDays } from './own-history.ts';
import { plainScores } from './plain-order.ts';
import type { PurchaseLog } from './purchase-log.ts';
import { type CandidateGroup, createCandidateReader } from './rank-candidates.ts';
import { recommendationGround } from './recommendation-ground.ts';
import { type Ranker, rankerScores, trainRanker } from './train-ranker.ts';
import { type Target, trainingMoments } from './training-moments.ts';
import { sayGrounds } from './words/say-grounds.ts';

/** One item offered to one buyer. */
export type Recommendation = {
  sku: string;
  /** Above 0: the greater, the sooner. */
  score: number;
  /** Why, in words and numbers. */
  reason: string;
  grounds: BuyingGround[];
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
export type Recommender = {
  /** By the trained ranker, where there was enough to train one on; else own items, then what goes with them, then what sells. */
  rankedList(asked: Asked): Recommendation[];
  /** In plain order without a look at other buyers, but for what sells. */
  plainList(asked: Asked): Recommendation[];
};

export type RecommenderOptions = {
  target: Target;
  /** The first day that training doesn't see. */
  until: number;
  seed: number;
  assortment: Assortment;
  /** Places of a list kept for items new to the buyer, where there are such; see `keepPlaces`. */
  newPlaces: number;
};

/**
 * Train a recommender on a market's purchases.
 *
 * @throws InputError when the margin's weight is negative or not finite
 */
export function trainRecommender(log: PurchaseLog, options: RecommenderOptions): Recommender {
  const { target, until, seed, assortment, newPlaces } = options;
  const rule = offerRule(assortment);
  const moments = trainingMoments(log, target, until, seed);
  const read = createCandidateReader(log);
  const ranker = trainRanker(log, read, moments, seed);
  const offered = Uint8Array.from(log.items, (sku) => (rule.isOffered(sku) ? 1 : 0));
  const listWith = (look: 'full' | 'own') => (asked: Asked) => {
    const group = read(asked.customer, asked.day, { look, offered });
    const scorer = look === 'full' ? ranker : null;
    return chooseItems({ log, ranker: scorer, rule, group, asked, newPlaces });
  };
  return { rankedList: listWith('full'), plainList: listWith('own') };
}

type Choice = {
  newPlaces: number;
  log: PurchaseLog;
  ranker: Ranker | null;
  rule: OfferRule;
  group: CandidateGroup;
  asked: Asked;
};

function chooseItems({ log, ranker, rule, group, asked, newPlaces }: Choice): Recommendation[] {
  const { items, features, own, repeats, places } = group;
  const country = asked.customer < 0 ? '' : log.countries[log.customerCountry[asked.customer]!]!;
  const chances = ranker && own.rows > 0 ? rankerScores(ranker, features) : null;
  const scores = chances ?? plainScores(group);
  const offered = Array.from(items, (item, i) => {
    const sku = log.items[item]!;
    const isRepeat = i < repeats;
    const factor = rule.factor({ customer: asked.name, country, sku, isRepeat });
    return { item, sku, isRepeat, chance: chances?.[i], score: scores[i]! * factor };
  }).filter(({ score }) => score > 0);
  offered.sort((a, b) => b.score - a.score || a.item - b.item);
  return keepPlaces(offered, asked.k, newPlaces).map(({ item, sku, isRepeat, score, chance }) => {
    const place = places[item]!;
    const isDue = isRepeat && own.times[place]! > 1;
    const grounds = [recommendationGround(log, group, item, country)];
    return {
      ...{ sku, score, reason: sayGrounds(grounds, 'en'), grounds },
      kind: isRepeat ? ('repeat' as const) : ('new' as const),
      ...(chance === undefined ? {} : { chance }),
      ...(isDue ? { dueDay: own.lastDay[place]! + meanGapDays(own, place) } : {}),
    };
  });
}

/**
 * Cut a list to its first `k`, with at least `newPlaces` new items among them as far as there are any: they take the places of
 * the last repeats. The order stays.
 */
function keepPlaces<T extends { isRepeat: boolean }>(
  ranked: readonly T[],
  k: number,
  newPlaces: number,
): T[] {
  const isNew = ({ isRepeat }: T) => !isRepeat;
  const missing = Math.min(newPlaces, k) - ranked.slice(0, k).filter(isNew).length;
  const raised = ranked.slice(k).filter(isNew).slice(0, Math.max(missing, 0));
  if (raised.length === 0) return ranked.slice(0, k);
  const repeats = ranked.slice(0, k).filter(({ isRepeat }) => isRepeat);
  const kept = new Set(repeats.slice(0, repeats.length - raised.length));
  return [...ranked.slice(0, k).filter((each) => isNew(each) || kept.has(each)), ...raised];
}
