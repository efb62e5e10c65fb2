import type { SegmentedBuyers } from '../../lib/clustering/index.ts';
import {
  type BuyerAdvice,
  type BuyerInterest,
  insightKeys,
  lakeKeys,
  type PurchasePrediction,
  type RunName,
} from '../../lib/domain/index.ts';
import {
  type AdviceTable,
  createBuyerFile,
  type ObjectStore,
  type TargetIndexTable,
  type TargetListTable,
} from '../../lib/stores/index.ts';
import type { BuyerOffers } from './interest-offers.ts';
import { createTargetLists } from './target-lists.ts';

/** Where advice goes. */
export type AdviceStores = {
  /** The lake's bucket. */
  objects: Pick<ObjectStore, 'put'>;
  advice: Pick<AdviceTable, 'putAll'>;
  targetLists: Pick<TargetListTable, 'putAll'>;
  targetIndexes: Pick<TargetIndexTable, 'put'>;
};

/** What is known and foreseen of each buyer, by customer. */
export type Foreseen = {
  /** '' where the customers file gives it no group. */
  priceGroups: ReadonlyMap<string, string>;
  predictions: ReadonlyMap<string, PurchasePrediction>;
  offers: BuyerOffers;
  interest: ReadonlyMap<string, BuyerInterest>;
  /** Who has opted out of decisions by machine: nothing is foreseen of them. */
  optedOut: ReadonlySet<string>;
  /** Whom people alone serve while an experiment runs: nothing is offered to them, and no list names them. */
  alone?: ReadonlySet<string>;
};

const PARQUET = 'application/vnd.apache.parquet';

/**
 * Store what is advised of each buyer, the same as a file for data scientists, then the lists of buyers to act on, and last
 * the index that makes them count.
 */
export async function adviseBuyers(
  { objects, advice, targetLists, targetIndexes }: AdviceStores,
  run: RunName,
  { document, buyers }: SegmentedBuyers,
  foreseen: Foreseen,
): Promise<void> {
  const { merchant, market, asOf } = run;
  const segments = document.kind === 'ready' ? document.segments : [];
  const nameOf = new Map(segments.map(({ segment, name }) => [segment, name]));
  const buyerOf = new Map(buyers.map((buyer) => [buyer.customer, buyer]));
  const targets = createTargetLists(run, segments);
  const file = createBuyerFile();
  // made one by one as they are written: all of a large market at once would not fit in memory
  function* entries() {
    for (const value of adviceOf(run, foreseen)) {
      const buyer = buyerOf.get(value.customer);
      if (!foreseen.alone?.has(value.customer)) targets.add(value, buyer?.segment);
      const priceGroup = foreseen.priceGroups.get(value.customer) || undefined;
      file.add({ advice: value, buyer, segmentName: nameOf.get(buyer?.segment ?? ''), priceGroup });
      yield { key: insightKeys.advice(merchant, market, value.customer), value };
    }
  }
  await advice.putAll(entries());
  await objects.put(lakeKeys.buyers(merchant, market, asOf), file.finish(), PARQUET);
  const { lists, index } = targets.finish();
  await targetLists.putAll(
    lists.map(({ name, list }) => ({ key: insightKeys.targetList(merchant, market, name), value: list })),
  );
  // after its lists: what it names can be read
  await targetIndexes.put(insightKeys.targetIndex(merchant, market), index);
}

function* adviceOf(
  { runId, asOf }: RunName,
  { predictions, offers, interest, optedOut, alone }: Foreseen,
): Generator<BuyerAdvice> {
  const customers = new Set([...predictions.keys(), ...offers.keys(), ...interest.keys()]);
  for (const customer of [...customers].sort()) {
    if (optedOut.has(customer)) continue;
    const prediction = predictions.get(customer);
    const looked = interest.get(customer);
    yield {
      ...{ customer, runId, asOf, offers: alone?.has(customer) ? [] : [...(offers.get(customer) ?? [])] },
      ...(prediction === undefined ? {} : { prediction }),
      ...(looked === undefined ? {} : { interest: looked }),
    };
  }
}
