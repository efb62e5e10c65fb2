import { everyBuyerPrefix, everyBuyerTable } from './buyer-rights.ts';
import type { FunctionName } from './function-catalog.ts';
import type { Rights } from './right-kinds.ts';

/**
 * Who may do what: one list, from which the policies and the environment of every function are made. A right that is
 * missing here fails locally as it would in the cloud.
 */
export const functionRights: Readonly<Record<FunctionName, Rights>> = {
  ingest: {
    tables: { uploads: 'change', catalog: 'change', identities: 'write', privacy: 'change' },
    objects: [
      { bucket: 'uploads', prefix: '', access: 'read', list: true },
      // a file that names an erased buyer, once it is read
      { bucket: 'uploads', prefix: '', access: 'remove' },
      { bucket: 'lake', prefix: 'lake/', access: 'write' },
      { bucket: 'lake', prefix: 'rejects/', access: 'write' },
      // which files count, told to readers outside
      { bucket: 'lake', prefix: 'manifests/', access: 'write' },
    ],
    secrets: ['pseudonyms'],
    announce: true,
    settings: ['MARKETS', 'MERCHANTS'],
  },
  plan: {
    tables: {
      ...{ adjustments: 'read', catalog: 'change', controls: 'read' },
      ...{ privacy: 'read', runs: 'change' },
    },
    objects: [
      { bucket: 'lake', prefix: 'lake/', access: 'read' },
      // small files become larger ones; an upload's own files nobody may remove
      { bucket: 'lake', prefix: 'compacted/', access: 'read' },
      { bucket: 'lake', prefix: 'compacted/', access: 'write' },
      { bucket: 'lake', prefix: 'compacted/', access: 'remove' },
      { bucket: 'lake', prefix: 'manifests/', access: 'write' },
      // a retry takes its shards out of the run's manifest, by what the report kept of their answers
      { bucket: 'lake', prefix: 'runs/', access: 'read' },
      { bucket: 'lake', prefix: 'results/', access: 'read' },
      { bucket: 'lake', prefix: 'runs/', access: 'write' },
      // each month some SKUs have their last year replayed
      { bucket: 'lake', prefix: 'year-samples/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'year-samples/', access: 'write' },
      // drift is watched from night to night, by how each night's forecasts met what came
      { bucket: 'lake', prefix: 'accuracy/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'drift/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'drift/', access: 'write' },
      { bucket: 'lake', prefix: 'drift-memory/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'drift-memory/', access: 'write' },
      // a unit keeps the arm that it was drawn into
      { bucket: 'lake', prefix: 'assignments/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'assignments/', access: 'write' },
      { bucket: 'lake', prefix: 'segments/', access: 'read', list: true },
    ],
    settings: ['MARKETS', 'MERCHANTS'],
  },
  forecast: {
    tables: { forecasts: 'write', runs: 'write' },
    objects: [
      { bucket: 'lake', prefix: 'runs/', access: 'read' },
      { bucket: 'lake', prefix: 'totals/', access: 'write' },
      { bucket: 'lake', prefix: 'forecasts/', access: 'write' },
      { bucket: 'lake', prefix: 'observed/', access: 'write' },
    ],
    settings: ['FORECAST_BUDGET_MS'],
  },
  segment: {
    tables: { catalog: 'read', insights: 'change', runs: 'write' },
    objects: [
      { bucket: 'lake', prefix: 'lake/', access: 'read' },
      { bucket: 'lake', prefix: 'compacted/', access: 'read' },
      { bucket: 'lake', prefix: 'buyers/', access: 'write' },
      // of a run planned before arms were drawn there is none: what is there has to be asked
      { bucket: 'lake', prefix: 'assignments/', access: 'read', list: true },
      // each night goes on from the one before
      { bucket: 'lake', prefix: 'segments/', access: 'read' },
      { bucket: 'lake', prefix: 'segments/', access: 'write' },
      { bucket: 'lake', prefix: 'segmentations/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'segmentations/', access: 'write' },
    ],
    settings: ['MARKETS'],
  },
  learn: {
    tables: {
      controls: 'read',
      forecasts: 'read',
      outcomes: 'read',
      insights: 'read',
      policies: 'write',
      decisions: 'change',
      runs: 'write',
    },
    objects: [
      { bucket: 'lake', prefix: 'runs/', access: 'read' },
      { bucket: 'lake', prefix: 'audit/', access: 'write' },
      { bucket: 'lake', prefix: 'orders/', access: 'write' },
      { bucket: 'lake', prefix: 'price-log/', access: 'write' },
      { bucket: 'lake', prefix: 'replays/', access: 'write' },
      { bucket: 'lake', prefix: 'year-replays/', access: 'write' },
      { bucket: 'lake', prefix: 'decision-lines/', access: 'write' },
      { bucket: 'lake', prefix: 'totals/', access: 'write' },
      // each night goes on from the one before
      { bucket: 'lake', prefix: 'price-priors/', access: 'read', list: true },
    ],
    settings: ['MARKETS'],
  },
  report: {
    tables: {
      catalog: 'read',
      // an experiment that does harm loses its force there
      controls: 'change',
      insights: 'change',
      decisionLog: 'append',
      purchaseOrders: 'change',
      runs: 'change',
    },
    objects: [
      { bucket: 'lake', prefix: 'lake/', access: 'read' },
      { bucket: 'lake', prefix: 'compacted/', access: 'read' },
      { bucket: 'lake', prefix: 'runs/', access: 'read' },
      // what the shards answered, as the state machine left it, and all of it in one for a retry
      { bucket: 'lake', prefix: 'results/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'results/', access: 'write' },
      // a shard that failed left nothing: what is there has to be asked
      { bucket: 'lake', prefix: 'totals/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'forecasts/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'observed/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'price-log/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'replays/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'year-samples/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'year-replays/', access: 'read', list: true },
      // by its night's buyers a SKU stands with the segment that bought most of it
      { bucket: 'lake', prefix: 'buyers/', access: 'read', list: true },
      // a month is what the SKUs of each arm earned, and traced to the decisions that took effect
      { bucket: 'lake', prefix: 'assignments/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'decision-log/', access: 'read' },
      { bucket: 'lake', prefix: 'orders/', access: 'read', list: true },
      // a run that was planned before drift was watched left none
      { bucket: 'lake', prefix: 'drift/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'accuracy/', access: 'write' },
      { bucket: 'lake', prefix: 'price-priors/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'price-priors/', access: 'write' },
      { bucket: 'lake', prefix: 'analysis/', access: 'write' },
      // what the night did to decisions is sealed, under names that nothing had before; nobody may remove any
      { bucket: 'lake', prefix: 'decision-lines/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'decision-log/', access: 'write' },
      { bucket: 'lake', prefix: 'decision-seals/', access: 'write', list: true },
      { bucket: 'lake', prefix: 'manifests/', access: 'write' },
    ],
    announce: true,
    settings: ['MARKETS'],
  },
  export: {
    tables: {
      exports: 'change',
      adjustments: 'read',
      catalog: 'read',
      controls: 'read',
      decisions: 'read',
      forecasts: 'read',
      insights: 'read',
      policies: 'read',
      purchaseOrders: 'read',
      runs: 'read',
      uploads: 'read',
      identities: 'batchRead',
    },
    objects: [
      { bucket: 'lake', prefix: 'lake/', access: 'read' },
      { bucket: 'lake', prefix: 'compacted/', access: 'read' },
      { bucket: 'lake', prefix: 'rejects/', access: 'read' },
      // of nights that were asked for there may be none: what is there has to be asked
      { bucket: 'lake', prefix: 'forecasts/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'buyers/', access: 'read' },
      { bucket: 'lake', prefix: 'accuracy/', access: 'read' },
      { bucket: 'lake', prefix: 'analysis/', access: 'read' },
      { bucket: 'lake', prefix: 'price-log/', access: 'read' },
      // of the decision log what was sealed, which its manifests name
      { bucket: 'lake', prefix: 'decision-log/', access: 'read' },
      { bucket: 'lake', prefix: 'manifests/', access: 'read', list: true },
      { bucket: 'lake', prefix: 'exports/', access: 'write' },
    ],
    // opens customers' codes for what a token with the scope `identify` asked for
    secrets: ['pseudonyms'],
    settings: ['MARKETS'],
  },
  privacy: {
    // no key leads from a buyer to all that names it
    tables: {
      ...everyBuyerTable(),
      catalog: 'change',
      privacy: 'change',
      runs: 'read',
    },
    objects: [
      // a file that names an erased buyer goes as a whole
      { bucket: 'uploads', prefix: '', access: 'read', list: true },
      { bucket: 'uploads', prefix: '', access: 'remove' },
      ...everyBuyerPrefix(),
      { bucket: 'lake', prefix: 'exports/', access: 'remove' },
      // the files that count have other bytes then
      { bucket: 'lake', prefix: 'manifests/', access: 'write' },
    ],
    secrets: ['pseudonyms'],
    privacy: true,
    settings: ['MARKETS', 'MERCHANTS'],
  },
  sweep: {
    tables: { runs: 'read', catalog: 'read', idempotency: 'change', decisions: 'change' },
    runs: true,
    announce: true,
    settings: ['MARKETS', 'MERCHANTS', 'RUN_LATE_MINUTES', 'DATA_STALE_DAYS'],
  },
  notify: {
    tables: { notices: 'change', runs: 'read', uploads: 'batchRead' },
  },
  recommend: {
    tables: { controls: 'batchRead', policies: 'batchRead', insights: 'batchRead', decisions: 'batchRead' },
    // merchant apps know their own customer codes: hashing one needs the secret, the way back stays closed
    secrets: ['signing', 'pseudonyms'],
    settings: ['MARKETS', 'MERCHANTS'],
  },
  api: {
    tables: {
      controls: 'change',
      policies: 'read',
      forecasts: 'read',
      adjustments: 'change',
      insights: 'change',
      decisions: 'change',
      decisionLog: 'append',
      logSalts: 'change',
      purchaseOrders: 'change',
      outcomes: 'change',
      uploads: 'change',
      runs: 'change',
      // a rolled-back upload leaves the catalog
      catalog: 'change',
      exports: 'change',
      idempotency: 'change',
      identities: 'batchRead',
      privacy: 'change',
    },
    // a presigned address does what its signer may do
    objects: [
      { bucket: 'uploads', prefix: '', access: 'write' },
      { bucket: 'lake', prefix: 'exports/', access: 'read' },
      // what is logged of a decision, and the policy that it is made again from
      { bucket: 'lake', prefix: 'decision-log/', access: 'read' },
      { bucket: 'lake', prefix: 'decision-seals/', access: 'read' },
      { bucket: 'lake', prefix: 'audit/', access: 'read' },
      // a roll-back is told to readers outside
      { bucket: 'lake', prefix: 'manifests/', access: 'write' },
    ],
    // the secret of pseudonyms opens customers' codes for a token with the scope `identify`
    secrets: ['signing', 'pseudonyms'],
    worklist: true,
    decisionLists: true,
    announce: true,
    runs: true,
    stopRuns: true,
    exports: true,
    privacy: true,
    settings: ['MARKETS', 'MERCHANTS'],
  },
  identity: {},
};
