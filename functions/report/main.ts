import { tmpdir } from 'node:os';
import {
  batchStep,
  createDynamoClient,
  createEventBridgeClient,
  createEventBus,
  createLogger,
  createS3Client,
  epochSecondsNow,
  instantNow,
  readConfiguration,
} from '../../lib/runtime/index.ts';
import {
  createObjectStore,
  measureAccuracy,
  openAccuracies,
  openAnalyses,
  openCatalog,
  openControls,
  openDrifts,
  openEarningsLines,
  openExperiments,
  openFairness,
  openLoggedActs,
  openMonthEarnings,
  openOrderSources,
  openProofs,
  openPurchaseOrders,
  openRuns,
  openSeals,
  openSegmentations,
  openTradeRules,
  openUnitHistories,
  openUnplacedOrders,
  openYearEarnings,
  readDecidedNight,
  readPriceWeeks,
  sealDecisions,
  sealMerchantActs,
} from '../../lib/stores/index.ts';
import { compareExperiments } from './compare-experiments.ts';
import { draftPurchaseOrders } from './draft-purchase-orders.ts';
import { createDraftRules } from './draft-rules.ts';
import { createLimitsReader } from './fairness-rules.ts';
import { createHandler } from './handler.ts';
import { measureMarket } from './measure-trials.ts';
import { createMarketReader } from './read-market.ts';
import { createMonthReader } from './read-month.ts';
import { createSupplyReader } from './read-supply.ts';

const configuration = readConfiguration(process.env, [
  'TABLE_CATALOG',
  'TABLE_CONTROLS',
  'TABLE_DECISIONLOG',
  'TABLE_INSIGHTS',
  'TABLE_PURCHASEORDERS',
  'TABLE_RUNS',
  'BUCKET_LAKE',
  'MARKETS',
  'EVENT_BUS',
]);

const client = createDynamoClient();
const now = epochSecondsNow;
const place = {
  objects: createObjectStore(createS3Client(process.env), configuration.BUCKET_LAKE),
  catalog: openCatalog({ client, table: configuration.TABLE_CATALOG, now }),
  temporaryDirectory: tmpdir(),
};
const decisionLog = { client, table: configuration.TABLE_DECISIONLOG, now };
const sealing = {
  ...{ objects: place.objects, now: instantNow },
  ...{ acts: openLoggedActs(decisionLog), seals: openSeals(decisionLog) },
};
const drafts = { client, table: configuration.TABLE_PURCHASEORDERS, now };
const rules = openTradeRules({ client, table: configuration.TABLE_CONTROLS, now });
const controls = { client, table: configuration.TABLE_CONTROLS, now };
const runs = openRuns({ client, table: configuration.TABLE_RUNS, now });

export const handler = batchStep(
  createLogger(),
  createHandler({
    lake: { marketAggregates: createMarketReader(place, configuration.MARKETS, createLimitsReader(rules)) },
    objects: place.objects,
    fairness: {
      entries: openFairness({ client, table: configuration.TABLE_INSIGHTS, now }),
      readDecided: (run) => readDecidedNight(place, run),
      epochSeconds: now,
    },
    analyses: openAnalyses({ client, table: configuration.TABLE_INSIGHTS, now }),
    judge: {
      measure: (request) => measureAccuracy(place, request),
      accuracies: openAccuracies({ client, table: configuration.TABLE_INSIGHTS, now }),
      runs,
      epochSeconds: now,
    },
    drift: {
      drifts: openDrifts({ client, table: configuration.TABLE_INSIGHTS, now }),
      segmentations: openSegmentations({ client, table: configuration.TABLE_INSIGHTS, now }),
      epochSeconds: now,
    },
    prove: {
      objects: place.objects,
      priceWeeks: (run) => readPriceWeeks(place, run),
      proofs: openProofs({ client, table: configuration.TABLE_INSIGHTS, now }),
      epochSeconds: now,
    },
    earnings: {
      year: {
        objects: place.objects,
        years: openYearEarnings({ client, table: configuration.TABLE_INSIGHTS, now }),
        rules,
      },
      month: {
        ...createMonthReader({ ...place, seals: sealing.seals }, configuration.MARKETS),
        months: openMonthEarnings({ client, table: configuration.TABLE_INSIGHTS, now }),
        lines: openEarningsLines({ client, table: configuration.TABLE_INSIGHTS, now }),
        rules,
      },
    },
    sealDecisions: async (run) => {
      const seal = await sealDecisions(sealing, run);
      await sealMerchantActs(sealing, run);
      return seal;
    },
    draftOrders: (request, market) =>
      draftPurchaseOrders(
        {
          objects: place.objects,
          orders: openPurchaseOrders(drafts),
          unplaced: openUnplacedOrders(drafts),
          sources: openOrderSources(drafts),
          readSupply: createSupplyReader(place),
          rules: createDraftRules(openTradeRules({ client, table: configuration.TABLE_CONTROLS, now })),
          markets: configuration.MARKETS,
        },
        request,
        market,
      ),
    compare: (request, home) =>
      compareExperiments(
        {
          objects: place.objects,
          measure: (asked) => measureMarket(place, asked),
          controls: openControls(controls),
          experiments: openExperiments(controls),
          histories: openUnitHistories({ client, table: configuration.TABLE_INSIGHTS, now }),
          now: instantNow,
        },
        request,
        { home, markets: configuration.MARKETS },
      ),
    runs,
    events: createEventBus({ client: createEventBridgeClient(), bus: configuration.EVENT_BUS }),
    markets: configuration.MARKETS,
    now: instantNow,
  }),
);
