import type { SegmentedBuyers } from '../../lib/clustering/index.ts';
import {
  type BuyerAdvice,
  insightKeys,
  type ProductOffer,
  type PurchasePrediction,
  type RunName,
} from '../../lib/domain/index.ts';
import type { AdviceTable, TargetIndexTable, TargetListTable } from '../../lib/stores/index.ts';
import { createTargetLists } from './target-lists.ts';

/** Where advice goes. */
export type AdviceStores = {
  advice: Pick<AdviceTable, 'putAll'>;
  targetLists: Pick<TargetListTable, 'putAll'>;
  targetIndexes: Pick<TargetIndexTable, 'put'>;
};

/** What is foreseen of each buyer, by customer. */
export type Foreseen = {
  predictions: ReadonlyMap<string, PurchasePrediction>;
  offers: ReadonlyMap<string, readonly ProductOffer[]>;
};

/** Documents made before they are written: all of a large market at once would not fit in memory. */
const BATCH_DOCUMENTS = 1000;

/** Store what is advised of each buyer, then the lists of buyers to act on, and last the index that makes them count. */
export async function adviseBuyers(
  { advice, targetLists, targetIndexes }: AdviceStores,
  run: RunName,
  { document, buyers }: SegmentedBuyers,
  { predictions, offers }: Foreseen,
): Promise<void> {
  const { merchant, market, runId, asOf } = run;
  const segmentOf = new Map(buyers.map(({ customer, segment }) => [customer, segment]));
  const targets = createTargetLists(run, document.kind === 'ready' ? document.segments : []);
  const customers = [...new Set([...predictions.keys(), ...offers.keys()])];
  for (let first = 0; first < customers.length; first += BATCH_DOCUMENTS) {
    const batch = customers.slice(first, first + BATCH_DOCUMENTS).map((customer): BuyerAdvice => {
      const prediction = predictions.get(customer);
      return {
        ...{ customer, runId, asOf, offers: [...(offers.get(customer) ?? [])] },
        ...(prediction === undefined ? {} : { prediction }),
      };
    });
    for (const one of batch) targets.add(one, segmentOf.get(one.customer));
    await advice.putAll(
      batch.map((value) => ({ key: insightKeys.advice(merchant, market, value.customer), value })),
    );
  }
  const { lists, index } = targets.finish();
  await targetLists.putAll(
    lists.map(({ name, list }) => ({ key: insightKeys.targetList(merchant, market, name), value: list })),
  );
  // after its lists: what it names can be read
  await targetIndexes.put(insightKeys.targetIndex(merchant, market), index);
}
