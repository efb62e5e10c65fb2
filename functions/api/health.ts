import {
  ALL_MARKETS,
  catalogKey,
  type DriftEntry,
  daysBetween,
  insightKeys,
  type LakeFile,
  type Market,
  type MarketHealth,
} from '../../lib/domain/index.ts';
import { createRetell, type Retell } from '../../lib/oversight/index.ts';
import { languageHeaders, languageOf } from '../../lib/runtime/answer-language.ts';
import { todayIn } from '../../lib/runtime/market-today.ts';
import {
  type AccuracyTable,
  type CatalogTable,
  type DriftTable,
  type FairnessTable,
  type LogSources,
  newestSeals,
  type ProofTable,
  type RunTable,
  type SegmentationTable,
} from '../../lib/stores/index.ts';
import { noteOf } from './log-names.ts';
import { newestRun } from './newest-run.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  accuracies: AccuracyTable;
  drifts: Pick<DriftTable, 'query'>;
  segmentations: Pick<SegmentationTable, 'get'>;
  proofs: Pick<ProofTable, 'query'>;
  fairness: Pick<FairnessTable, 'query'>;
  seals: LogSources['seals'];
  catalog: CatalogTable;
  runs: RunTable;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Nights of accuracy shown: a quarter. */
const MOST_NIGHTS = 90;

/** Show how well a market is looked after. */
export function createHealthRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'GET /v1/markets/{market}/health'> {
  return {
    'GET /v1/markets/{market}/health': async ({ caller: { merchant }, market, query, acceptLanguage }) => {
      const [data, forecasts, drift, proof, fairness, [seal]] = await Promise.all([
        dataHealth(dependencies, merchant, market),
        forecastHealth(dependencies, merchant, market.market),
        driftHealth(dependencies, merchant, market.market),
        newestProof(dependencies, merchant, market.market),
        newestFairness(dependencies, merchant, market.market),
        newestSeals(dependencies.seals, { merchant, market: market.market }, 1),
      ]);
      const decisionLog = seal === undefined ? null : noteOf(seal);
      const language = languageOf(query.language, acceptLanguage);
      const health = { market: market.market, data, forecasts, drift, proof, fairness, decisionLog };
      return { body: inWords(health, createRetell(language)), headers: languageHeaders(language) };
    },
  };
}

/** Why something is not known, what stands and what was paid, in the language asked for. */
function inWords(health: MarketHealth, retell: Retell): MarketHealth {
  const { forecasts, drift, fairness } = health;
  const orNull = (text: string | null) => (text === null ? null : retell(text));
  const gap = <Gap extends { reason: string }>(found: Gap | null) =>
    found === null ? null : { ...found, reason: retell(found.reason) };
  return {
    ...health,
    forecasts: { ...forecasts, reason: orNull(forecasts.reason) },
    drift: {
      ...drift,
      reason: orNull(drift.reason),
      alarms: drift.alarms.map((alarm) => ({ ...alarm, words: retell(alarm.words) })),
    },
    fairness:
      fairness === null
        ? null
        : {
            ...fairness,
            notes: fairness.notes.map(retell),
            largest: gap(fairness.largest),
            largestUnexplained: gap(fairness.largestUnexplained),
          },
  };
}

async function dataHealth(
  { catalog, runs, now }: Dependencies,
  merchant: string,
  market: Market,
): Promise<MarketHealth['data']> {
  const partitions = [market.market, ALL_MARKETS].map((name) => catalogKey(merchant, name, 'orders', '').pk);
  const [run, ...pages] = await Promise.all([
    newestRun(runs, merchant, market.market),
    ...partitions.map((pk) => catalog.queryAll(pk)),
  ]);
  const kinds = describeKinds(pages.flat().map(({ value }) => value));
  const newestOrder = kinds.find(({ kind }) => kind === 'orders')?.newestDate ?? null;
  return {
    newestOrder,
    daysBehind: newestOrder === null ? null : daysBetween(newestOrder, todayIn(market.timeZone, now())),
    kinds,
    lastRun:
      run === undefined
        ? null
        : { runId: run.runId, asOf: run.asOf, state: run.state, startedAt: run.startedAt },
  };
}

function describeKinds(files: readonly LakeFile[]): MarketHealth['data']['kinds'] {
  const byKind = Map.groupBy(files, ({ kind }) => kind);
  return [...byKind]
    .map(([kind, some]) => ({
      kind,
      files: some.length,
      rows: some.reduce((sum, { rows }) => sum + rows, 0),
      newestDate:
        some
          .flatMap(({ lastDate }) => lastDate ?? [])
          .sort()
          .at(-1) ?? null,
      upload: some.toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1)).at(-1)?.upload ?? '',
    }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

async function forecastHealth(
  { accuracies }: Dependencies,
  merchant: string,
  market: string,
): Promise<MarketHealth['forecasts']> {
  const { pk, sk: prefix } = insightKeys.accuracy(merchant, market, '');
  const { items } = await accuracies.query(pk, { prefix, descending: true, limit: MOST_NIGHTS });
  const newestFirst = items.map(({ value }) => value);
  return {
    accuracy: newestFirst.map(({ asOf, runId, horizons }) => ({ asOf, runId, horizons })).reverse(),
    reason:
      newestFirst.length > 0
        ? null
        : 'no forecast has been met by what came yet: the run after the first compares them; until then each forecast’s own backtest says how it would have done',
    worst: newestFirst[0]?.worst ?? [],
  };
}

async function driftHealth(
  { drifts, segmentations }: Dependencies,
  merchant: string,
  market: string,
): Promise<MarketHealth['drift']> {
  const { pk, sk: prefix } = insightKeys.drift(merchant, market, '');
  const [{ items }, segmentation] = await Promise.all([
    drifts.query(pk, { prefix, descending: true, limit: MOST_NIGHTS }),
    segmentations.get(insightKeys.segmentation(merchant, market)),
  ]);
  const newestFirst = items.map(({ value }) => value);
  const [newest] = newestFirst;
  const buyers = segmentation?.value.kind === 'ready' ? segmentation.value.drift : undefined;
  return {
    nights: newestFirst.map(({ alarms: _, ...counts }) => counts).reverse(),
    alarms: newest?.alarms ?? [],
    buyers: buyers ?? null,
    reason: reasonOf(newest),
  };
}

function reasonOf(newest: DriftEntry | undefined): string | null {
  if (newest === undefined) return 'no night has checked the market for drift yet: the next run does';
  return newest.tested + newest.standing > 0
    ? null
    : 'no SKU has the 36 observed days that a change is looked for in';
}

async function newestProof(
  { proofs }: Dependencies,
  merchant: string,
  market: string,
): Promise<MarketHealth['proof']> {
  const { pk, sk: prefix } = insightKeys.proof(merchant, market, '');
  const { items } = await proofs.query(pk, { prefix, descending: true, limit: 1 });
  return items[0]?.value ?? null;
}

async function newestFairness(
  { fairness }: Dependencies,
  merchant: string,
  market: string,
): Promise<MarketHealth['fairness']> {
  const { pk, sk: prefix } = insightKeys.fairness(merchant, market, '');
  const { items } = await fairness.query(pk, { prefix, descending: true, limit: 1 });
  return items[0]?.value ?? null;
}
