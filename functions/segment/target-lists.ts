import { createHash } from 'node:crypto';
import {
  type BuyerAdvice,
  compareSpend,
  compareTargets,
  LIST_BUYERS,
  type ProductOffer,
  type RunName,
  SKU_LIST_BUYERS,
  type Target,
  type TargetIndex,
  type TargetList,
  type TargetListName,
  targetOrders,
  targetRank,
} from '../../lib/domain/index.ts';
import { type BestList, createBestList } from './best-list.ts';

/** Chooses the buyers to act on while they pass by, in any order. */
export type TargetLists = {
  /** @param segment - of this buyer; absent where it is in none */
  add(advice: BuyerAdvice, segment: string | undefined): void;
  /** What there is to store: the lists, and after them their index. */
  finish(): { lists: { name: TargetListName; list: TargetList }[]; index: TargetIndex };
};

const VERSION_DIGITS = 16;

/**
 * List a market's buyers to act on: of all and of each segment, in each order, the first 500; of each SKU that is offered, the
 * 50 buyers with the greatest score. Room is bounded by that, however many buyers there are.
 *
 * @param segments - tonight's, by their names; none where the market has too few buyers
 */
export function createTargetLists(
  { runId, asOf }: Pick<RunName, 'runId' | 'asOf'>,
  segments: readonly { segment: string; name: string }[],
): TargetLists {
  const whole = orderedLists();
  const ofSegment = new Map(segments.map(({ segment }) => [segment, orderedLists()]));
  const ofSku = new Map<string, BestList<Offered>>();
  return {
    add: (advice, segment) => {
      const target = targetOf(advice, segment);
      const own = segment === undefined ? undefined : ofSegment.get(segment);
      for (const { order, list } of [...whole, ...(own ?? [])])
        if (targetRank(order, target) !== undefined) list.offer(target);
      for (const offer of advice.offers) {
        const list = ofSku.get(offer.sku) ?? createBestList(SKU_LIST_BUYERS, byScore);
        ofSku.set(offer.sku, list);
        list.offer({ target, offer });
      }
    },
    finish: () => {
      const named = [
        ...whole.map(({ order, list }) => ({ name: { of: 'market' as const, order }, ...cut(list) })),
        ...[...ofSegment].flatMap(([segment, lists]) =>
          lists.map(({ order, list }) => ({
            name: { of: 'segment' as const, segment, order },
            ...cut(list),
          })),
        ),
        ...[...ofSku].sort(bySku).map(([sku, list]) => ({
          name: { of: 'sku' as const, sku },
          buyers: list.offered(),
          targets: list.best().map(({ target, offer }) => ({ ...target, offer })),
        })),
      ];
      const version = digestOf(named);
      return {
        lists: named.map(({ name, ...list }) => ({ name, list: { runId, asOf, version, ...list } })),
        index: { runId, asOf, version, segments: segments.map(({ segment, name }) => ({ segment, name })) },
      };
    },
  };
}

type Offered = { target: Target; offer: ProductOffer };

const bySku = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
const orderedLists = () =>
  targetOrders.map((order) => ({ order, list: createBestList<Target>(LIST_BUYERS, compareTargets(order)) }));
const cut = (list: BestList<Target>) => ({ buyers: list.offered(), targets: list.best() });

function targetOf({ customer, prediction, offers }: BuyerAdvice, segment: string | undefined): Target {
  const [offer] = offers;
  const base = { customer, ...(segment === undefined ? {} : { segment }) };
  const first = offer === undefined ? {} : { offer };
  if (prediction === undefined) return { ...base, ...first };
  const { chanceWithin30Days, chanceWithin90Days, expectedSpend90Days, chanceAlive, nextOrder } = prediction;
  const { reason, grounds } = prediction;
  return {
    ...base,
    ...{ chanceWithin30Days, chanceWithin90Days, nextOrder, reason },
    ...(grounds === undefined ? {} : { grounds }),
    ...(expectedSpend90Days === undefined ? {} : { expectedSpend90Days }),
    ...(chanceAlive === undefined ? {} : { chanceAlive }),
    ...(expectedSpend90Days === undefined || chanceAlive === undefined
      ? {}
      : {
          valueAtRisk: {
            ...expectedSpend90Days,
            minor: Math.round(expectedSpend90Days.minor * (1 - chanceAlive)),
          },
        }),
    ...first,
  };
}

/** By score; a tie goes to the greater expected spend, then to the lesser pseudonym. */
const byScore = (a: Offered, b: Offered) => b.offer.score - a.offer.score || compareSpend(a.target, b.target);

/** The same lists have the same version, whatever the run is called that made them. */
function digestOf(named: readonly object[]): string {
  const hash = createHash('sha256');
  for (const list of named) hash.update(JSON.stringify(list));
  return hash.digest('hex').slice(0, VERSION_DIGITS);
}
