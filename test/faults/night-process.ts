import { createHandler as forecastOf } from '../../functions/forecast/handler.ts';
import { onThisThread } from '../../functions/forecast/series-forecaster.ts';
import { createHandler as learnOf } from '../../functions/learn/handler.ts';
import { createHandler as planOf } from '../../functions/plan/handler.ts';
import { compareExperiments } from '../../functions/report/compare-experiments.ts';
import { draftPurchaseOrders } from '../../functions/report/draft-purchase-orders.ts';
import { createDraftRules } from '../../functions/report/draft-rules.ts';
import { createHandler as reportOf } from '../../functions/report/handler.ts';
import { measureMarket } from '../../functions/report/measure-trials.ts';
import { createMarketReader } from '../../functions/report/read-market.ts';
import { createMonthReader } from '../../functions/report/read-month.ts';
import { createSupplyReader } from '../../functions/report/read-supply.ts';
import { createBuyerLake } from '../../functions/segment/buyer-lake.ts';
import { createHandler as segmentOf } from '../../functions/segment/handler.ts';
import {
  createDayBudgets,
  createNightDecisions,
  createObjectStore,
  createProgressStore,
  createWriteTogether,
  keepSegmentNight,
  measureAccuracy,
  openAccuracies,
  openAdjustments,
  openAdvice,
  openAnalyses,
  openBuyers,
  openCatalog,
  openControls,
  openDayBudgets,
  openDecisions,
  openDriftEnds,
  openDrifts,
  openEarningsLines,
  openExperiments,
  openFairness,
  openForecasts,
  openLoggedActs,
  openMonthEarnings,
  openOptOuts,
  openOrderSources,
  openOutcomes,
  openPolicies,
  openProofs,
  openPseudonymKeys,
  openPurchaseOrders,
  openRuns,
  openSeals,
  openSegmentations,
  openTargetIndexes,
  openTargetLists,
  openTradeRules,
  openUnitHistories,
  openUnplacedOrders,
  openUntold,
  openYearEarnings,
  readDecidedNight,
  readOptOuts,
  readPriceWeeks,
  readSegmentNightBefore,
  sealDecisions,
} from '../../lib/stores/index.ts';
import { tables } from '../functions/embedded-dynamo.ts';
import { markets, merchants } from '../functions/ingest/ingest-room.ts';
import type { ProcessClients } from './cloud-room.ts';

const silently = () => undefined;
const SILENT = { info: silently, warn: silently, error: silently };

/** The moment of the night: after the last day of the data. */
export const NIGHT = '2026-01-06T02:30:00.000Z';

export type Step = 'plan' | 'forecast' | 'segment' | 'learn' | 'report';

/** The steps of a run as functions of their events. */
export type NightProcess = Record<Step, (event: unknown) => Promise<unknown>>;

/** Wire the steps as their `main.ts` do, on these clients and a clock that stands. */
export function nightProcess(
  { client, s3 }: ProcessClients,
  { temporaryDirectory }: { temporaryDirectory: string },
): NightProcess {
  const now = () => Math.floor(Date.parse(NIGHT) / 1000);
  const at = (table: string) => ({ client, table, now });
  const objects = createObjectStore(s3, 'lake');
  const place = { objects, catalog: openCatalog(at(tables.catalog)), temporaryDirectory };
  const runs = openRuns(at(tables.runs));
  const progress = createProgressStore(client, tables.runs);
  const forecasts = openForecasts(at(tables.forecasts));
  const proofs = openProofs(at(tables.insights));
  const rules = openTradeRules(at(tables.controls));
  const timeLeft = () => 600_000;
  const forecast = forecastOf({ objects, forecasts, progress, forecastAll: onThisThread, budgetMs: 100 });
  return {
    plan: planOf({
      ...place,
      ...{ runs, progress, merchants, markets, rules, now: () => NIGHT, logger: SILENT },
      controls: openControls(at(tables.controls)),
      experiments: openExperiments(at(tables.controls)),
      adjustments: openAdjustments(at(tables.adjustments)),
      driftEnds: openDriftEnds(at(tables.adjustments)),
      keys: openPseudonymKeys(at(tables.privacy)),
    }),
    forecast: (event) => forecast(event, timeLeft),
    segment: segmentOf({
      ...{ objects, progress, markets },
      lake: createBuyerLake(place, markets),
      nights: {
        before: (run) => readSegmentNightBefore(place, run),
        keep: (run, night) => keepSegmentNight(place, run, night),
      },
      readOptOuts: (run) => readOptOuts(openOptOuts(at(tables.insights)), run),
      segmentations: openSegmentations(at(tables.insights)),
      buyers: openBuyers(at(tables.insights)),
      advice: openAdvice(at(tables.insights)),
      targetLists: openTargetLists(at(tables.insights)),
      targetIndexes: openTargetIndexes(at(tables.insights)),
    }),
    learn: learnOf({
      ...{ objects, forecasts, proofs, rules, progress, markets, nowMs: () => Date.parse(NIGHT) },
      controls: openControls(at(tables.controls)),
      outcomes: openOutcomes(at(tables.outcomes)),
      policies: openPolicies(at(tables.policies)),
      decisions: createNightDecisions({
        decisions: openDecisions(at(tables.decisions)),
        untold: openUntold(at(tables.decisions)),
        writeTogether: createWriteTogether(client),
      }),
      budgets: createDayBudgets({
        ...openDayBudgets(at(tables.decisions)),
        writeTogether: createWriteTogether(client),
        now,
      }),
      logger: SILENT,
    }),
    report: reportOf({
      ...{ objects, runs, markets, now: () => NIGHT },
      lake: {
        marketAggregates: createMarketReader(place, markets, async () => ({
          largestGap: 0.1,
          leastRatio: 0.8,
        })),
      },
      fairness: {
        entries: openFairness(at(tables.insights)),
        readDecided: (run) => readDecidedNight(place, run),
        epochSeconds: now,
      },
      analyses: openAnalyses(at(tables.insights)),
      judge: {
        measure: (request) => measureAccuracy(place, request),
        accuracies: openAccuracies(at(tables.insights)),
        ...{ runs, epochSeconds: now },
      },
      drift: {
        drifts: openDrifts(at(tables.insights)),
        segmentations: openSegmentations(at(tables.insights)),
        epochSeconds: now,
      },
      prove: { objects, proofs, priceWeeks: (run) => readPriceWeeks(place, run), epochSeconds: now },
      earnings: {
        year: { objects, rules, years: openYearEarnings(at(tables.insights)) },
        month: {
          ...createMonthReader({ ...place, seals: openSeals(at(tables.decisionLog)) }, markets),
          ...{ rules, months: openMonthEarnings(at(tables.insights)) },
          lines: openEarningsLines(at(tables.insights)),
        },
      },
      draftOrders: (request, market) =>
        draftPurchaseOrders(
          {
            ...{ objects, markets, rules: createDraftRules(rules), readSupply: createSupplyReader(place) },
            orders: openPurchaseOrders(at(tables.purchaseOrders)),
            unplaced: openUnplacedOrders(at(tables.purchaseOrders)),
            sources: openOrderSources(at(tables.purchaseOrders)),
          },
          request,
          market,
        ),
      sealDecisions: (run) =>
        sealDecisions(
          {
            ...{ objects, now: () => NIGHT },
            acts: openLoggedActs(at(tables.decisionLog)),
            seals: openSeals(at(tables.decisionLog)),
          },
          run,
        ),
      compare: (request, home) =>
        compareExperiments(
          {
            objects,
            measure: (asked) => measureMarket(place, asked),
            controls: openControls(at(tables.controls)),
            experiments: openExperiments(at(tables.controls)),
            histories: openUnitHistories(at(tables.insights)),
            now: () => NIGHT,
          },
          request,
          { home, markets },
        ),
      events: { announce: async () => undefined },
    }),
  };
}
