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
  type ObjectStore,
  type PriceWeeks,
  type ProofTable,
  readOrderReplays,
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
 * the price log, and keep it as the night's entry. A second run of the date writes the same.
 */
export async function proveRules(
  { objects, priceWeeks, proofs, epochSeconds }: ProveDependencies,
  request: ReportRequest,
  { currency }: Market,
): Promise<void> {
  const { merchant, market, asOf, runId } = request;
  const previous = await proofBefore(proofs, request);
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
}

/** The newest of the nights before; none of this night, so that a repeat counts its nights alike. */
async function proofBefore(
  proofs: ProveDependencies['proofs'],
  { merchant, market, asOf }: ReportRequest,
): Promise<Proof | undefined> {
  const keys = nightsBefore(asOf).map((night) => insightKeys.proof(merchant, market, night));
  const found = await proofs.getAll(
    keys[0]?.pk ?? '',
    keys.map(({ sk }) => sk),
  );
  return keys.flatMap(({ sk }) => found.get(sk) ?? [])[0];
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
    for (let first = 0; first < keys.length; first += AT_ONCE) {
      const next = keys.slice(first, first + AT_ONCE);
      replays.push(...(await Promise.all(next.map((key) => readOrderReplays(objects, key)))).flat());
    }
  }
  return replays;
}
