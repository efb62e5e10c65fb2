import { describe, expect, test } from '@jest/globals';
import { isReplayed } from '../../../functions/learn/replay-orders.ts';
import { addDays, controlKeys, type Proof, type RuleProof } from '../../../lib/domain/index.ts';
import { readOrderReplays } from '../../../lib/stores/index.ts';
import { aSeries, asOf } from '../../operations/a-series.ts';
import { aWorld, shard } from './a-world.ts';

const skus = Array.from({ length: 300 }, (_, n) => `A-${n}`);
const [due = '', alsoDue = ''] = skus.filter((sku) => isReplayed(shard, sku));
const notDue = skus.find((sku) => !isReplayed(shard, sku)) ?? '';

describe('learn', () => {
  test('writes how far a policy may act by itself, and the replayed orders of the SKUs whose turn it is', async () => {
    const world = aWorld([
      ...[due, notDue, alsoDue].map((sku) => aSeries({ sku })),
      aSeries({ sku: 'B-2', stock: null }),
    ]);

    await world.handler({ ...shard, series: 4 });

    expect(world.policies.get(`demo#de ${due}`)?.value).toMatchObject({
      gate: { level: 'automatic', orders: 'automatic', prices: 'automatic' },
    });
    const replays = await readOrderReplays(world.store, `replays/demo/de/${asOf}/0001.jsonl.gz`);
    const told = { asOf, weeks: 26, filledDays: 0 };
    expect(replays).toMatchObject([
      { sku: due, ...told },
      { sku: alsoDue, ...told },
    ]);
    expect(replays[0]?.practice.profitMinor).toBeGreaterThan(0);
  });

  test('withdraws the orders of a market whose proof lies below zero, by the newest night before this one', async () => {
    const rule = (withdrawn: boolean): RuleProof => ({
      ...{ kind: 'noEvidence', withdrawn, nightsAboveZero: 0, skus: 0, weeks: 0, text: 'as before' },
    });
    const aProof = (daysAgo: number, withdrawn: boolean): Proof => {
      const night = addDays(asOf, -daysAgo);
      return { asOf: night, runId: `de-${night}`, orders: rule(withdrawn), prices: rule(false) };
    };
    const proofs = [aProof(0, false), aProof(2, true), aProof(3, false)];
    const world = aWorld([aSeries()], { proofs });

    await world.handler(shard);

    expect(world.policies.get('demo#de A-1')?.value).toMatchObject({
      gate: { level: 'suggest', orders: 'suggest', prices: 'automatic' },
    });
  });

  test('has nothing to replay where a merchant wants nothing learnt, or one week is known', async () => {
    const unlearnt = aWorld([aSeries({ sku: due })], {
      rules: { [controlKeys.merchantRules('demo').sk]: { learning: false } },
    });
    const young = aWorld([aSeries({ sku: due, demand: aSeries().demand.slice(-21) })]);

    for (const world of [unlearnt, young]) {
      await world.handler(shard);
      expect(await readOrderReplays(world.store, `replays/demo/de/${asOf}/0001.jsonl.gz`)).toEqual([]);
      expect(world.errors).toEqual([]);
    }
  });
});
