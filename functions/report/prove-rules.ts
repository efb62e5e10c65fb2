import {
  addDays,
  insightKeys,
  lakeKeys,
  type Market,
  type OrderReplay,
  type Proof,
  type ReportRequest,
} from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { proveOrderRule, provePriceRule } from '../../lib/operations/index.ts';
import {
  inBatches,
  type ObjectStore,
  type PriceWeeks,
  type ProofTable,
  readOrderReplays,
  readProofBefore,
} from '../../lib/stores/index.ts';

/** What proving reads and writes. */
export type ProveDependencies = {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'get' | 'list'>;
  /** Joins the price log with what sold. */
  priceWeeks: (run: ReportRequest) => Promise<PriceWeeks>;
  proofs: Pick<ProofTable, 'put' | 'getAll'>;
  /** The present moment, epoch seconds. */
  epochSeconds: () => number;
};

/** Nights whose replays are pooled: in as many a shard is gone through. */
const NIGHTS = 28;
/** Replays that are enough: of a large market one night has them. */
const ENOUGH_REPLAYS = 200;
/** Files read at once. */
const AT_ONCE = 16;
/** Thirteen months of entries, one a night. */
const KEPT_SECONDS = 400 * 86_400;

/**
 * Prove what the market's order rule and price rule would have earned, by replays of this night and those before it and by
 * the price log, and keep it as the night's entry, which is returned. A second run of the date writes the same.
 */
export async function proveRules(
  { objects, priceWeeks, proofs, epochSeconds }: ProveDependencies,
  request: ReportRequest,
  { currency }: Market,
): Promise<Proof> {
  const { merchant, market, asOf, runId } = request;
  const previous = await readProofBefore(proofs, request);
  const replays = await readReplays(objects, request);
  const seed = seedFrom(1, merchant, market, asOf, 'proof');
  const proof: Proof = {
    ...{ asOf, runId },
    orders: proveOrderRule(replays, previous?.orders ?? null, { currency, seed }),
    prices: provePriceRule(await priceWeeks(request), previous?.prices ?? null, currency),
  };
  await proofs.put(insightKeys.proof(merchant, market, asOf), proof, {
    expiresAtEpochSeconds: epochSeconds() + KEPT_SECONDS,
  });
  return proof;
}

/** Newest first. */
const nightsBefore = (asOf: string) => Array.from({ length: NIGHTS }, (_, back) => addDays(asOf, -1 - back));

async function readReplays(
  objects: ProveDependencies['objects'],
  { merchant, market, asOf }: ReportRequest,
): Promise<OrderReplay[]> {
  const replays: OrderReplay[] = [];
  for (const night of [asOf, ...nightsBefore(asOf).slice(0, -1)]) {
    if (replays.length >= ENOUGH_REPLAYS) break;
    const some = lakeKeys.replays(merchant, market, night, 's');
    const keys = (await objects.list(some.slice(0, some.lastIndexOf('/') + 1))).slice(0, ENOUGH_REPLAYS);
    for await (const parts of inBatches(keys, AT_ONCE, (key) => readOrderReplays(objects, key)))
      replays.push(...parts.flat());
  }
  return replays;
}
