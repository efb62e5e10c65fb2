import {
  addDays,
  catalogKey,
  controlKeys,
  exportKey,
  identityKey,
  insightKeys,
  type KnownEffect,
  nothingRead,
  type PurchaseOrder,
  purchaseOrderKeys,
  runKey,
  skuKey,
  type Upload,
  uploadKey,
} from '../../lib/domain/index.ts';
import { draftOrders } from '../../lib/operations/index.ts';
import { createPseudonyms } from '../../lib/runtime/pseudonyms.ts';
import { openUnplacedOrders } from '../../lib/stores/index.ts';
import { propose } from '../functions/api/a-decision.ts';
import { type Api, PSEUDONYM_SECRET } from '../functions/api/api-fixture.ts';
import { tables } from '../functions/embedded-dynamo.ts';
import { aBuyer, aForecast, aPolicy } from '../functions/stored-documents.ts';
import { aCandidate, aDraftRequest } from '../operations/a-candidate.ts';
import type { Names } from './samples.ts';
import { storeExperiment, storeLog, storePrivacy, versionOf } from './two-merchants-records.ts';

/** Names that `demo` alone uses, in a market that both trade in. */
export const ofDemo: Names = {
  market: 'de',
  sku: 'D/7',
  customer: `c1-${'9'.repeat(32)}`,
  order: 'PO-9',
  upload: 'u-9',
  export: 'de-x-9',
  run: 'de-2025-01-30',
  request: 'erase-9',
  decision: 'de:D/7:de-2025-01-30-0a1b2c3d',
  experiment: 'exp-9',
};

/**
 * Store one of everything that the API shows under these names. Every text that a merchant may choose names the merchant, so that
 * an answer tells whose it is: `demo` or `other`.
 */
export async function storeAll(api: Api, merchant: string, names: Names): Promise<void> {
  const { market, sku } = names;
  const { stores } = api;
  const key = skuKey(merchant, market, sku);
  const night = { runId: names.run, asOf: '2025-01-31' };
  await stores.controls.put(controlKeys.market(merchant, market), { mode: 'suggest', killed: false });
  await stores.controls.put(controlKeys.merchant(merchant), { mode: 'automatic', killed: false });
  await stores.rights.put(controlKeys.rights(merchant), {
    ...{
      rights: { people: [], deputies: [] },
      author: `client of ${merchant}`,
      changedAt: api.clock.instant,
    },
  });
  await storeExperiment(api, merchant, names);
  const policyVersion = versionOf(names);
  for (const end of ['', '-approved', '-rejected', '-changed']) {
    const drafted = {
      sku: `${sku}${end}`,
      category: `hinges of ${merchant}`,
      policyVersion,
      runId: names.run,
    };
    await propose(api, { ...drafted, decision: `${market}:${drafted.sku}:${policyVersion}` }, 1, merchant);
    const policy = aPolicy({ sku: drafted.sku, policyVersion });
    await stores.policies.put(skuKey(merchant, market, drafted.sku), policy);
  }
  const rules = { rules: { reviewDays: 7 }, author: `client of ${merchant}`, changedAt: api.clock.instant };
  await stores.tradeRules.put(controlKeys.merchantRules(merchant), rules);
  await stores.tradeRules.put(controlKeys.marketRules(merchant, market), rules);
  const drift = { ...anAlarm, words: `sells more at ${merchant}` };
  await stores.policies.put(key, aPolicy({ sku, policyVersion, name: `hinge of ${merchant}`, drift }), {
    numbers: { risk: 1 },
  });
  await stores.forecasts.put(key, {
    ...aForecast({ sku, reason: `least loss at ${merchant}` }),
    effects: [priceEffect],
  });
  await stores.adjustments.put(key, {
    ...{ sku, serve: 'whenItPays' },
    entries: [
      {
        ...{ from: '2025-02-03', to: '2025-02-09', factor: 2, reason: `a fair of ${merchant}` },
        ...{ author: `client of ${merchant}`, madeAt: api.clock.instant, madeOn: '2025-02-01' },
      },
    ],
  });
  await storeBuyers(api, merchant, names, night);
  await storeInsights(api, merchant, names, night);
  await storePurchases(api, merchant, names);
  await storeFiles(api, merchant, names);
  await storePrivacy(api, merchant, names);
  await storeEarnings(api, merchant, names);
  await storeLog(api, merchant, names);
  await stores.runs.put(runKey(merchant, names.run), {
    ...{
      merchant,
      market,
      asOf: names.run.slice(-10),
      runId: names.run,
      state: 'finished',
      series: 1,
      shards: 1,
    },
    ...{ startedAt: '2025-02-01T03:30:00Z', finishedAt: '2025-02-01T03:40:00Z' },
  });
  await stores.runs.put(runKey(merchant, `${names.run}-running`), {
    ...{ merchant, market, asOf: names.run.slice(-10), runId: `${names.run}-running`, state: 'running' },
    ...{ startedAt: api.clock.instant, execution: `night-of-${merchant}`, series: 1, shards: 1 },
  });
}

/** An alarm of drift that a person may end. */
const anAlarm = {
  ...{ signal: 'level' as const, direction: 1 as const, size: 0.6, since: '2025-01-18', daysSince: 14 },
  ...{ raisedOn: '2025-01-27', qValue: 0.001 },
};

/** An effect of the price, so that "what if" has something to change. */
const priceEffect: KnownEffect = {
  ...{ name: 'price', kind: 'price', coefficient: -2, standardError: 0, source: 'history', used: true },
  ...{ reference: 10_000_000, future: Array<number>(56).fill(10_000_000) },
  text: 'price: 1 % lower sells 2.0 % more',
};

type Night = { runId: string; asOf: string };

async function storeBuyers(api: Api, merchant: string, { market, customer }: Names, night: Night) {
  const { stores } = api;
  const pseudonyms = createPseudonyms(PSEUDONYM_SECRET, merchant);
  await stores.buyers.put(insightKeys.buyer(merchant, market, customer), {
    ...{ ...aBuyer, customer, segment: `s-${merchant}` },
  });
  await stores.advice.put(insightKeys.advice(merchant, market, customer), { customer, ...night, offers: [] });
  await stores.identities.put(identityKey(merchant, customer), {
    sealed: pseudonyms.seal(`code of ${merchant}`),
    keyVersion: pseudonyms.keyVersion,
  });
}

async function storeInsights(api: Api, merchant: string, { market }: Names, night: Night) {
  const { stores } = api;
  const lack = {
    kind: 'insufficientData' as const,
    ...night,
    missing: ['orders'],
    detail: `${merchant} has too few`,
  };
  await stores.segmentations.put(insightKeys.segmentation(merchant, market), lack);
  await stores.analyses.put(insightKeys.analysis(merchant, market), lack);
  const version = `v-${merchant}`;
  const segments = [{ segment: `s-${merchant}`, name: `Anchors of ${merchant}` }];
  await stores.targetIndexes.put(insightKeys.targetIndex(merchant, market), { ...night, version, segments });
  await stores.targetLists.put(insightKeys.targetList(merchant, market, { of: 'market', order: 'spend' }), {
    ...{ ...night, version, buyers: 2 },
    targets: ['c_1', 'c_2'].map((customer) => ({
      customer,
      segment: `s-${merchant}`,
      reason: `${merchant} knows`,
    })),
  });
  await stores.accuracies.put(insightKeys.accuracy(merchant, market, night.asOf), {
    ...{ asOf: night.asOf, runId: night.runId, horizons: [] },
    worst: [
      {
        ...{ sku: `worst of ${merchant}`, days: 28, madeOn: addDays(night.asOf, -28), model: 'harmonic' },
        ...{ forecastUnits: 90, actualUnits: 150, observedDays: 28, error: { minor: 1, currency: 'EUR' } },
      },
    ],
  });
}

/** What a month earned, and two pages of the decisions that it is traced to. */
async function storeEarnings(api: Api, merchant: string, { market }: Names): Promise<void> {
  const money = { minor: 90, currency: 'EUR' };
  await api.stores.months.put(insightKeys.monthEarnings(merchant, market, '2024-12'), {
    ...{
      kind: 'measured',
      market,
      month: '2024-12',
      asOf: '2025-01-04',
      runId: `night of ${merchant}`,
      level: 0.95,
    },
    ...{
      from: '2024-12-01',
      to: '2024-12-31',
      method: 'randomisation',
      winsorised: null,
      varianceRemoved: null,
    },
    ...{
      total: { amount: money, lower: money, upper: money },
      uncut: null,
      units: { ai: 95, human: 5 },
      pages: 2,
    },
    ...{ cannotKnow: [], decisions: { count: 2, expected: money, earned: money, rest: money }, lines: [] },
  });
  for (const page of [0, 1])
    await api.stores.earningsLines.put(insightKeys.earningsLines(merchant, market, '2024-12', page), {
      lines: [
        {
          ...{
            decision: `de:S${page}:v1`,
            sku: `hinge of ${merchant}`,
            subject: 'price',
            from: '2024-12-03',
          },
          ...{ days: 10, expected: money, earned: money },
        },
      ],
    });
}

/** A draft, and beside it an order that is approved. */
async function storePurchases(api: Api, merchant: string, { order }: Names): Promise<void> {
  const { purchaseOrders } = api.stores;
  const [drafted] = draftOrders(
    aDraftRequest({ candidates: [aCandidate({ name: `hinge of ${merchant}` })] }),
  ).drafts;
  if (drafted === undefined) throw new Error('the candidate needs nothing');
  const draft: PurchaseOrder = {
    ...drafted,
    id: order,
    status: 'draft',
    supplier: `supplier of ${merchant}`,
  };
  await purchaseOrders.put(purchaseOrderKeys.order(merchant, order), draft);
  const approved = { by: `client of ${merchant}`, at: api.clock.instant };
  await purchaseOrders.put(purchaseOrderKeys.order(merchant, `${order}-approved`), {
    ...{ ...draft, id: `${order}-approved`, status: 'approved', approved },
  });
  const now = () => Math.floor(Date.parse(api.clock.instant) / 1000);
  const unplaced = openUnplacedOrders({ client: api.dynamo.client, table: tables.purchaseOrders, now });
  await unplaced.put(purchaseOrderKeys.unplaced(merchant, 'hamburg'), {
    ...{ location: `hamburg of ${merchant}`, asOf: '2025-01-31', nights: [], items: [] },
  });
}

/** An upload that counts, one that asks a question, and an export that is ready. */
async function storeFiles(api: Api, merchant: string, { market, upload, export: id }: Names): Promise<void> {
  const { stores } = api;
  const anUpload = (name: string, state: Upload['state']): Upload => ({
    ...{ upload: name, market, kind: 'orders', fileName: `orders of ${merchant}.csv`, sequence: name, state },
    ...{ key: `${merchant}/${market}/orders/${name}__orders.csv`, at: api.clock.instant, ...nothingRead() },
  });
  await stores.uploads.put(uploadKey(merchant, upload), anUpload(upload, 'accepted'));
  await stores.uploads.put(uploadKey(merchant, `${upload}-asks`), anUpload(`${upload}-asks`, 'needsAnswer'));
  await stores.catalog.put(catalogKey(merchant, market, 'orders', upload), {
    ...{
      upload,
      market,
      kind: 'orders',
      key: `lake/${merchant}/${market}/orders/${upload}.parquet`,
      sequence: upload,
    },
    ...{ rows: 1, firstDate: '2024-01-01', lastDate: '2025-01-31', schemaVersion: 1 },
  });
  await stores.exports.put(exportKey(merchant, id), {
    ...{ export: id, market, kind: 'forecasts', format: 'csv', state: 'ready', asOf: null, upload: null },
    ...{
      customerCodes: false,
      requestedAt: api.clock.instant,
      by: `client of ${merchant}`,
      requestId: 'r-1',
    },
    ...{ finishedAt: api.clock.instant },
    file: {
      ...{ key: `exports/${merchant}/${id}/de-forecasts.csv`, rows: 1, bytes: 10 },
      columns: [{ name: 'sku', type: 'text' }],
    },
  });
}
