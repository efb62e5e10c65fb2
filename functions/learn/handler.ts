import {
  armOf,
  controlKeys,
  type DecisionLogEntry,
  type ForecastDocument,
  InputError,
  type Market,
  outcomeKey,
  type PolicyDocument,
  type PricePriors,
  type Proof,
  parseAs,
  type SeriesRecord,
  type ShardRef,
  type ShardResult,
  type StoredOutcome,
  type StoredRules,
  shardRefSchema,
  skuKey,
} from '../../lib/domain/index.ts';
import { effectiveControl } from '../../lib/operations/index.ts';
import {
  type DocumentTable,
  type ObjectStore,
  type ProgressStore,
  readPricePriorsBefore,
  readProofBefore,
  readShardSeries,
} from '../../lib/stores/index.ts';
import { type DecideDependencies, decideBatch } from './decide-batch.ts';
import { type HeldRules, learnSeries, type SeriesEvidence, type SeriesPolicy } from './learn-series.ts';
import type { NightMoment } from './night-lines.ts';
import { replayOrders } from './replay-orders.ts';
import { replayYears } from './replay-years.ts';
import { createShardRecord } from './shard-record.ts';

/** What the step reads and writes. */
export type LearnDependencies = DecideDependencies & {
  /** The lake bucket. */
  objects: Pick<ObjectStore, 'get' | 'put' | 'list'>;
  forecasts: Pick<DocumentTable<ForecastDocument>, 'get'>;
  rules: Pick<DocumentTable<StoredRules>, 'get'>;
  outcomes: Pick<DocumentTable<StoredOutcome>, 'queryAll'>;
  policies: Pick<DocumentTable<PolicyDocument>, 'putAll'>;
  proofs: Pick<DocumentTable<Proof>, 'getAll'>;
  progress: Pick<ProgressStore, 'done'>;
  /** The markets homed in this region. */
  markets: readonly Market[];
  /** The present moment, in milliseconds since the epoch. */
  nowMs: () => number;
  logger: { error(message: string, extra: Record<string, unknown>): void };
};

/** A policy outlives its night by a day, so that one missed run doesn't silence it. */
const VALID_MS = 48 * 3600 * 1000;

/**
 * Learn the policy of every series of a shard by the merchant's rules, with the outcomes reported for it and what the market's
 * SKUs told on a night before; store a policy and the open decision each, and in the lake the shard's record. Running it again
 * overwrites with the same.
 *
 * @returns how many policies were written, and how many of them only say what is missing
 */
export const createHandler =
  (dependencies: LearnDependencies) =>
  async (event: unknown): Promise<ShardResult> => {
    const shard = parseAs(shardRefSchema, event, 'the learn event');
    const market = dependencies.markets.find(({ market: name }) => name === shard.market);
    if (market === undefined) throw new InputError(`the market ${shard.market} is not homed in this region`);
    const [held, proof, priors, controls] = await Promise.all([
      readRules(dependencies.rules, shard),
      readProofBefore(dependencies.proofs, shard),
      readPricePriorsBefore(dependencies.objects, shard),
      readControlRows(dependencies.controls, shard),
    ]);
    const run = { ...shard, place: market, held, proof, priors, ...controls };
    const record = createShardRecord();
    let done = 0;
    let lacking = 0;
    for await (const records of readShardSeries(dependencies.objects, shard)) {
      const { learnt, lines } = await learnBatch(dependencies, run, records);
      const ready = learnt.filter(({ document }) => document.kind === 'ready').length;
      done += ready;
      lacking += learnt.length - ready;
      record.add(learnt, {
        orders: replayOrders(run, records, learnt, dependencies.logger),
        years: replayYears(run, records, dependencies.logger),
        lines,
      });
    }
    await record.write(dependencies.objects, shard);
    await dependencies.progress.done(shard.merchant, shard.runId, 'learn', shard.shard);
    return { shard: shard.shard, done, lacking };
  };

async function learnBatch(
  dependencies: LearnDependencies,
  shard: ShardRef & {
    place: Market;
    held: HeldRules;
    proof: Proof | null;
    priors: PricePriors | null;
    mayTest: boolean;
    controlVersion: NightMoment['controlVersion'];
    running: readonly string[];
  },
  records: readonly SeriesRecord[],
): Promise<{ learnt: SeriesPolicy[]; lines: DecisionLogEntry[] }> {
  const { policies, logger, nowMs } = dependencies;
  const now = nowMs();
  const validUntil = new Date(now + VALID_MS).toISOString();
  const evidence = await Promise.all(records.map((record) => readEvidence(dependencies, shard, record)));
  const learnt = records.map((record, i) => {
    const known = evidence[i] ?? { forecast: undefined, siblings: [], outcomes: [] };
    const { place, held, proof, priors, mayTest, running } = shard;
    const arm = armOf(record.trial, running);
    return learnSeries(shard, place, record, {
      evidence: known,
      validUntil,
      held,
      proof,
      priors,
      mayTest,
      arm,
    });
  });
  learnt.forEach(({ failure }, i) => {
    if (failure !== undefined)
      logger.error('a policy could not be learnt', { error: failure, sku: records[i]?.sku });
  });
  await policies.putAll(
    learnt.map(({ document, riskMinor }, i) => ({
      key: skuKey(shard.merchant, shard.market, records[i]?.sku ?? ''),
      value: document,
      options: { numbers: { risk: riskMinor } },
    })),
  );
  const at = new Date(now).toISOString();
  const lines = await decideBatch(dependencies, shard, { records, learnt, at });
  return { learnt, lines };
}

/**
 * Read the merchant's rules once for a shard, as they are now: a run of an earlier date goes by them too, and the policy names
 * their versions.
 */
async function readRules(
  rules: LearnDependencies['rules'],
  { merchant, market }: ShardRef,
): Promise<HeldRules> {
  const [forAll, own] = await Promise.all([
    rules.get(controlKeys.merchantRules(merchant), { consistent: true }),
    rules.get(controlKeys.marketRules(merchant, market), { consistent: true }),
  ]);
  return {
    layers: { merchant: forAll?.value.rules, market: own?.value.rules },
    version: { merchant: forAll?.version ?? 0, market: own?.version ?? 0 },
  };
}

/** Ask the controls whether prices may be tested, not where recommendations are off or killed, which versions said so, and which experiments have force. */
async function readControlRows(
  controls: LearnDependencies['controls'],
  { merchant, market }: ShardRef,
): Promise<{
  mayTest: boolean;
  controlVersion: NightMoment['controlVersion'];
  running: readonly string[];
}> {
  const [ofMerchant, ofMarket] = await Promise.all([
    controls.get(controlKeys.merchant(merchant), { consistent: true }),
    controls.get(controlKeys.market(merchant, market), { consistent: true }),
  ]);
  const { mode, killed } = effectiveControl({
    merchantControl: ofMerchant?.value,
    marketControl: ofMarket?.value,
  });
  const controlVersion = { merchant: ofMerchant?.version ?? 0, market: ofMarket?.version ?? 0 };
  const running = ofMarket?.value.experiments ?? [];
  return { mayTest: mode !== 'off' && !killed, controlVersion, running };
}

/** Read what a series is learnt from besides itself: its forecast, those of its location's other markets, its outcomes. */
async function readEvidence(
  { forecasts, outcomes }: LearnDependencies,
  { merchant, market }: ShardRef,
  { sku, siblings }: SeriesRecord,
): Promise<SeriesEvidence> {
  const [own, reported, ...others] = await Promise.all([
    forecasts.get(skuKey(merchant, market, sku)),
    outcomes.queryAll(outcomeKey(merchant, market, sku, '').pk),
    ...siblings.map((sibling) => forecasts.get(skuKey(merchant, sibling.market, sku))),
  ]);
  return {
    forecast: own?.value,
    outcomes: reported.map(({ value }) => value),
    siblings: siblings.flatMap((sibling, i) => {
      const forecast = others[i]?.value;
      return forecast?.kind === 'ready' ? [{ market: sibling.market, forecast }] : [];
    }),
  };
}
