import type { CommittedName } from './decision-log.ts';
import type { TargetListName } from './target-list.ts';
import type { UploadKind } from './upload.ts';

/**
 * Where everything is stored. Every table has a partition key `pk` and a sort key `sk`, both strings; what is stored is
 * the JSON text `body`. These functions and those of `notice-keys.ts` are the only places that compose keys, so tenants cannot meet: every partition
 * starts with the merchant.
 */

/** `controls`: sort keys `merchant` and `market#de`; beside them, not read by the hot path, the trade rules of both, who may decide, and experiments. */
export const controlKeys = {
  merchant: (merchant: string) => ({ pk: merchant, sk: 'merchant' }),
  market: (merchant: string, market: string) => ({ pk: merchant, sk: `market#${market}` }),
  merchantRules: (merchant: string) => ({ pk: merchant, sk: 'rules' }),
  marketRules: (merchant: string, market: string) => ({ pk: merchant, sk: `rules#${market}` }),
  /** Who may decide what. */
  rights: (merchant: string) => ({ pk: merchant, sk: 'rights' }),
  experiment: (merchant: string, id: string) => ({ pk: merchant, sk: `experiment#${id}` }),
};

/** `controls`: what is in stock now, as it was said between two files, in a partition a market beside the control rows. */
export const stockLevelKey = (merchant: string, market: string, sku: string) => ({
  pk: `${merchant}#${market}#stock`,
  sk: sku,
});

/** `policies`, `forecasts`, `adjustments`, `decisions`: one partition a market, one item a SKU. */
export const skuKey = (merchant: string, market: string, sku: string) => ({
  pk: `${merchant}#${market}`,
  sk: sku,
});

/** `adjustments`: the alarm of drift that a person ended last, in a partition a market beside what they changed of forecasts. */
export const driftEndKey = (merchant: string, market: string, sku: string) => ({
  pk: `${merchant}#${market}#driftEnds`,
  sk: sku,
});

/** One item a night, by its business date. */
const nightKey = (kind: string) => (merchant: string, market: string, asOf: string) => ({
  pk: `${merchant}#${market}`,
  sk: `${kind}#${asOf}`,
});

/**
 * `insights`: a market's segmentation and analysis, its customers as `buyer#…` and what is advised of each as `advice#…` in
 * sixteen partitions beside it, the lists of buyers to act on under `targets#` with their index `targets`, what its units did for planning experiments as `unitHistories`, and one item a night under
 * each of `accuracy#`, `proof#` and `drift#`.
 */
export const insightKeys = {
  segmentation: (merchant: string, market: string) => ({ pk: `${merchant}#${market}`, sk: 'segmentation' }),
  analysis: (merchant: string, market: string) => ({ pk: `${merchant}#${market}`, sk: 'analysis' }),
  accuracy: nightKey('accuracy'),
  proof: nightKey('proof'),
  drift: (merchant: string, market: string, asOf: string) => ({
    pk: `${merchant}#${market}`,
    sk: `drift#${asOf}`,
  }),
  /** The last twelve months replayed, and what each month since has earned. */
  yearEarnings: (merchant: string, market: string) => ({ pk: `${merchant}#${market}`, sk: 'earnings#year' }),
  monthEarnings: (merchant: string, market: string, month: string) => ({
    pk: `${merchant}#${market}`,
    sk: `earnings#${month}`,
  }),
  /** The decisions that a month is traced to, so many to an item. */
  earningsLines: (merchant: string, market: string, month: string, page: number) => ({
    pk: `${merchant}#${market}`,
    sk: `earnings-lines#${month}#${String(page).padStart(5, '0')}`,
  }),
  fairness: nightKey('fairness'),
  /** Who lets machines decide, beside the buyers, which every night writes anew. */
  optOut: (merchant: string, market: string, customer: string) => ({
    pk: `${merchant}#${market}`,
    sk: `automation#${customer}`,
  }),
  unitHistories: (merchant: string, market: string) => ({ pk: `${merchant}#${market}`, sk: 'unitHistories' }),
  buyer: (merchant: string, market: string, customer: string) => ({
    pk: customerPartition(merchant, market, customer),
    sk: `buyer#${customer}`,
  }),
  /** Apart from the buyer, which the hot path reads: a recommendation needs none of it. */
  advice: (merchant: string, market: string, customer: string) => ({
    pk: customerPartition(merchant, market, customer),
    sk: `advice#${customer}`,
  }),
  targetIndex: (merchant: string, market: string) => ({ pk: `${merchant}#${market}`, sk: 'targets' }),
  targetList: (merchant: string, market: string, name: TargetListName) => ({
    pk: `${merchant}#${market}`,
    sk: targetListSortKey(name),
  }),
};

/**
 * One key of a partition takes a thousand writes a second, and a night writes every customer: the last digit of a pseudonym,
 * which is a hash, spreads a market over sixteen.
 */
const customerPartition = (merchant: string, market: string, customer: string) =>
  `${merchant}#${market}#${customer.slice(-1)}`;

/** What a caller names, a segment or a SKU, comes last, so that no name can stand for another list. */
function targetListSortKey(name: TargetListName): string {
  switch (name.of) {
    case 'market':
      return `targets#market#${name.order}`;
    case 'segment':
      return `targets#segment#${name.order}#${name.segment}`;
    case 'sku':
      return `targets#sku#${name.sku}`;
  }
}

/** `outcomes`: one partition a SKU, one item an outcome key. */
export const outcomeKey = (merchant: string, market: string, sku: string, key: string) => ({
  pk: `${merchant}#${market}#${sku}`,
  sk: key,
});

/**
 * `purchaseOrders`: one partition a merchant. Orders by their id; of each location what no order can hold, and which run of
 * each market says what is needed; the merchant's rules of ordering.
 */
export const purchaseOrderKeys = {
  order: (merchant: string, id: string) => ({ pk: merchant, sk: `order#${id}` }),
  unplaced: (merchant: string, location: string) => ({ pk: merchant, sk: `unplaced#${location}` }),
  source: (merchant: string, location: string, market: string) => ({
    pk: merchant,
    sk: `source#${market}#${location}`,
  }),
  rules: (merchant: string) => ({ pk: merchant, sk: 'rules' }),
};

/** `uploads`: what was answered about files with one header, in a partition beside the uploads; `shape` is a hash. */
export const savedMappingKey = (merchant: string, kind: UploadKind, shape: string) => ({
  pk: `${merchant}#mappings`,
  sk: `${kind}#${shape}`,
});

/** `uploads`, `runs`: one partition a merchant. */
export const uploadKey = (merchant: string, upload: string) => ({ pk: merchant, sk: upload });
export const runKey = (merchant: string, runId: string) => ({ pk: merchant, sk: runId });

/** `runs`: which shards of a run are done, in a partition beside the runs, so that no list of runs meets it. */
export const progressKey = (merchant: string, runId: string) => ({ pk: `${merchant}#progress`, sk: runId });

/**
 * `decisionLog`: append-only. One partition a market for what persons did, an item an act in the order of their places, and
 * one beside it for the seals.
 */
export const decisionLogKeys = {
  act: (merchant: string, market: string, place: number) => ({
    pk: `${merchant}#${market}`,
    sk: inPlace(place),
  }),
  seal: (merchant: string, market: string, number: number) => ({
    pk: `${merchant}#${market}#seals`,
    sk: inPlace(number),
  }),
};

/** Texts in the order of the numbers. */
export const inPlace = (place: number) => String(place).padStart(12, '0');

/** `logSalts`: the salt of each person or buyer in the decision log, and beside them who stands behind a commitment. */
export const logSaltKeys = {
  salt: (merchant: string, { kind, name }: CommittedName) => ({ pk: `${merchant}#${kind}`, sk: name }),
  name: (merchant: string, commitment: string) => ({ pk: `${merchant}#committed`, sk: commitment }),
};

/** `exports`: one partition a merchant. */
export const exportKey = (merchant: string, id: string) => ({ pk: merchant, sk: id });

/** `idempotency`: one partition a merchant, one item a caller's key within a route. */
export const idempotencyKey = (merchant: string, route: string, key: string) => ({
  pk: merchant,
  sk: `${route}#${key}`,
});

/** `catalog`: the lake files that make the current state of a merchant's market. */
export const catalogKey = (merchant: string, market: string, kind: UploadKind, upload: string) => ({
  pk: `${merchant}#${market}`,
  sk: `${kind}#${upload}`,
});

/** `catalog`: what was compacted of a market, in a partition beside its uploads: one item a kind and month. */
export const compactionKey = ({ merchant, market, kind }: LakePlace, month: string | null) => ({
  pk: `${merchant}#${market}#compacted`,
  sk: `${kind}#${month ?? ''}`,
});

/** Files of one merchant, market (or `_all`) and kind. */
export type LakePlace = { merchant: string; market: string; kind: UploadKind };

/** `identities`: the encrypted way from a pseudonym back to the merchant's own customer code. */
export const identityKey = (merchant: string, customer: string) => ({ pk: merchant, sk: customer });

/** Name a shard by its place in the run, from 1: names in order of bytes are in order of place. */
export const shardName = (place: number) => `s${String(place).padStart(5, '0')}`;

/** Object keys of the lake bucket. */
export const lakeKeys = {
  /** An upload's rows of one month; of a kind without a day all of them. */
  part: ({ merchant, market, kind }: LakePlace, month: string | null, upload: string) =>
    `lake/${merchant}/${market}/${kind}/${month === null ? '' : `${month}/`}${upload}.parquet`,
  /** What several uploads hold of a month in one file; a name is never used again. */
  compacted: ({ merchant, market, kind }: LakePlace, month: string | null, name: string) =>
    `compacted/${merchant}/${market}/${kind}/${month ?? 'all'}/${name}.parquet`,
  /** Which files count, for readers outside: paths alone in a folder of their own (Hive's symlinks), and the whole story. */
  symlinks: ({ merchant, market, kind }: LakePlace) => `manifests/${merchant}/${market}/${kind}/symlink.txt`,
  lakeManifest: ({ merchant, market, kind }: LakePlace) => `manifests/${merchant}/${market}/${kind}.json`,
  rejects: (merchant: string, market: string, kind: string, upload: string) =>
    `rejects/${merchant}/${market}/${kind}/${upload}.csv`,
  manifest: (merchant: string, runId: string) => `runs/${merchant}/${runId}/manifest.json`,
  /** The part of the manifest that a retry works on. */
  retryManifest: (merchant: string, runId: string) => `runs/${merchant}/${runId}/retry.json`,
  shard: (merchant: string, runId: string, shard: string) => `runs/${merchant}/${runId}/${shard}.jsonl.gz`,
  /** Beside a shard: what the plan found of drift in its series, by SKU. */
  shardDrift: (merchant: string, runId: string, shard: string) =>
    `runs/${merchant}/${runId}/${shard}.drift.json`,
  /** Where a run's shards leave their answers, by step and Map Run: written by the state machine, whose names these are. */
  shardResults: (merchant: string, runId: string) => `results/${merchant}/${runId}/`,
  /** The answers of all shards of a run, after the last try of each. */
  runResults: (merchant: string, runId: string) => `results/${merchant}/${runId}/shards.json`,
  /** What a shard's forecasts come to by category; apart from `runs/`, which only the plan may write. */
  shardTotals: (merchant: string, runId: string, shard: string) =>
    `totals/${merchant}/${runId}/${shard}.jsonl.gz`,
  /** Beside the totals: what the shard's contests came to. */
  shardContest: (merchant: string, runId: string, shard: string) =>
    `totals/${merchant}/${runId}/${shard}.contest.json`,
  /** Beside the totals: what each of the shard's SKUs tells of its answer to price. */
  shardElasticities: (merchant: string, runId: string, shard: string) =>
    `totals/${merchant}/${runId}/${shard}.elasticities.jsonl.gz`,
  /** And its price tests. */
  shardPriceTests: (merchant: string, runId: string, shard: string) =>
    `totals/${merchant}/${runId}/${shard}.price-tests.jsonl.gz`,
  /** What a market's SKUs have in common there, and which tests are under way; the next nights begin from it. */
  pricePriors: (merchant: string, market: string, asOf: string) =>
    `price-priors/${merchant}/${market}/${asOf}.json`,
  /** What a shard forecast, and what it knew of the newest days: Parquet under each run's business date. */
  forecasts: (merchant: string, market: string, asOf: string, shard: string) =>
    `forecasts/${merchant}/${market}/${asOf}/${shard}.parquet`,
  observed: (merchant: string, market: string, asOf: string, shard: string) =>
    `observed/${merchant}/${market}/${asOf}/${shard}.parquet`,
  /** A night's analysis in tables, one prefix a table: Parquet under the run's business date. */
  analysis: (merchant: string, market: string, table: string, asOf: string) =>
    `analysis/${merchant}/${market}/${table}/${asOf}.parquet`,
  /** How past forecasts met what came, SKU by SKU. */
  accuracy: (merchant: string, market: string, asOf: string) =>
    `accuracy/${merchant}/${market}/${asOf}.parquet`,
  /** What the night's check for drift came to; the next night goes on from it. */
  driftNight: (merchant: string, market: string, asOf: string) => `drift/${merchant}/${market}/${asOf}.json`,
  /** Half a year of one-day-ahead forecasts and of costs, SKU by SKU, as the night knew them. */
  driftMemory: (merchant: string, market: string, asOf: string) =>
    `drift-memory/${merchant}/${market}/${asOf}.parquet`,
  /** What a night knew of each buyer: Parquet under the run's business date. */
  buyers: (merchant: string, market: string, asOf: string) => `buyers/${merchant}/${market}/${asOf}.parquet`,
  /** A night's segments: its buyers as Parquet, a row each, and apart from them, for readers of Parquet, the document. */
  segmentBuyers: (merchant: string, market: string, asOf: string) =>
    `segments/${merchant}/${market}/${asOf}.parquet`,
  segmentation: (merchant: string, market: string, asOf: string) =>
    `segmentations/${merchant}/${market}/${asOf}.json`,
  /** Who operates each SKU, and each buyer of an experiment, after a night: Parquet, a row each. */
  assignments: (merchant: string, market: string, asOf: string) =>
    `assignments/${merchant}/${market}/${asOf}.parquet`,
  /** What a night proposed at which price and with which chance; append-only by date, a repeat of the date overwrites. */
  priceLog: (merchant: string, market: string, asOf: string, shard: string) =>
    `price-log/${merchant}/${market}/${asOf}/${shard}.parquet`,
  /** What a shard's night did to decisions, gzipped JSON lines, until the run's end seals it. */
  nightLines: (merchant: string, runId: string, shard: string) =>
    `decision-lines/${merchant}/${runId}/${shard}.jsonl.gz`,
  /** Sealed entries of the decision log; a name is never used again. */
  sealedEntries: (merchant: string, market: string, asOf: string, name: string) =>
    `decision-log/${merchant}/${market}/${asOf}/${name}.parquet`,
  /** The hashes of a sealed file's entries, 32 bytes each in its order. */
  sealedLeaves: (merchant: string, market: string, name: string) =>
    `decision-seals/${merchant}/${market}/${name}.leaves`,
  /** The seal itself: what an auditor keeps. */
  seal: (merchant: string, market: string, number: number) =>
    `decision-seals/${merchant}/${market}/${inPlace(number)}.json`,
  /** The sealed files of a day, for readers outside. */
  logSymlinks: (merchant: string, market: string, asOf: string) =>
    `manifests/${merchant}/${market}/decision_log/${asOf}/symlink.txt`,
  /** Order rules replayed on logged demand, a JSON line a SKU: a sample of each shard, another one each night. */
  replays: (merchant: string, market: string, asOf: string, shard: string) =>
    `replays/${merchant}/${market}/${asOf}/${shard}.jsonl.gz`,
  /** Which SKUs a night replays the last year of, and, a JSON line a SKU, what came of it. */
  yearSample: (merchant: string, market: string, asOf: string) =>
    `year-samples/${merchant}/${market}/${asOf}.json`,
  yearReplays: (merchant: string, market: string, asOf: string, shard: string) =>
    `year-replays/${merchant}/${market}/${asOf}/${shard}.jsonl.gz`,
  /** What a shard's SKUs need at their location: gzipped JSON lines. */
  orders: (merchant: string, runId: string, shard: string) => `orders/${merchant}/${runId}/${shard}.jsonl.gz`,
  /** A file of results that somebody asked for; the last part is what it is called where it is saved. */
  exported: (merchant: string, id: string, fileName: string) => `exports/${merchant}/${id}/${fileName}`,
  policyTable: (merchant: string, runId: string, shard: string) =>
    `audit/${merchant}/${runId}/${shard}.jsonl.gz`,
};

/** Key of a presigned upload in the uploads bucket: dropped files have any name, these start with their upload id. */
export const presignedKey = (
  merchant: string,
  market: string,
  kind: string,
  upload: string,
  fileName: string,
) => `${merchant}/${market}/${kind}/${upload}__${fileName}`;

/** In the place of a kind in the uploads bucket: an object there says that an upload was answered. */
export const ANSWERS = '_answers';

/** Key of the object that tells ingest of an answered upload. */
export const answersKey = (merchant: string, market: string, upload: string) =>
  `${merchant}/${market}/${ANSWERS}/${upload}`;
