import { gzipSync } from 'node:zlib';
import { createHandler, type LearnDependencies } from '../../../functions/learn/handler.ts';
import type {
  Control,
  Decision,
  ForecastDocument,
  Outcome,
  PolicyDocument,
  Proof,
  SeriesRecord,
  TradeRules,
  TradewindEvent,
} from '../../../lib/domain/index.ts';
import { NotFoundError } from '../../../lib/domain/index.ts';
import { aMarket } from '../../domain/a-market.ts';
import { aForecast, asOf } from '../../operations/a-series.ts';

export const shard = {
  merchant: 'demo',
  market: 'de',
  asOf,
  runId: `de-${asOf}`,
  shard: '0001',
  key: 'runs/demo/0001.jsonl.gz',
  series: 1,
};
export const noon = 1_719_835_200_000;

/** Stores in memory that a handler can be given, with what it wrote open to see. */
export function aWorld(
  series: SeriesRecord[],
  given: {
    outcomes?: Outcome[];
    decision?: Decision;
    rules?: Record<string, TradeRules>;
    proofs?: Proof[];
    controls?: Record<string, Control>;
  } = {},
  bucket?: LearnDependencies['objects'],
) {
  const lines = series.map((record) => JSON.stringify(record)).join('\n');
  const objects = new Map<string, Uint8Array>([[shard.key, gzipSync(lines)]]);
  const forecasts = new Map<string, ForecastDocument>(
    series.flatMap(({ sku }) => [
      [`demo#de ${sku}`, aForecast({ sku })] as const,
      [`demo#gb ${sku}`, aForecast({ sku })] as const,
    ]),
  );
  const policies = new Map<string, { value: PolicyDocument; risk: number | undefined }>();
  const decisions = new Map<string, { value: Decision; version: number }>();
  if (given.decision !== undefined)
    decisions.set(`demo#de ${given.decision.sku}`, { value: given.decision, version: 3 });
  const told: TradewindEvent[] = [];
  const spent = new Map<string, number>();
  const progress: string[] = [];
  const errors: string[] = [];
  const at = (key: { pk: string; sk: string }) => `${key.pk} ${key.sk}`;
  const dependencies: LearnDependencies = {
    objects: bucket ?? {
      get: async (key) => {
        const body = objects.get(key);
        if (body === undefined) throw new NotFoundError(`no object ${key}`);
        return body;
      },
      list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
      put: async (key, body) => {
        objects.set(key, typeof body === 'string' ? Buffer.from(body) : body);
      },
    },
    forecasts: {
      get: async (key) => {
        const value = forecasts.get(at(key));
        return value === undefined ? undefined : { value, version: 1 };
      },
    },
    outcomes: {
      queryAll: async (pk) =>
        (given.outcomes ?? [])
          .filter(({ sku }) => pk === `demo#de#${sku}`)
          .map((value) => ({ sk: value.key, value })),
    },
    controls: {
      get: async ({ sk }) => {
        const value = given.controls?.[sk];
        return value === undefined ? undefined : { value, version: 1 };
      },
    },
    rules: {
      get: async ({ sk }) => {
        const rules = given.rules?.[sk];
        if (rules === undefined) return undefined;
        return { value: { rules, author: 'ann', changedAt: '2024-06-01T00:00:00Z' }, version: 4 };
      },
    },
    policies: {
      putAll: async (entries) => {
        for (const { key, value, options } of entries)
          policies.set(at(key), { value, risk: options?.numbers?.risk });
      },
    },
    decisions: {
      get: async (key) => decisions.get(at(key)),
      write: async (key, value, version, { events }) => {
        if ((decisions.get(at(key))?.version ?? null) !== version) return false;
        decisions.set(at(key), { value, version: (version ?? 0) + 1 });
        told.push(...events);
        return true;
      },
    },
    budgets: {
      setAside: async (_, wishes, admits) => {
        const judged = new Map<string, number>();
        for (const wish of wishes) {
          const own = spent.get(wish.name) ?? 0;
          const others = [...spent.values()].reduce((sum, minor) => sum + minor, 0) - own;
          judged.set(wish.name, others);
          if (own === 0 && admits(wish, others)) spent.set(wish.name, wish.amountMinor);
        }
        return judged;
      },
    },
    proofs: {
      getAll: async (_, sks) =>
        new Map(
          (given.proofs ?? [])
            .map((proof) => [`proof#${proof.asOf}`, proof] as const)
            .filter(([sk]) => sks.includes(sk)),
        ),
    },
    progress: {
      done: async (merchant, runId, step, name) => {
        progress.push(`${merchant} ${runId} ${step} ${name}`);
      },
    },
    markets: [aMarket()],
    nowMs: () => noon,
    logger: { error: (message) => errors.push(message) },
  };
  return {
    handler: createHandler(dependencies),
    store: dependencies.objects,
    objects,
    policies,
    decisions,
    told,
    progress,
    errors,
  };
}
