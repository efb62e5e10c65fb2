import {
  type DecisionLogEntry,
  type LoggedPrice,
  lakeKeys,
  type OrderCandidate,
  type OrderReplay,
  type OwnAnswer,
  type PriceTest,
  type ShardRef,
  type YearReplay,
} from '../../lib/domain/index.ts';
import {
  type ObjectStore,
  policyAuditPart,
  priceLogFile,
  writeNightLines,
  writeOrderCandidates,
  writeOrderReplays,
  writeShardPrices,
  writeYearReplays,
} from '../../lib/stores/index.ts';
import type { SeriesPolicy } from './learn-series.ts';

const PARQUET = 'application/vnd.apache.parquet';

/** What a shard leaves in the lake besides its policies, gathered batch by batch. */
export type ShardRecord = {
  add(
    learnt: readonly SeriesPolicy[],
    rest: {
      orders: readonly OrderReplay[];
      years: readonly YearReplay[];
      lines: readonly DecisionLogEntry[];
    },
  ): void;
  /** Write the learnt tables, the price log, what each SKU tells its category, price tests, replayed orders and years, what each SKU may be ordered by, and what was done to decisions; a repeat overwrites. */
  write(objects: Pick<ObjectStore, 'put'>, shard: ShardRef): Promise<void>;
};

/** Begin the record of a shard. */
export function createShardRecord(): ShardRecord {
  const audit: Uint8Array[] = [];
  const prices: LoggedPrice[] = [];
  const answers: OwnAnswer[] = [];
  const tests: PriceTest[] = [];
  const replays: OrderReplay[] = [];
  const years: YearReplay[] = [];
  const orders: OrderCandidate[] = [];
  const decided: DecisionLogEntry[] = [];
  return {
    add: (learnt, rest) => {
      // a batch's tables are packed and let go
      audit.push(policyAuditPart(learnt));
      prices.push(...learnt.flatMap((policy) => policy.prices));
      answers.push(...learnt.flatMap(({ answer }) => answer ?? []));
      tests.push(...learnt.flatMap(({ test }) => test ?? []));
      replays.push(...rest.orders);
      years.push(...rest.years);
      decided.push(...rest.lines);
      orders.push(...learnt.flatMap(({ order }) => order ?? []));
    },
    write: async (objects, { merchant, market, asOf, runId, shard }) => {
      const auditKey = lakeKeys.policyTable(merchant, runId, shard);
      await objects.put(auditKey, Buffer.concat(audit), 'application/gzip');
      await objects.put(lakeKeys.priceLog(merchant, market, asOf, shard), priceLogFile(prices), PARQUET);
      await writeShardPrices(objects, { merchant, runId, shard }, { answers, tests });
      await writeOrderReplays(objects, lakeKeys.replays(merchant, market, asOf, shard), replays);
      // most nights replay no year
      if (years.length > 0)
        await writeYearReplays(objects, lakeKeys.yearReplays(merchant, market, asOf, shard), years);
      await writeOrderCandidates(objects, { merchant, runId, shard }, orders);
      await writeNightLines(objects, { merchant, runId, shard }, decided);
    },
  };
}
