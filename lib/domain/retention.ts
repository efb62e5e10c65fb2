import { EXPORT_KEPT_DAYS } from './export.ts';
import { RECEIPT_KEPT_DAYS } from './privacy-request.ts';

/** Days that a version of an object is kept after it was overwritten or removed. */
export const NONCURRENT_DAYS = 30;
/** Days in which a table can be restored to any second. */
export const RESTORABLE_DAYS = 35;
/** Days that a line of a log is kept. */
export const LOG_DAYS = 90;
/** Days that the access logs of the buckets are kept: names of objects, no content. */
export const ACCESS_LOG_DAYS = 365;
/** Days that a dropped file is kept as it came. */
export const ORIGINAL_DAYS = 365;

/**
 * What of single buyers a store holds: `none`; `pseudonyms` and what is known of them; `codes`: the seller's own customer
 * codes, sealed or plain; `originals`: files as they were dropped, with all that they hold.
 */
export type BuyerData = 'none' | 'pseudonyms' | 'codes' | 'originals';

/** How long something is kept, and why. */
export type Retention = {
  /** A prefix of the lake bucket, a table by the name that the code has for it. */
  store: string;
  what: string;
  /** Days from its writing; `null` where it ends with something else, which `why` names. */
  days: number | null;
  buyers: BuyerData;
  why: string;
};

/** The lake bucket, prefix by prefix: `lakeKeys` writes under no other. The lifecycle rules are made from it. */
export const lakeRetention: readonly Retention[] = [
  kept(
    'lake/',
    'rows of uploads',
    null,
    'pseudonyms',
    'the history that everything is learnt from; ends with a roll-back that is followed by an erasure, or with the contract',
  ),
  kept(
    'compacted/',
    'the same rows in larger files',
    null,
    'pseudonyms',
    'a file is removed a day after another has taken its place',
  ),
  kept('manifests/', 'names of the files that count', null, 'none', 'written anew each night'),
  kept('rejects/', 'refused rows', 365, 'none', 'as long as the file that they come from'),
  kept(
    'runs/',
    'work files of a night: series and contract prices',
    35,
    'pseudonyms',
    'a night can be tried again; a newer one stands in for it',
  ),
  kept('results/', 'answers of the shards of a night', 35, 'none', 'the same'),
  kept('totals/', 'totals of the shards of a night', 35, 'none', 'the same'),
  kept('orders/', 'what the shards of a night need', 35, 'none', 'the same'),
  kept('observed/', 'newest days that a night knew', 35, 'none', 'a run judges by what it wrote itself'),
  kept('price-priors/', 'what SKUs have in common', 400, 'none', 'each night goes on from the one before'),
  kept('forecasts/', 'forecasts of a night', 400, 'none', 'set beside the same month of the year before'),
  kept('accuracy/', 'how forecasts met what came', 800, 'none', 'two years side by side'),
  kept(
    'analysis/',
    'market analysis of a night',
    800,
    'none',
    'two years side by side; no group of fewer than five buyers',
  ),
  kept('price-log/', 'proposals of a night', 800, 'none', 'prices are learnt from them, and gains proven'),
  kept('replays/', 'order rules replayed', 400, 'none', 'gains are proven from them'),
  kept(
    'audit/',
    'policy tables with contract prices',
    400,
    'pseudonyms',
    'a decision of the last thirteen months can be replayed',
  ),
  kept(
    'buyers/',
    'what a night knew of each buyer',
    400,
    'pseudonyms',
    'a year of predictions held against what came',
  ),
  kept(
    'segments/',
    'each buyer’s segment, night by night',
    400,
    'pseudonyms',
    'a buyer’s way through the segments of a year',
  ),
  kept(
    'assignments/',
    'which unit is in which arm, night by night',
    800,
    'pseudonyms',
    'earnings of two years are traced to it',
  ),
  kept('drift/', 'what drifted in a night', 400, 'none', 'shown beside the forecasts of that night'),
  kept('drift-memory/', 'what drift is held against', 400, 'none', 'each night goes on from the one before'),
  kept('year-samples/', 'days of a sample of SKUs', 400, 'none', 'a year is replayed from them'),
  kept(
    'year-replays/',
    'a year of those replayed',
    400,
    'none',
    'the statement of what is earned rests on them',
  ),
  kept(
    'decision-lines/',
    'what a night did to decisions, until it is sealed',
    35,
    'none',
    'sealed at the end of their run',
  ),
  kept(
    'decision-log/',
    'sealed entries of the decision log',
    null,
    'none',
    'proof of what was decided; names are commitments',
  ),
  kept('decision-seals/', 'their seals', null, 'none', 'as long as the log'),
  kept('segmentations/', 'the segments themselves', 400, 'none', 'as long as their buyers'),
  kept('exports/', 'files that somebody asked for', EXPORT_KEPT_DAYS, 'codes', 'made again on request'),
];

/** The tables. `null`: an item ends when a newer one overwrites it, or with the contract. */
export const tableRetention: readonly Retention[] = [
  kept('controls', 'modes, limits and trade rules', null, 'none', 'in force until changed'),
  kept('policies', 'a policy a SKU, with contract prices', null, 'pseudonyms', 'overwritten each night'),
  kept('forecasts', 'a forecast a SKU', null, 'none', 'overwritten each night'),
  kept(
    'adjustments',
    'what persons changed of forecasts, and alarms that they ended',
    null,
    'none',
    'in force until removed',
  ),
  kept('insights', 'segments, buyers, advice, lists of buyers', null, 'pseudonyms', 'overwritten each night'),
  kept('decisions', 'the open decision of each SKU', null, 'pseudonyms', 'overwritten by the next one'),
  kept(
    'decisionLog',
    'what persons decided; buyers as commitments',
    null,
    'none',
    'proof of what was decided; without its salt a commitment is nobody’s',
  ),
  kept('logSalts', 'salts of persons and buyers in the log', null, 'pseudonyms', 'ends with an erasure'),
  kept('purchaseOrders', 'orders to suppliers', null, 'none', 'the seller’s own books'),
  kept(
    'outcomes',
    'what merchant apps reported',
    null,
    'pseudonyms',
    'prices are learnt from them; the buyer stands in the decision that they name',
  ),
  kept(
    'uploads',
    'the story of each upload',
    null,
    'pseudonyms',
    'shows what was taken in; a preview holds pseudonyms',
  ),
  kept('runs', 'the story of each night', null, 'none', 'shows what was made'),
  kept('catalog', 'which files of the lake count', null, 'none', 'as long as the upload counts'),
  kept(
    'identities',
    'sealed customer codes',
    null,
    'codes',
    'the way back for those with the scope identify; ends with an erasure',
  ),
  kept('idempotency', 'answers to be given again', 2, 'pseudonyms', 'a request sent twice takes effect once'),
  kept('exports', 'files that somebody asked for', EXPORT_KEPT_DAYS, 'none', 'as long as the file'),
  kept('notices', 'what is told and was told', null, 'none', 'nothing is told twice'),
  kept(
    'privacy',
    'requests of buyers, receipts, and the marks of the erased',
    RECEIPT_KEPT_DAYS,
    'none',
    'to be shown; a mark stays, so that the buyer is kept out',
  ),
];

function kept(store: string, what: string, days: number | null, buyers: BuyerData, why: string): Retention {
  return { store, what, days, buyers, why };
}

/** Whether a store has to be looked through for a buyer. */
export const holdsBuyers = ({ buyers }: Retention): boolean => buyers !== 'none';
